"""Which column of a file is which field: the names that feeds and spreadsheets use for the same thing."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from app.domain.errors import ImportFormatError
from app.domain.observations import Rejection
from app.ingest.files.decimals import FileDecimals, ParseNumber
from app.ingest.files.parse import LONGEST_CELL, CellError, shown_cell
from app.ingest.files.raw_rows import Cell, RawRow, heading_key

Value = TypeVar("Value")

Aliases = Mapping[str, tuple[str, ...]]
"""Names of each field's column, preferred first: when a file has several of them, the first one is read."""


@dataclass(frozen=True)
class ColumnBinding:
    """Columns of one header by field, and those that belong to no field."""

    column_of: Mapping[str, str]
    ignored: tuple[str, ...]


def bind_columns(
    columns: Iterable[str], aliases: Aliases, ignored_names: Collection[str] = ()
) -> ColumnBinding:
    """Find each field's column; of several present the first in `aliases` wins.

    Headings are compared by `heading_key`. Those in `ignored_names` are left out. Raises ImportFormatError
    where two columns have one heading.
    """
    present = dict.fromkeys(columns)
    by_key: dict[str, str] = {}
    known = {heading_key(name) for names in aliases.values() for name in names}
    for name in present:
        key = heading_key(name)
        if not key or name in ignored_names:
            continue
        if key in by_key and key in known:
            raise ImportFormatError(f"The columns {by_key[key]!r} and {name!r} have one meaning; remove one.")
        by_key[key] = name
    column_of = {
        field: next(by_key[key] for name in names if (key := heading_key(name)) in by_key)
        for field, names in aliases.items()
        if any(heading_key(name) in by_key for name in names)
    }
    used = set(column_of.values())
    return ColumnBinding(column_of, tuple(name for name in present if name and name not in used))


def require_columns(binding: ColumnBinding, fields: Iterable[str], aliases: Aliases) -> None:
    """Raise ImportFormatError when a file has no column for one of the fields."""
    missing = [_all_names(aliases[field]) for field in fields if field not in binding.column_of]
    if missing:
        raise ImportFormatError(
            f"The file lacks the column {' and '.join(missing)}; its columns: {shown_columns(binding)}."
        )


def shown_columns(binding: ColumnBinding) -> str:
    """The columns of a file for a message, cut where they are many."""
    return listed([*binding.column_of.values(), *binding.ignored]) or "none"


def listed(names: Iterable[str], most: int = 20) -> str:
    """Names joined by commas, long ones cut, and the number of those beyond `most`."""
    every = list(names)
    shown = ", ".join(name if len(name) <= 60 else f"{name[:60]}…" for name in every[:most])
    return shown if len(every) <= most else f"{shown} and {len(every) - most:,} more"


def _all_names(names: tuple[str, ...]) -> str:
    first, *others = names
    return f"{first} (or {', '.join(others)})" if others else first


class ColumnBindings:
    """Bindings of a whole file, in which every record may have other columns (JSON Lines) or all the same."""

    def __init__(self, aliases: Aliases, ignored_names: Collection[str] = ()) -> None:
        self.of = lru_cache(maxsize=256)(lambda columns: bind_columns(columns, aliases, ignored_names))


class CellReader:
    """Reads one row field by field and collects a rejection for each cell that it refuses."""

    def __init__(self, row: RawRow, binding: ColumnBinding, decimals: FileDecimals) -> None:
        self._row = row
        self._decimals = decimals
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

    def read_number(self, field: str, parse: ParseNumber[Value]) -> Value | None:
        """Like `read`, with the decimal sign of the file. Raises ImportFormatError where both are used."""
        return self.read(field, lambda cell: self._decimals.read(self._row.line, cell, parse))

    def read_column(self, column: str, parse: Callable[[Cell], Value | None]) -> Value | None:
        """Value of a column that the row has; None when its cell is refused."""
        cell = self._row.values[column]
        if cell is None or cell == "":
            return None
        if isinstance(cell, list | dict):
            self.reject(column, "a list or object where a single value belongs")
            return None
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            self.reject(column, f"longer than {LONGEST_CELL:,} characters")
            return None
        try:
            return parse(cell)
        except CellError as refusal:
            self.reject(column, refusal.reason)
            return None

    def require(self, field: str, parse: Callable[[Cell], Value | None]) -> Value | None:
        """Like `read`, but an empty cell or absent column is refused as well."""
        column = self._column_of.get(field)
        if column is not None:
            return self.require_column(column, parse)
        self.reject(field, "a value is needed here")
        return None

    def require_column(self, column: str, parse: Callable[[Cell], Value | None]) -> Value | None:
        """Like `read_column`, but an empty cell is refused as well."""
        refused_before = len(self.rejections)
        value = self.read_column(column, parse)
        if value is None and len(self.rejections) == refused_before:
            self.reject(column, "a value is needed here")
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
