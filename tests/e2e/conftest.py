"""The command run in this process, and a small market with a tie, a re-entry and a partial day."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.__main__ import register_pages
from app.cli.main import app
from tests.data_locations import recorded_data
from tests.factories import SqliteDatabases

Boxrank = Callable[..., "Ran"]

LAST_DAY = date(2026, 1, 10)
"""gamma leads before alpha and beta, who tie; delta is back and epsilon is young."""
PARTIAL_DAY = date(2026, 1, 9)
DAY_OF_NEWCOMER = date(2026, 1, 8)


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it wrote."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)

    def row_of(self, box: str) -> list[str]:
        """The words of the line of a box in a table."""
        (line,) = [line for line in self.stdout.splitlines() if re.match(rf" *▸?=?\d+ +\S+ +{box} ", line)]
        return line.split()


@pytest.fixture(scope="session")
def boxrank() -> Boxrank:
    """Runs a command of boxrank; an error that no table foresees fails the test."""

    def run(*arguments: object, stdin: str | None = None) -> Ran:
        words = [str(argument) for argument in arguments]
        result = CliRunner().invoke(app, words, input=stdin, obj=register_pages)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def empty_url(sqlite_databases: SqliteDatabases) -> str:
    """A migrated database without rows."""
    return sqlite_databases.create()


@pytest.fixture(scope="session")
def market_url(
    sqlite_databases: SqliteDatabases, boxrank: Boxrank, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """A published small market that no test changes; its reports are good for their day alone."""
    url = sqlite_databases.create()
    file = write_rows(tmp_path_factory.mktemp("market") / "market.jsonl", _market_rows())
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("BOXRANK_REPORT_GOOD_DAYS", "1")
        settings.setenv("BOXRANK_SUSPECTS", "off")
        assert boxrank("import", file, "--create-boxes", "--database", url).exit_code == 0
        assert boxrank("refresh", "--database", url).exit_code == 0
    return url


@pytest.fixture(scope="session")
def one_piece_url(sqlite_databases: SqliteDatabases, boxrank: Boxrank) -> str:
    """The recorded market of One Piece boxes, published, with a catalogue; no test changes it."""
    url, folder = sqlite_databases.create(), recorded_data("one-piece-boxes")
    assert boxrank("boxes", "import", folder / "boxes.csv", "--database", url).exit_code == 0
    assert boxrank("import", folder / "daily.csv", "--database", url).exit_code == 0
    assert boxrank("refresh", "--database", url).exit_code == 0
    return url


def write_rows(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """Rows as a file of JSON Lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _market_rows() -> list[dict[str, object]]:
    days = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(10)]
    return [
        row
        for day in days
        for row in (
            _row("alpha", day, 100, floor_price_usd=1234.5, units_sold=2, active_listings=8),
            _row("beta", day, 100),
            _row("gamma", day, 2000 if day == LAST_DAY else 50, floor_price_usd=50),
            _row("delta", day, 10),
            _row("epsilon", day, 5),
        )
        if _was_observed(str(row["box"]), day)
    ]


def _was_observed(box: str, day: date) -> bool:
    if day == PARTIAL_DAY:
        return box == "alpha"
    if box == "epsilon":
        return day >= DAY_OF_NEWCOMER
    return box != "delta" or day != DAY_OF_NEWCOMER


def _row(box: str, day: date, volume_usd: float, **figures: object) -> dict[str, object]:
    return {"box": box, "date": day.isoformat(), "volume_usd": volume_usd, **figures}
