"""The recipe "Add a derived table", followed: a small table is filled, kept, repaired and reported."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Column, Date, Integer, Table, select

from app.database import Connection
from app.domain.board_ranks import ALL_GAMES
from app.domain.changes import RowChanges
from app.models import metadata
from app.operate.doctor import check_tables
from app.publish import backfill, derived
from app.publish.day_table import Days, DayTable
from app.repositories import bulk, market_days
from app.repositories.day_ranges import is_on
from app.repositories.frames import read_frame
from tests.factories import ClockedServices, Feed, Rows, day_after, observation, rows_of
from tests.integration.derived.damages import DAYS, damage, give_market

SCHEMA = pl.Schema({"metric_date": pl.Date(), "floors": pl.Int64()})


class FloorDays(DayTable):
    """How many floors are known to have moved or not on each day."""

    name = "floor_days"
    stored_in = "floor_days"
    made_from = ("market_days",)

    def __init__(self, table: Table) -> None:
        self._table = table

    def wanted(self, connection: Connection, part: Days) -> pl.DataFrame:
        floors = pl.sum_horizontal("prices_up", "prices_down", "prices_flat")
        everywhere = market_days.on(connection, part).filter(pl.col("game") == ALL_GAMES)
        return everywhere.select("metric_date", floors=floors)

    def stored(self, connection: Connection, part: Days) -> pl.DataFrame:
        rows = select(self._table).where(is_on(self._table.c.metric_date, part))
        return read_frame(connection, rows, SCHEMA)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        bulk.replace_rows(connection, self._table, changes)


@pytest.fixture
def table(services: ClockedServices) -> Iterator[Table]:
    """What a model and a migration would add."""
    table = Table(
        "floor_days",
        metadata,
        Column("metric_date", Date, primary_key=True),
        Column("floors", Integer, nullable=False),
    )
    table.create(services.database.engine)
    yield table
    metadata.remove(table)


@pytest.fixture
def market(
    services: ClockedServices, table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ClockedServices:
    """A market published before the table was added to the list."""
    give_market(services, tmp_path)
    services.refresh.run()
    for module in (derived, backfill):
        monkeypatch.setattr(module, "FROM_METRICS", (*derived.FROM_METRICS, FloorDays(table)))
    return services


def floors(services: ClockedServices, table: Table) -> Rows:
    return rows_of(services.database, table)


def test_the_next_refresh_fills_it(market: ClockedServices, table: Table) -> None:
    report = market.refresh.run()
    assert (report.rows["floor_days"], report.is_new_generation) == (DAYS, True)
    assert [row["floors"] for row in floors(market, table).values()] == [0, *[4] * (DAYS - 1)]


def test_a_refresh_keeps_it_up_to_date(market: ClockedServices, table: Table, feed: Feed) -> None:
    market.refresh.run()
    boxes = ("alpha", "beta", "gamma")
    feed.give([observation(box, day_after(DAYS), floor_price_usd=21.0) for box in boxes])
    assert market.refresh.run().rows["floor_days"] == 1
    assert floors(market, table)[(day_after(DAYS),)]["floors"] == 3


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM floor_days WHERE metric_date = '2026-01-05'",
        "UPDATE floor_days SET floors = 77",
        "INSERT INTO floor_days VALUES ('2026-03-01', 1)",
    ],
)
def test_it_is_reported_and_repaired(market: ClockedServices, table: Table, statement: str) -> None:
    market.refresh.run()
    before = floors(market, table)
    for repair in (market.refresh.run_full, market.backfill.run):
        damage(market.database, statement)
        found = check_tables(market.database, market.rules).differences
        assert {difference.table for difference in found} == {"floor_days"}
        assert repair().generation is not None
        assert floors(market, table) == before
        assert check_tables(market.database, market.rules).differences == ()
