"""Opens what is imported once: a file, standard input or a pipe, packed or not."""

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from app.domain.errors import ImportFormatError

STANDARD_INPUT = Path("-")
HEAD_BYTES = 4096
LONGEST_ROW = 1_000_000

_GZIP = b"\x1f\x8b"
_FOREIGN = (
    (b"PK\x03\x04", "a workbook or zip archive; save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old Excel; save the sheet as CSV"),
    (b"PAR1", "a Parquet file; write it as CSV or JSON Lines"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it"),
    (b"\xfd7zXZ", "packed with xz; unpack it"),
    (b"BZh", "packed with bzip2; unpack it"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd; unpack it"),
    (b"SQLite format 3", "a SQLite database; write a table of it as CSV"),
    (b"%PDF", "a PDF document; save its table as CSV"),
    (b"\xff\xfe", "UTF-16 and not UTF-8 text; save it as UTF-8"),
    (b"\xfe\xff", "UTF-16 and not UTF-8 text; save it as UTF-8"),
    (b"<", "HTML or XML and no table, perhaps the error page of a site"),
)


class BoundedLines:
    """Lines of a text, `LONGEST_ROW` characters for each row at most. Raises ImportFormatError beyond."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self._row_length = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line with its end."""
        line = self._text.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self._row_length += len(line)
        if self._row_length > LONGEST_ROW:
            raise ImportFormatError(
                f"Line {self.number}: a row of more than {LONGEST_ROW:,} characters is not read; "
                "check the line breaks and quotes of the file."
            )
        return line

    def start_row(self) -> None:
        """Count the length of a new row from here on."""
        self._row_length = 0


@dataclass(frozen=True)
class OpenedFile:
    """An opened file: its first bytes, unpacked, and all its lines."""

    head: bytes
    lines: BoundedLines


@contextmanager
def open_source(path: Path) -> Iterator[OpenedFile]:
    """Open a path for reading, `-` for standard input: UTF-8 with or without a mark, gzip unpacked.

    What is no text is an ImportFormatError that names it. Nothing is read twice, so pipes lose nothing.
    """
    with _opened(path) as raw:
        head, stream = _peeked(raw)
        if head.startswith(_GZIP):
            head, stream = _peeked(gzip.GzipFile(fileobj=stream))
        _refuse_foreign(path, head)
        yield OpenedFile(head, BoundedLines(io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")))


def is_regular_file(path: Path) -> bool:
    """Whether a report may be written beside the path: it is no standard input, pipe or device."""
    return path != STANDARD_INPUT and path.is_file()


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    with path.open("rb") as raw:
        yield raw


def _peeked(raw: Any) -> tuple[bytes, io.BufferedReader]:
    head = b""
    while len(head) < HEAD_BYTES and (piece := raw.read1(HEAD_BYTES - len(head))):
        head += piece
    return head, io.BufferedReader(_Rejoined(head, raw))


class _Rejoined(io.RawIOBase):
    def __init__(self, head: bytes, rest: Any) -> None:
        super().__init__()
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._head:
            return int(self._rest.readinto1(buffer))
        count = min(len(buffer), len(self._head))
        buffer[:count], self._head = self._head[:count], self._head[count:]
        return count


def _refuse_foreign(path: Path, head: bytes) -> None:
    for magic, what in _FOREIGN:
        if head.lstrip().startswith(magic):
            raise ImportFormatError(f"{path} is {what}.")
