"""The market on each day, over all boxes, as stored."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection, select

from app.domain.changes import RowChanges
from app.models import box_metrics_unified, market_days
from app.repositories import AnyRow, bulk
from app.repositories.day_ranges import is_on, metrics_on
from app.repositories.frames import read_frame

COUNTS = ("prices_up", "prices_down", "prices_flat", "prices_unknown")
MARKET_DAY_SCHEMA = pl.Schema(
    {
        "game": pl.String(),
        "metric_date": pl.Date(),
        "volume_usd": pl.Float64(),
        "boxes_sold": pl.Float64(),
        "boxes_listed": pl.Int64(),
        **dict.fromkeys(COUNTS, pl.Int64()),
    }
)

_VALUE_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "metric_date": pl.Date(),
        "daily_volume_usd": pl.Float64(),
        "boxes_sold": pl.Float64(),
        "active_listings_count": pl.Int64(),
        "floor_price_1d_change_pct": pl.Float64(),
    }
)
_day = market_days.c


def traded_by_day(connection: Connection, first: date, last: date) -> dict[date, float]:
    """Dollars traded over all boxes on each day that has any volume."""
    statement = select(_day.metric_date, _day.volume_usd).where(
        _day.metric_date.between(first, last), _day.volume_usd.is_not(None)
    )
    rows = connection.execute(statement.order_by(_day.metric_date))
    return {row.metric_date: row.volume_usd for row in rows}


def totals(connection: Connection, day: date) -> AnyRow:
    """An observed day over all boxes: sold, listed (null where not reported), and COUNTS of floors."""
    columns = (_day.boxes_sold, _day.boxes_listed, *(_day[name] for name in COUNTS))
    return connection.execute(select(*columns).where(_day.metric_date == day)).one()


def on(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """The stored rows of some days, in MARKET_DAY_SCHEMA."""
    statement = select(*(_day[name] for name in MARKET_DAY_SCHEMA)).where(is_on(_day.metric_date, days))
    return read_frame(connection, statement, MARKET_DAY_SCHEMA)


def values_on(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """What the days are made from: metrics of every box on them, ordered by day and box."""
    table = box_metrics_unified.c
    statement = select(*(table[name] for name in _VALUE_SCHEMA)).where(metrics_on(days))
    return read_frame(connection, statement, _VALUE_SCHEMA).sort("metric_date", "box_id")


def replace(connection: Connection, changes: RowChanges) -> None:
    """Write the days that changed, and delete those that are no longer observed."""
    bulk.replace_rows(connection, market_days, changes)
