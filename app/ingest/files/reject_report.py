"""The bad rows of an import as a file, for the person who mends them."""

import csv
from collections.abc import Iterable
from pathlib import Path

from app.domain.observations import Rejection

REPORT_COLUMNS = ("line", "column", "value", "reason")


def write_reject_report(path: Path, rejections: Iterable[Rejection]) -> None:
    """Write one CSV line per rejection, ordered by line of the source file. Replaces an older report."""
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as report:
        writer = csv.writer(report)
        writer.writerow(REPORT_COLUMNS)
        for rejection in sorted(rejections, key=lambda rejection: rejection.line):
            writer.writerow((rejection.line, rejection.column, rejection.value, rejection.reason))
