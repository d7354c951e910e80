"""The bad rows of an import as a file, for the person who corrects them."""

from collections.abc import Iterable
from pathlib import Path

from app.domain.observations import WHOLE_ROW, Rejection
from app.words.cells import CellWriter

REPORT_COLUMNS = ("line", "column", "value", "reason")


def write_reject_report(path: Path, rejections: Iterable[Rejection], unlisted_rows: int = 0) -> None:
    """Write one CSV line per rejection, ordered by line of the source file. Replaces an older report.

    A last line says how many more rows are refused.
    """
    ordered = sorted(rejections, key=lambda rejection: rejection.line)
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as report:
        writer = CellWriter(report)
        writer.write([REPORT_COLUMNS])
        writer.write((each.line, each.column, each.value, each.reason) for each in ordered)
        if unlisted_rows:
            writer.write([("", WHOLE_ROW, "", f"{unlisted_rows:,} more rows are rejected and not listed")])
