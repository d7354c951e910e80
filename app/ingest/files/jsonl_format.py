"""JSON Lines: one JSON object on each line."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from app.domain.observations import WHOLE_ROW, Rejection
from app.ingest.files.raw_rows import Cell, RawRow, Record, column_name


class JsonLinesReader:
    """Reads objects by key; an absent key means null, as does null itself. Blank lines are passed over.

    A line that is no JSON object, or names one key twice, is a rejection. Lists and objects inside an object
    are taken as their JSON text.
    """

    def __init__(self, lines: TextIO) -> None:
        self._lines = lines
        self._seen: dict[str, None] = {}

    @property
    def columns(self) -> Sequence[str]:
        return tuple(self._seen)

    def __iter__(self) -> Iterator[Record]:
        for line, text in enumerate(self._lines, start=1):
            if text.strip():
                yield self._record(line, text)

    def _record(self, line: int, text: str) -> Record:
        try:
            content = json.loads(text, object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            return _rejection(line, text, f"not a line of JSON: {error}")
        if not isinstance(content, dict):
            return _rejection(line, text, "not a JSON object")
        values = {column_name(key): _cell(value) for key, value in content.items()}
        if len(values) != len(content):
            return _rejection(line, text, "a key stands twice in the object")
        self._seen.update(dict.fromkeys(values))
        return RawRow(line, values)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return content


def _cell(value: Any) -> Cell:
    cell: Cell = json.dumps(value) if isinstance(value, dict | list) else value
    return cell


def _rejection(line: int, text: str, reason: str) -> Rejection:
    return Rejection(line, WHOLE_ROW, text.strip()[:80], reason)
