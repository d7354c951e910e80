"""The market on each day, over all boxes and inside each game, as stored."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection, or_, select

from app.domain.changes import RowChanges
from app.models import booster_boxes, box_metrics_unified, market_days, marketplace_days
from app.repositories import AnyRow, bulk
from app.repositories.day_ranges import is_on, metrics_on
from app.repositories.frames import read_frame

COUNTS = ("prices_up", "prices_down", "prices_flat", "prices_unknown")
_AMOUNTS = [column.name for column in market_days.c if not column.primary_key and column.name not in COUNTS]
_TYPES = {"boxes_listed": pl.Int64(), **{name: pl.String() for name in _AMOUNTS if name.endswith("_reason")}}
MARKET_DAY_SCHEMA = pl.Schema(
    {
        "game": pl.String(),
        "metric_date": pl.Date(),
        **{name: _TYPES.get(name, pl.Float64()) for name in _AMOUNTS},
        **dict.fromkeys(COUNTS, pl.Int64()),
    }
)

_FIGURE_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "metric_date": pl.Date(),
        "active_listings_count": pl.Int64(),
        "market_price_usd": pl.Float64(),
        "market_price_1d_change_pct": pl.Float64(),
        "floor_price_1d_change_pct": pl.Float64(),
    }
)
_REPORT_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "marketplace": pl.String(),
        "metric_date": pl.Date(),
        "volume_usd": pl.Float64(),
        "units_sold": pl.Float64(),
        "units_listed": pl.Float64(),
    }
)
_day, _report = market_days.c, marketplace_days.c


def traded_by_day(connection: Connection, game: str, first: date, last: date) -> dict[date, float]:
    """Dollars traded in a game (or ALL_GAMES) on each day that has any volume."""
    statement = select(_day.metric_date, _day.volume_usd).where(
        _day.game == game, _day.metric_date.between(first, last), _day.volume_usd.is_not(None)
    )
    rows = connection.execute(statement.order_by(_day.metric_date))
    return {row.metric_date: row.volume_usd for row in rows}


def totals(connection: Connection, game: str, day: date) -> AnyRow | None:
    """All columns of a game (or ALL_GAMES) on a day; None where it has no box with figures."""
    is_wanted = (_day.game == game) & (_day.metric_date == day)
    return connection.execute(select(market_days).where(is_wanted)).one_or_none()


def on(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """The stored rows of some days, in MARKET_DAY_SCHEMA."""
    statement = select(*(_day[name] for name in MARKET_DAY_SCHEMA)).where(is_on(_day.metric_date, days))
    return read_frame(connection, statement, MARKET_DAY_SCHEMA)


def figures_on(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """Listings, market price and one-day changes of every box on the days."""
    table = box_metrics_unified.c
    statement = select(*(table[name] for name in _FIGURE_SCHEMA)).where(metrics_on(days))
    return read_frame(connection, statement, _FIGURE_SCHEMA)


def reports_between(connection: Connection, first: date, last: date) -> pl.DataFrame:
    """What marketplaces traded, sold and added on the days from `first` to `last`, where any is known.

    All boxes are named so that the days of each are found by key.
    """
    figures = (_report.volume_usd, _report.units_sold, _report.units_listed)
    statement = select(*(_report[name] for name in _REPORT_SCHEMA)).where(
        _report.box_id.in_(select(booster_boxes.c.id)),
        _report.metric_date.between(first, last),
        or_(*(figure.is_not(None) for figure in figures)),
    )
    return read_frame(connection, statement, _REPORT_SCHEMA)


def replace(connection: Connection, changes: RowChanges) -> None:
    """Write the days that changed, and delete those that are no longer reported."""
    bulk.replace_rows(connection, market_days, changes)
