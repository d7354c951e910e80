"""The decimal sign of a file: one for all its numbers, proven by a cell or given."""

from collections.abc import Callable
from typing import TypeVar

from app.domain.errors import ImportFormatError
from app.ingest.files.amounts import DecimalSign, possible_signs
from app.ingest.files.parse import CellError
from app.ingest.files.raw_rows import Cell, RawValue

Value = TypeVar("Value")
ParseNumber = Callable[[Cell, DecimalSign], Value | None]

AMBIGUOUS = "may have decimals or a thousands separator; give --decimal point or --decimal comma"


class FileDecimals:
    """Decides the decimal sign of a file by the first number that has only one reading.

    `given` decides without evidence. `usual` is the sign of files without evidence; where it is None, a
    number with two readings is rejected until the sign is decided.
    """

    def __init__(self, given: DecimalSign | None = None, usual: DecimalSign | None = "point") -> None:
        self._given, self._usual = given, usual
        self._sign = given
        self._first: tuple[int, str] | None = None

    @property
    def is_decided(self) -> bool:
        """Whether the sign is given or proven."""
        return self._sign is not None

    def read(self, line: int, cell: Cell, parse: ParseNumber[Value]) -> Value | None:
        """The number of a cell. Raises CellError, and ImportFormatError where the file has both signs."""
        if not isinstance(cell, str):
            return parse(cell, "point")
        if self._sign is None:
            self._examine_undecided(line, cell)
        try:
            return parse(cell, self._sign or self._usual or "point")
        except CellError:
            self.examine(line, cell)
            raise

    def examine(self, line: int, cell: RawValue) -> None:
        """Take a cell as evidence. Raises ImportFormatError where it contradicts an earlier one."""
        if self._given is not None or not isinstance(cell, str):
            return
        signs = possible_signs(cell)
        if len(signs) == 1:
            self._prove(signs[0], line, cell)

    def _examine_undecided(self, line: int, cell: str) -> None:
        self.examine(line, cell)
        if self._sign is not None or not possible_signs(cell):
            return
        if self._usual is None:
            raise CellError(AMBIGUOUS)
        self._first = self._first or (line, cell)

    def _prove(self, sign: DecimalSign, line: int, cell: str) -> None:
        known = self._sign or (self._usual if self._first else None)
        if self._first and known != sign:
            first_line, first_cell = self._first
            raise ImportFormatError(
                f"Line {first_line} is read with a decimal {known} ({first_cell[:40]!r}), line {line} has a "
                f"decimal {sign} ({cell[:40]!r}). Use one sign in the whole file, or give --decimal point or "
                "--decimal comma."
            )
        self._sign = sign
        self._first = self._first or (line, cell)
