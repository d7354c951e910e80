"""Values in columns with a header line, as spreadsheets and market feeds write them."""

import csv
import re
from collections.abc import Iterator, Sequence

from app.domain.errors import ImportFormatError
from app.domain.observations import WHOLE_ROW, Rejection
from app.ingest.files.amounts import DecimalSign
from app.ingest.files.raw_rows import RawRow, Record, check_columns, column_name
from app.ingest.files.sources import BoundedLines

DELIMITERS = ",;\t|"
_SEPARATOR_HINT = re.compile(r'\ufeff?"?sep=(.)"?[,;\t|]*', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')


class CsvReader:
    """Reads by header name. Quoted cells may hold delimiters and line breaks; blank lines are passed over.

    The delimiter is the one of a first line `sep=;`, else the most frequent of `DELIMITERS` in the header.
    A row with more or fewer cells than the header is a rejection. A quote that is never closed makes the
    rest of the file unreadable and raises ImportFormatError, as does a file without a header.
    """

    def __init__(self, lines: BoundedLines) -> None:
        first, self._delimiter = _header_line(lines)
        self._records = _numbered_records(lines, first, self._delimiter)
        _, header = next(self._records, (0, []))
        if not any(cell.strip() for cell in header):
            raise ImportFormatError("The file is empty: it needs a header line with column names.")
        self._header = [column_name(cell) for cell in header]
        check_columns(self.columns)

    @property
    def columns(self) -> Sequence[str]:
        return tuple(name for name in self._header if name)

    @property
    def usual_decimal(self) -> DecimalSign | None:
        return None if self._delimiter == ";" else "point"

    def __iter__(self) -> Iterator[Record]:
        for line, cells in self._records:
            if len(cells) == len(self._header):
                yield RawRow(line, dict(zip(self._header, cells, strict=True)))
            else:
                yield self._ragged(line, cells)

    def _ragged(self, line: int, cells: list[str]) -> Rejection:
        reason = f"the row has {len(cells)} cells, the header has {len(self._header)}"
        return Rejection(line, WHOLE_ROW, ",".join(cells)[:80], reason)


def _numbered_records(lines: BoundedLines, first: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_with_first(first, lines), strict=True, delimiter=delimiter)
    line = lines.number
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, cells
            lines.start_row()
            line = lines.number + 1
    except csv.Error as error:
        raise ImportFormatError(
            f"Line {line}: the row that begins here cannot be read ({error}); check its quotes."
        ) from error


def _header_line(lines: BoundedLines) -> tuple[str, str]:
    for line in lines:
        hint = _SEPARATOR_HINT.fullmatch(line.strip("\r\n"))
        if hint and lines.number == 1:
            lines.start_row()
            return next(lines, ""), hint[1]
        if line.strip(f"\ufeff \r\n{DELIMITERS}"):
            return line, _most_frequent_delimiter(line)
        lines.start_row()
    return "", ","


def _most_frequent_delimiter(line: str) -> str:
    unquoted = _QUOTED.sub("", line)
    return max(DELIMITERS, key=unquoted.count)


def _with_first(first: str, lines: BoundedLines) -> Iterator[str]:
    yield first
    yield from lines
