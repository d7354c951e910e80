"""JSON Lines: one JSON object on each line."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from app.domain.errors import ImportFormatError
from app.domain.observations import WHOLE_ROW, Rejection
from app.ingest.files.amounts import DecimalSign
from app.ingest.files.raw_rows import RawRow, RawValue, Record, check_columns, column_name
from app.ingest.files.sources import BoundedLines


class JsonLinesReader:
    """Reads objects by key. Blank lines are passed over.

    A line that is no JSON object, or names one key twice, is a rejection. Lists and objects inside an object
    are kept as such, and no field accepts them. A file that is one JSON list raises ImportFormatError.
    """

    def __init__(self, lines: BoundedLines) -> None:
        self._lines = lines
        self._seen: dict[str, None] = {}

    @property
    def columns(self) -> Sequence[str]:
        return tuple(self._seen)

    @property
    def usual_decimal(self) -> DecimalSign:
        return "point"

    def __iter__(self) -> Iterator[Record]:
        for text in self._lines:
            self._lines.start_row()
            if text.strip():
                yield self._record(self._lines.number, text)

    def _record(self, line: int, text: str) -> Record:
        if not self._seen and text.strip() == "[":
            raise ImportFormatError("The file is one JSON list; write one object on each line.")
        try:
            content = json.loads(text, object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            return _rejection(line, text, f"not a line of JSON: {error}")
        if not isinstance(content, dict):
            return _rejection(line, text, "not a JSON object")
        values: dict[str, RawValue] = {column_name(key): value for key, value in content.items()}
        if len(values) != len(content):
            return _rejection(line, text, "a key stands twice in the object")
        if not values.keys() <= self._seen.keys():
            self._seen.update(dict.fromkeys(values))
            check_columns(tuple(self._seen))
        return RawRow(line, values)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return content


def _rejection(line: int, text: str, reason: str) -> Rejection:
    return Rejection(line, WHOLE_ROW, text.strip()[:80], reason)
