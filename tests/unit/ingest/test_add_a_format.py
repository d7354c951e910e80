"""The recipe "Add a file format" of CONTRIBUTING.md, followed with a tiny format."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from app.ingest.files import registry
from app.ingest.files.amounts import DecimalSign
from app.ingest.files.observation_reader import read_observations
from app.ingest.files.raw_rows import RawRow, Record, check_columns, column_name
from app.ingest.files.sources import BoundedLines


class PairsReader:
    """One row per line: `box: kappa, date: 2026-01-31, floor: 12`."""

    def __init__(self, lines: BoundedLines) -> None:
        self._lines = lines
        self._seen: dict[str, None] = {}

    @property
    def columns(self) -> Sequence[str]:
        return tuple(self._seen)

    @property
    def usual_decimal(self) -> DecimalSign:
        return "point"

    def __iter__(self) -> Iterator[Record]:
        for line in self._lines:
            self._lines.start_row()
            pairs = (pair.partition(":") for pair in line.split(","))
            row = {column_name(name): value.strip() for name, _, value in pairs}
            self._seen.update(dict.fromkeys(row))
            check_columns(self.columns)
            yield RawRow(self._lines.number, row)


def test_a_reader_and_one_entry_are_all_that_a_format_needs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(registry.READERS, "pairs", PairsReader)
    path = tmp_path / "day.pairs"
    path.write_text("box: kappa, date: 2026-01-31, floor: 12\nbox: mu, date: soon, floor: 3\n")
    parsed = read_observations(path, today=date(2026, 2, 3))
    assert [(row.box_reference, row.floor_price_usd) for row in parsed.rows] == [("kappa", 12.0)]
    assert [(each.line, each.column) for each in parsed.rejections] == [(2, "date")]
