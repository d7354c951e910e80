"""The market on each day, over all boxes and inside each game, as stored."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import BigInteger, ColumnElement, Connection, String, cast, func, or_, select

from app.domain.changes import RowChanges
from app.domain.rounding import MILLION
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
        "boxes_sold": pl.Float64(),
        "active_listings_count": pl.Int64(),
        "market_price_usd": pl.Float64(),
        "market_price_1d_change_pct": pl.Float64(),
        "floor_price_1d_change_pct": pl.Float64(),
    }
)
_AMOUNTS_OF_SERIES = ("volume", "net_supply")
_SERIES_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "marketplace": pl.String(),
        "metric_date": pl.String(),
        **dict.fromkeys(_AMOUNTS_OF_SERIES, pl.String()),
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
    """Boxes sold, listings, market price and one-day changes of every box on the days."""
    table = box_metrics_unified.c
    statement = select(*(table[name] for name in _FIGURE_SCHEMA)).where(metrics_on(days))
    return read_frame(connection, statement, _FIGURE_SCHEMA)


def reports_between(connection: Connection, first: date, last: date) -> pl.DataFrame:
    """box_id, marketplace, metric_date, volume, net_supply (added less sold) of the days, where one is known.

    Both in whole millionths, null where not reported. Each series is read as one row of texts: a third of
    the time of a row per day. All boxes are named so that the days of each are found by key.
    """
    net_supply = _report.units_listed - _report.units_sold
    days = func.aggregate_strings(cast(_report.metric_date, String), ",")
    amounts = (func.aggregate_strings(_millionths(each), ",") for each in (_report.volume_usd, net_supply))
    is_known = or_(_report.volume_usd.is_not(None), net_supply.is_not(None))
    statement = (
        select(_report.box_id, _report.marketplace, days, *amounts)
        .where(
            _report.box_id.in_(select(booster_boxes.c.id)),
            _report.metric_date.between(first, last),
            is_known,
        )
        .group_by(_report.box_id, _report.marketplace)
    )
    series = read_frame(connection, statement, _SERIES_SCHEMA)
    texts = pl.col("metric_date", *_AMOUNTS_OF_SERIES)
    rows = series.with_columns(texts.str.split(",")).explode("metric_date", *_AMOUNTS_OF_SERIES)
    return rows.with_columns(
        pl.col("metric_date").str.to_date("%Y-%m-%d"),
        pl.col(_AMOUNTS_OF_SERIES).cast(pl.Int64, strict=False),
    )


def _millionths(amount: ColumnElement[float]) -> ColumnElement[str]:
    return func.coalesce(cast(cast(func.round(amount * MILLION), BigInteger), String), "")


def replace(connection: Connection, changes: RowChanges) -> None:
    """Write the days that changed, and delete those that are no longer reported."""
    bulk.replace_rows(connection, market_days, changes)
