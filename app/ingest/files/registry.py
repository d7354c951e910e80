"""Which format a file has, and how it is opened."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import ImportFormatError
from app.ingest.files.csv_format import CsvReader
from app.ingest.files.jsonl_format import JsonLinesReader
from app.ingest.files.raw_rows import RecordReader
from app.ingest.files.sources import open_source

READERS: dict[str, type[RecordReader]] = {
    "csv": CsvReader,
    "jsonl": JsonLinesReader,
    "ndjson": JsonLinesReader,
    "tsv": CsvReader,
}
"""Readers by the name of the format, which is also the ending of its files."""

_UNSPECIFIC_ENDINGS = ("", "txt", "json")


def reader_for(path: Path, format_name: str | None = None, head: bytes = b"") -> type[RecordReader]:
    """Reader by the format's name if given, else by the file's ending, else by the first bytes.

    A final .gz is left aside. Raises ImportFormatError with the known formats when there is none.
    """
    name = (format_name or _ending(path)).lower()
    if format_name is None and name in _UNSPECIFIC_ENDINGS:
        name = "jsonl" if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} else "csv"
    reader = READERS.get(name)
    if reader is None:
        raise ImportFormatError(f"{name!r} is not a format that can be read; known: {', '.join(READERS)}.")
    return reader


@contextmanager
def open_records(path: Path, format_name: str | None = None) -> Iterator[RecordReader]:
    """Open a file as records, `-` being standard input.

    A file that is missing, damaged or not UTF-8 raises ImportFormatError, also while it is being read.
    """
    if format_name is not None or _ending(path) not in _UNSPECIFIC_ENDINGS:
        reader_for(path, format_name)
    try:
        with open_source(path) as source:
            yield reader_for(path, format_name, source.head)(source.lines)
    except UnicodeDecodeError as error:
        raise ImportFormatError(f"{path} is not UTF-8 text ({error.reason}); save it as UTF-8.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise ImportFormatError(f"{path} cannot be read: {error}") from error


def _ending(path: Path) -> str:
    stem = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return stem.suffix.lstrip(".").lower()
