"""The report of bad rows."""

import csv
from pathlib import Path

from app.domain.observations import Rejection
from app.ingest.files.reject_report import write_reject_report


def read_report(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as report:
        return list(csv.reader(report))


def test_a_report_holds_one_row_per_rejection_in_file_order(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    write_reject_report(
        path, [Rejection(9, "floor", '1,2"\n3', "not a number"), Rejection(2, "box", "", "why")]
    )
    assert read_report(path) == [
        ["line", "column", "value", "reason"],
        ["2", "box", "", "why"],
        ["9", "floor", '1,2"\n3', "not a number"],
    ]


def test_a_new_report_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    write_reject_report(path, [Rejection(1, "box", "x", "first")])
    write_reject_report(path, [Rejection(1, "box", "x", "second")])
    assert [row[3] for row in read_report(path)[1:]] == ["second"]


def test_values_that_are_no_text_can_still_be_reported(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    write_reject_report(path, [Rejection(1, "box", "\ud800", "holds a control character")])
    assert read_report(path)[1][2] == "\\ud800"


def test_cells_of_a_foreign_file_are_no_formulas_and_no_escape_sequences(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    write_reject_report(
        path, [Rejection(1, "=A1", "=1+1", "why"), Rejection(2, "box", "\x1b]0;t\x07", "why")]
    )
    assert [row[1:3] for row in read_report(path)[1:]] == [["'=A1", "'=1+1"], ["box", "\\x1b]0;t\\x07"]]
