"""Which column of a file is which field: the names that feeds and spreadsheets use for the same thing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from app.domain.errors import ImportFormatError
from app.domain.observations import Rejection
from app.ingest.files.parse import CellError, shown_cell
from app.ingest.files.raw_rows import Cell, RawRow

Value = TypeVar("Value")

Aliases = Mapping[str, tuple[str, ...]]
"""Names of each field's column, preferred first: when a file has several of them, the first one is read."""


@dataclass(frozen=True)
class ColumnBinding:
    """Columns of one header by field, and those that belong to no field."""

    column_of: Mapping[str, str]
    ignored: tuple[str, ...]


def bind_columns(columns: Iterable[str], aliases: Aliases) -> ColumnBinding:
    """Find each field's column; of several present the first in `aliases` wins."""
    present = dict.fromkeys(columns)
    column_of = {
        field: next(name for name in names if name in present)
        for field, names in aliases.items()
        if any(name in present for name in names)
    }
    used = set(column_of.values())
    return ColumnBinding(column_of, tuple(name for name in present if name and name not in used))


def require_columns(binding: ColumnBinding, fields: Iterable[str], aliases: Aliases) -> None:
    """Raise ImportFormatError when a file has no column for one of the fields."""
    missing = [_all_names(aliases[field]) for field in fields if field not in binding.column_of]
    if missing:
        found = ", ".join([*binding.column_of.values(), *binding.ignored]) or "none"
        raise ImportFormatError(f"The file lacks the column {' and '.join(missing)}; its columns: {found}.")


def _all_names(names: tuple[str, ...]) -> str:
    first, *others = names
    return f"{first} (or {', '.join(others)})" if others else first


class ColumnBindings:
    """Bindings of a whole file, in which every record may have other columns (JSON Lines) or all the same."""

    def __init__(self, aliases: Aliases) -> None:
        self.of = lru_cache(maxsize=1024)(lambda columns: bind_columns(columns, aliases))


class CellReader:
    """Reads one row field by field and collects a rejection for each cell that it refuses."""

    def __init__(self, row: RawRow, binding: ColumnBinding) -> None:
        self._row = row
        self._column_of = binding.column_of
        self.rejections: list[Rejection] = []

    @property
    def all_columns(self) -> Iterable[str]:
        """Names of the row's columns, those of no field included."""
        return self._row.values

    def read(self, field: str, parse: Callable[[Cell], Value | None]) -> Value | None:
        """Value of a field; None when its column is absent or its cell is refused."""
        column = self._column_of.get(field)
        return None if column is None else self.read_column(column, parse)

    def read_column(self, column: str, parse: Callable[[Cell], Value | None]) -> Value | None:
        """Value of a column that the row has; None when its cell is refused."""
        cell = self._row.values[column]
        if cell is None or cell == "":
            return None
        try:
            return parse(cell)
        except CellError as refusal:
            self.reject(column, refusal.reason)
            return None

    def require(self, field: str, parse: Callable[[Cell], Value | None]) -> Value | None:
        """Like `read`, but an empty cell or absent column is refused as well."""
        refused_before = len(self.rejections)
        value = self.read(field, parse)
        if value is None and len(self.rejections) == refused_before:
            self.reject(self.column(field), "a value is needed here")
        return value

    def present(self, fields: frozenset[str]) -> frozenset[str]:
        """Those of the fields that the row has a column for."""
        return frozenset(self._column_of) & fields

    def column(self, field: str) -> str:
        """Name of a field's column in this file; the field's own name when it has none."""
        return self._column_of.get(field, field)

    def reject(self, column: str, reason: str) -> None:
        """Refuse the row because of one of its columns, or of `WHOLE_ROW`."""
        value = shown_cell(self._row.values.get(column))
        self.rejections.append(Rejection(self._row.line, column, value, reason))
