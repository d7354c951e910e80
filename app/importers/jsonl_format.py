"""JSON Lines: one JSON object on each line."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from app.domain.observations import WHOLE_ROW, Rejection
from app.importers.raw_rows import Cell, RawRow, Record, column_name


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
            pairs = json.loads(text, object_pairs_hook=_Pairs)
        except (ValueError, RecursionError) as error:
            return _rejection(line, text, f"not a line of JSON: {error}")
        if not isinstance(pairs, _Pairs):
            return _rejection(line, text, "not a JSON object")
        values = {column_name(key): _cell(value) for key, value in pairs}
        if len(values) != len(pairs):
            return _rejection(line, text, "a key stands twice in the object")
        self._seen.update(dict.fromkeys(values))
        return RawRow(line, values)


class _Pairs(list[tuple[str, Any]]):
    pass


def _cell(value: Any) -> Cell:
    if isinstance(value, _Pairs):
        return json.dumps(dict(value), default=str)
    if isinstance(value, list):
        return json.dumps(value, default=str)
    cell: Cell = value
    return cell


def _rejection(line: int, text: str, reason: str) -> Rejection:
    return Rejection(line, WHOLE_ROW, text.strip()[:80], reason)
