"""Which format a file has, and how it is opened."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from app.domain.errors import ImportFormatError
from app.ingest.files.csv_format import CsvReader
from app.ingest.files.jsonl_format import JsonLinesReader
from app.ingest.files.raw_rows import RecordReader

READERS: dict[str, type[RecordReader]] = {
    "csv": CsvReader,
    "jsonl": JsonLinesReader,
    "ndjson": JsonLinesReader,
}


def reader_for(path: Path, format_name: str | None = None) -> type[RecordReader]:
    """Reader of a file, by the format's name if given, else by the file's ending (a final .gz left aside).

    Raises ImportFormatError with the known formats when there is none.
    """
    name = format_name or _ending(path)
    reader = READERS.get(name.lower())
    if reader is None:
        known = ", ".join(READERS)
        raise ImportFormatError(f"{name or path.name!r} is not a format that can be read; known: {known}.")
    return reader


@contextmanager
def open_records(path: Path, format_name: str | None = None) -> Iterator[RecordReader]:
    """Open a file as records: UTF-8 with or without a byte-order mark, gzip unpacked on the way.

    A file that is missing, damaged or not UTF-8 raises ImportFormatError, also while it is being read.
    """
    reader = reader_for(path, format_name)
    try:
        with _open_text(path) as lines:
            yield reader(lines)
    except UnicodeDecodeError as error:
        raise ImportFormatError(f"{path} is not UTF-8 text ({error.reason}); save it as UTF-8.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise ImportFormatError(f"{path} cannot be read: {error}") from error


def _ending(path: Path) -> str:
    stem = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return stem.suffix.lstrip(".").lower()


def _open_text(path: Path) -> TextIO:
    with path.open("rb") as raw:
        is_packed = raw.read(2) == b"\x1f\x8b"
    if is_packed:
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")
