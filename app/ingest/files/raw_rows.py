"""What every file format yields: rows of named cells, each with its line, and lines that cannot be read."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.domain.errors import ImportFormatError
from app.domain.observations import Rejection
from app.ingest.files.amounts import DecimalSign
from app.ingest.files.sources import BoundedLines

MOST_COLUMNS = 1_000
LONGEST_COLUMN_NAME = 300

Cell = str | int | float | bool | None
RawValue = Cell | list[Any] | dict[str, Any]


@dataclass(frozen=True, slots=True)
class RawRow:
    """Cells of one record by column name (trimmed, lower case); `line` is the first line of the record."""

    line: int
    values: Mapping[str, RawValue]


Record = RawRow | Rejection


class RecordReader(Protocol):
    """A file format.

    Iterating yields the records in file order, an unreadable one as its rejection. `columns` holds the
    column names met so far, in order; it is complete when the iteration ends. A reader calls
    `lines.start_row()` between records, so that only the length of one record is bounded. `usual_decimal` is
    the decimal sign of such files where no number proves one; None when both are usual.
    """

    def __init__(self, lines: BoundedLines) -> None: ...

    @property
    def columns(self) -> Sequence[str]: ...

    @property
    def usual_decimal(self) -> DecimalSign | None: ...

    def __iter__(self) -> Iterator[Record]: ...


def column_name(header: str) -> str:
    """Name of a column as it is shown: without byte-order mark and surrounding blanks, in lower case."""
    return header.replace("\ufeff", "").strip().lower()


def heading_key(name: str) -> str:
    """A column name as it is compared: letters, digits and currency signs but the dollar's.

    `Floor (USD)`, `floor_usd` and `floorUSD` are one heading; `Floor €` is another than `Floor`.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(
        sign for sign in plain if sign.isalnum() or (unicodedata.category(sign) == "Sc" and sign != "$")
    )


def check_columns(columns: Sequence[str]) -> None:
    """Raise ImportFormatError when a name stands twice, is endless, or there are too many of them."""
    if len(columns) > MOST_COLUMNS:
        raise ImportFormatError(f"The file has more than {MOST_COLUMNS:,} columns.")
    seen: set[str] = set()
    for column in columns:
        if len(column) > LONGEST_COLUMN_NAME:
            raise ImportFormatError(
                f"A column name is longer than {LONGEST_COLUMN_NAME} characters: {column[:40]!r}…"
            )
        if column in seen:
            raise ImportFormatError(f"The column {column!r} stands twice; remove or rename one of them.")
        seen.add(column)
