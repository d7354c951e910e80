"""`boxrank export ranks`: to standard output and to files."""

import json
from pathlib import Path

import polars as pl
import pytest

from app.read.export import EXPORT_COLUMNS
from tests.e2e.conftest import LAST_DAY, Boxrank

LAST = ("--from", LAST_DAY)


def test_csv_goes_to_standard_output_and_nothing_else_does(boxrank: Boxrank, market_url: str) -> None:
    lines = boxrank("export", "ranks", *LAST, "--database", market_url).stdout.splitlines()
    assert lines[0].split(",") == EXPORT_COLUMNS
    assert lines[1] == f"{LAST_DAY},gamma,903.12,1,3,2,UP,1,9,9,false"
    assert lines[4] == f"{LAST_DAY},delta,10.0,4,,,RE_ENTRY,4,8,1,false"
    assert len(lines) == 6


def test_json_lines_keep_nulls(boxrank: Boxrank, market_url: str) -> None:
    ran = boxrank("export", "ranks", *LAST, "--format", "jsonl", "--database", market_url)
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [row["box"] for row in rows] == ["gamma", "alpha", "beta", "delta", "epsilon"]
    assert rows[3]["previous_rank"] is None


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_the_ending_of_the_file_is_its_format(
    boxrank: Boxrank, market_url: str, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"ranks.{ending}"
    ran = boxrank("export", "ranks", "--output", path, "--database", market_url)
    read = {"csv": pl.read_csv, "jsonl": pl.read_ndjson, "parquet": pl.read_parquet}[ending]
    assert ran.stdout == f"{read(path).height} rows written to {path}.\n"
    assert read(path).columns == EXPORT_COLUMNS
    assert list(tmp_path.iterdir()) == [path]


def test_the_requested_format_comes_before_the_ending(
    boxrank: Boxrank, market_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "ranks.csv"
    boxrank("export", "ranks", *LAST, "--format", "jsonl", "--output", path, "--database", market_url)
    assert path.read_text(encoding="utf-8").startswith("{")


def test_any_board_of_any_span_can_be_exported(boxrank: Boxrank, market_url: str) -> None:
    span = ("--from", "2026-01-02", "--to", "2026-01-03", "--metric", "floor_price_usd")
    lines = boxrank("export", "ranks", *span, "--database", market_url).stdout.splitlines()
    assert [line.split(",")[:4] for line in lines[1:]] == [
        [day, box, floor, rank]
        for day in ("2026-01-02", "2026-01-03")
        for box, floor, rank in (("alpha", "1234.5", "1"), ("gamma", "50.0", "2"))
    ]


def test_parquet_wants_a_file(boxrank: Boxrank, market_url: str) -> None:
    ran = boxrank("export", "ranks", "--format", "parquet", "--database", market_url)
    assert (ran.exit_code, ran.stdout) == (2, "")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "xls"), "Choose one of: csv, jsonl, parquet, excel, excel-semicolon."),
        (("--metric", "beauty"), "Unknown metric 'beauty'"),
        (("--game", "chess"), "Unknown game 'chess'"),
        (("--from", "2026-01-05", "--to", "2026-01-01"), "before it begins"),
        (("--output", "/nowhere/at/all/ranks.csv"), "cannot be written: No such file or directory."),
    ],
)
def test_an_export_that_cannot_be_made_is_rejected_in_one_line(
    boxrank: Boxrank, market_url: str, options: tuple[str, ...], words: str
) -> None:
    ran = boxrank("export", "ranks", *options, "--database", market_url)
    assert (ran.exit_code, ran.stdout, len(ran.stderr.splitlines())) == (1, "", 1)
    assert words in ran.stderr
