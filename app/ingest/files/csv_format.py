"""Comma-separated values with a header line, as spreadsheets and market feeds write them."""

import csv
from collections.abc import Iterator, Sequence
from typing import TextIO

from app.domain.errors import ImportFormatError
from app.domain.observations import WHOLE_ROW, Rejection
from app.ingest.files.raw_rows import RawRow, Record, column_name, refuse_repeated_columns


class CsvReader:
    """Reads by header name. Quoted cells may hold commas and line breaks; blank lines are passed over.

    A row with more or fewer cells than the header is a rejection. A quote that is never closed makes the
    rest of the file unreadable and raises ImportFormatError, as does a file without a header.
    """

    def __init__(self, lines: TextIO) -> None:
        self._records = _numbered_records(lines)
        _, header = next(self._records, (0, []))
        if not any(cell.strip() for cell in header):
            raise ImportFormatError("The file is empty: it needs a header line with column names.")
        self._header = [column_name(cell) for cell in header]
        refuse_repeated_columns(self.columns)

    @property
    def columns(self) -> Sequence[str]:
        return tuple(name for name in self._header if name)

    def __iter__(self) -> Iterator[Record]:
        for line, cells in self._records:
            if len(cells) == len(self._header):
                yield RawRow(line, dict(zip(self._header, cells, strict=True)))
            else:
                yield self._ragged(line, cells)

    def _ragged(self, line: int, cells: list[str]) -> Rejection:
        reason = f"the row has {len(cells)} cells, the header has {len(self._header)}"
        return Rejection(line, WHOLE_ROW, ",".join(cells)[:80], reason)


def _numbered_records(lines: TextIO) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise ImportFormatError(
            f"Line {line}: the row that begins here cannot be read ({error}); mend its quotes."
        ) from error
