"""Every file is opened once and read in bounded space."""

import gzip
import io
import os
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import ImportFormatError
from app.domain.observations import ParsedObservations
from app.ingest.files import sources
from app.ingest.files.observation_reader import read_observations
from app.ingest.files.registry import open_records

TODAY = date(2026, 2, 3)
CSV_ROWS = "box,date,floor\n" + "".join(f"kappa-{n},2026-02-01,{n}.5\n" for n in range(3000))
JSON_ROWS = "".join(f'{{"box": "kappa-{n}", "date": "2026-02-01", "floor": {n}.5}}\n' for n in range(3000))
MEGABYTE = 1 << 20


def read(path: Path) -> ParsedObservations:
    return read_observations(path, today=TODAY)


@contextmanager
def at_most(megabytes: int) -> Iterator[None]:
    """Fails when more memory than that is held at any moment inside."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", [CSV_ROWS, JSON_ROWS], ids=["csv", "jsonl"])
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_named_pipe_loses_no_row_and_needs_no_format(tmp_path: Path, text: str, is_packed: bool) -> None:
    pipe = tmp_path / "feed"
    os.mkfifo(pipe)
    content = gzip.compress(text.encode()) if is_packed else text.encode()
    writer = threading.Thread(target=pipe.write_bytes, args=(content,))
    writer.start()
    parsed = read(pipe)
    writer.join()
    assert (len(parsed.rows), parsed.rejections) == (3000, [])


@pytest.mark.parametrize("text", [CSV_ROWS, JSON_ROWS], ids=["csv", "jsonl"])
def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert len(read(Path("-")).rows) == 3000


def test_a_pipe_that_gives_one_byte_at_a_time_is_read_whole(tmp_path: Path) -> None:
    reading, writing = os.pipe()

    def write_slowly() -> None:
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            for byte in b"box,date,floor\nkappa,2026-02-01,4\n":
                pipe.write(bytes([byte]))

    writer = threading.Thread(target=write_slowly)
    writer.start()
    parsed = read(Path(f"/dev/fd/{reading}"))
    writer.join()
    os.close(reading)
    assert [row.floor_price_usd for row in parsed.rows] == [4.0]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_an_endless_line_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"x" * (16 * MEGABYTE)))
    with at_most(12), pytest.raises(ImportFormatError, match="more than 1,000,000 characters"):
        read(path)


def test_a_row_of_endlessly_many_lines_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(b"box,date,floor\n" + b'"a\n",' * (4 * MEGABYTE)))
    with at_most(12), pytest.raises(ImportFormatError, match="more than 1,000,000 characters"):
        read(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device that never ends")
def test_a_device_that_never_ends_is_refused() -> None:
    with pytest.raises(ImportFormatError, match="more than 1,000,000 characters"):
        read(Path("/dev/zero"))


def test_bad_rows_without_number_are_counted_and_the_first_ones_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("box,date,floor\n" + "kappa,soon,cheap\n" * 20_000, encoding="utf-8")
    with at_most(20):
        parsed = read(path)
    assert parsed.rejected_rows == 20_000
    assert len(parsed.rejections) == 10_000


def test_many_rows_of_one_key_make_few_and_short_messages(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "box,date,floor\n" + "".join(f"kappa,2026-02-01,{n}\n" for n in range(8000)), encoding="utf-8"
    )
    parsed = read(path)
    assert parsed.rejected_rows == 8000
    assert len(parsed.rejections) == 10
    assert max(len(rejection.reason) for rejection in parsed.rejections) < 150
    assert "and 7,994 more" in parsed.rejections[0].reason


def test_columns_without_number_are_refused(tmp_path: Path) -> None:
    header = tmp_path / "a.csv"
    header.write_text(",".join(f"c{n}" for n in range(1001)) + "\n", encoding="utf-8")
    keys = tmp_path / "a.jsonl"
    keys.write_text("".join(f'{{"c{n}": 1}}\n' for n in range(1001)), encoding="utf-8")
    for path in (header, keys):
        with pytest.raises(ImportFormatError, match="more than 1,000 columns"):
            read(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04rest", "workbook"),
        (b"PAR1", "Parquet"),
        ("box\na\n".encode("utf-16"), "UTF-16"),
        (b"<!DOCTYPE html>", "HTML"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "day.csv"
    path.write_bytes(content)
    with pytest.raises(ImportFormatError, match=what):
        read(path)


def test_the_first_bytes_are_part_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "day"
    path.write_bytes(b"\xef\xbb\xbfbox\nkappa\n")
    with sources.open_source(path) as source:
        assert source.head.endswith(b"kappa\n")
        assert list(source.lines) == ["box\n", "kappa\n"]


def test_one_json_list_is_named(tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    path.write_text('[\n{"box": "kappa"}\n]\n', encoding="utf-8")
    with pytest.raises(ImportFormatError, match="one JSON list"), open_records(path) as records:
        list(records)
