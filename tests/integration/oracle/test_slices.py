"""In parts of any size, one row included, and to any amount of dollars, every table has the same digits."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from tests.factories import ClockedServices, Rows, SqliteDatabases
from tests.integration.derived.damages import damage, dump
from tests.integration.oracle.publishing import published_services
from tests.oracles.market import OracleMarket, OracleSettings
from tests.oracles.random_markets import GAMES, random_observations

DERIVED = (
    "marketplace_days",
    "box_metrics_unified",
    "ranked_days",
    "board_ranks",
    "board_days",
    "market_days",
)


def market_of_large_sums() -> OracleMarket:
    """Volumes of up to 900 million dollars a day beside small ones, and boxes with a single row."""
    dice = Random(86)
    rows = random_observations(dice, boxes=4, marketplaces=3, days=50)
    large = [replace(each, values={**each.values, "volume_usd": _large(dice)}) for each in rows[::2]]
    newest = max(rows, key=lambda each: each.day)
    single = [replace(newest, box=f"single-{at}", values={"volume_usd": _large(dice)}) for at in range(40)]
    return OracleMarket([*rows[1::2], *large, *single], OracleSettings(good_days=1), games=GAMES)


def _large(dice: Random) -> Fraction:
    return Fraction(dice.randrange(86 * 10**8, 9 * 10**10), 100)


def built_again(services: ClockedServices) -> dict[str, Rows]:
    for table in reversed(DERIVED):
        damage(services.database, f"DELETE FROM {table}")
    services.refresh.run_full()
    return dump(services.database)


@pytest.mark.parametrize(("rows_at_once", "days_at_once"), [(1, 1), (90, 7)])
def test_parts_of_any_size_have_the_same_digits(
    sqlite_databases: SqliteDatabases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows_at_once: int,
    days_at_once: int,
) -> None:
    with published_services(sqlite_databases, tmp_path, market_of_large_sums()) as services:
        before = dump(services.database)
        monkeypatch.setattr("app.publish.metrics_step.ROWS_AT_ONCE", rows_at_once)
        monkeypatch.setattr("app.publish.day_table.DayTable.days_at_once", days_at_once)
        monkeypatch.setattr("app.publish.market_step.MarketDays.days_at_once", days_at_once)
        assert max(row["volume_usd"] or 0 for row in before["market_days"].values()) > 86_000_000
        assert built_again(services) == before
