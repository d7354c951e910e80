"""What every file format yields: rows of named cells, each with its line, and lines that cannot be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TextIO

from app.domain.errors import ImportFormatError
from app.domain.observations import Rejection

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class RawRow:
    """Cells of one record by column name (trimmed, lower case); `line` is the first line of the record."""

    line: int
    values: Mapping[str, Cell]


Record = RawRow | Rejection


class RecordReader(Protocol):
    """A file format.

    Iterating yields the records in file order, an unreadable one as its rejection. `columns` holds the
    column names met so far, in order; it is complete when the iteration ends.
    """

    def __init__(self, lines: TextIO) -> None: ...

    @property
    def columns(self) -> Sequence[str]: ...

    def __iter__(self) -> Iterator[Record]: ...


def column_name(header: str) -> str:
    """Name of a column as it is compared: without byte-order mark and surrounding blanks, in lower case."""
    return header.replace("\ufeff", "").strip().lower()


def refuse_repeated_columns(columns: Iterable[str]) -> None:
    """Raise ImportFormatError when a name stands twice, for one of the two would win in silence."""
    seen: set[str] = set()
    for column in columns:
        if column in seen:
            raise ImportFormatError(f"The column {column!r} stands twice; remove or rename one of them.")
        seen.add(column)
