"""Any bytes become rows or a sentence, in bounded space."""

import gzip
import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BoxrankError
from app.domain.observations import Rejection
from app.ingest.files.catalogue_reader import read_catalogue
from app.ingest.files.observation_reader import read_observations
from app.ingest.files.reject_report import write_reject_report
from tests.examples import FUZZ_SECONDS, fuzzing

TODAY = date(2026, 2, 3)
MOST_BYTES_HELD = 24 << 20
LONGEST_SENTENCE = 8_000

HEADINGS = st.sampled_from(
    [
        "box",
        "date",
        "floor",
        "units_sold",
        "currency",
        "id:shop",
        "product_id",
        "name",
        "slug",
        "code",
        "sep=;",
        "x",
    ]
)
CELLS = st.one_of(
    st.sampled_from(
        [
            "kappa",
            "2026-01-31",
            "12",
            "12.5",
            "",
            "N/A",
            "-",
            "\u20ac5",
            "=1+1",
            "9" * 400,
            "1e999",
            "\x1b[2J",
            '"',
            "5.9E+5",
        ]
    ),
    st.text(max_size=20),
)
CSV_FILES = st.builds(
    lambda head, rows, delimiter, end: end.join(delimiter.join(row) for row in [head, *rows]).encode(
        "utf-8", "replace"
    ),
    st.lists(HEADINGS, min_size=1, max_size=6),
    st.lists(st.lists(CELLS, max_size=6), max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | CELLS,
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=4,
)
JSON_FILES = st.builds(
    lambda rows: "\n".join(json.dumps(row) for row in rows).encode("utf-8", "replace"),
    st.lists(st.dictionaries(HEADINGS, VALUES, max_size=6), max_size=8),
)
FILES = st.one_of(CSV_FILES, JSON_FILES, st.binary(max_size=300))


@pytest.mark.fuzz
@pytest.mark.timeout(FUZZ_SECONDS + 240)
@fuzzing(examples_per_second=25)
@given(FILES, st.sampled_from(["csv", "jsonl", "txt", "tsv"]), st.booleans())
def test_any_bytes_are_rows_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, ending: str, is_packed: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / f"fuzz.{ending}"
    path.write_bytes(gzip.compress(content) if is_packed else content)
    tracemalloc.start()
    try:
        _read_both(path)
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES_HELD
    finally:
        tracemalloc.stop()


def _read_both(path: Path) -> None:
    for read in (lambda: read_observations(path, today=TODAY), lambda: read_catalogue(path)):
        try:
            parsed = read()
        except BoxrankError as error:
            sentence = str(error)
        else:
            sentence = "read"
            _check_rejections(parsed.rejections, path.with_name("fuzz.rejects.csv"))
        assert 0 < len(sentence) < LONGEST_SENTENCE


def _check_rejections(rejections: list[Rejection], report: Path) -> None:
    write_reject_report(report, rejections)
    assert report.stat().st_size < 2_000 * (len(rejections) + 1)
    assert all(rejection.line > 0 and rejection.reason for rejection in rejections)
