"""The reports behind the figures of a day: from which marketplaces and of which days they are."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import polars as pl
from sqlalchemy import Connection, and_, func, select

from app.domain.comparable import PRICE_SERIES, Series
from app.models import box_metrics_unified, marketplace_days
from app.repositories import AnyRow
from app.repositories.frames import read_frame

_TYPES: dict[str, pl.DataType] = {
    "is_carried": pl.Boolean(),
    "missing_marketplaces": pl.String(),
    **{each.source: pl.String() for each in Series},
    **{each.report_day: pl.Date() for each in Series},
}
_KEY = {"box_id": pl.Int64(), "metric_date": pl.Date()}
SOLD_SCHEMA = pl.Schema({**_KEY, "boxes_sold": pl.Float64()})
PRICE_SCHEMA = pl.Schema({**_KEY, "price": pl.Float64()})

_metrics, _series = box_metrics_unified.c, marketplace_days.c
_OF_MARKETPLACES = {
    each.source: column
    for each, column in (
        (Series.SALES, _series.units_sold),
        (Series.ADDITIONS, _series.units_listed),
        (Series.LISTINGS, _series.active_listings),
    )
}


def on_days(connection: Connection, days: Sequence[date], columns: Sequence[str]) -> pl.DataFrame:
    """box_id, metric_date and some `report_columns` of every row of the days."""
    others = [name for name in columns if name in _OF_MARKETPLACES]
    schema = pl.Schema({**_KEY, **{name: _TYPES[name] for name in columns if name not in others}})
    statement = select(*(_metrics[name] for name in schema)).where(_metrics.metric_date.in_(days))
    rows = read_frame(connection, statement, schema)
    return rows if not others else rows.join(_marketplaces(connection, days, others), on=[*_KEY], how="left")


def of_marketplaces(
    connection: Connection, box_ids: Collection[int], days: Sequence[date]
) -> Sequence[AnyRow]:
    """The series of some boxes at each marketplace on some days."""
    statement = select(marketplace_days).where(_series.box_id.in_(box_ids), _series.metric_date.in_(days))
    return connection.execute(statement.order_by(_series.box_id, _series.marketplace)).all()


def of_boxes(connection: Connection, box_ids: Collection[int], days: Sequence[date]) -> Sequence[AnyRow]:
    """box_id, metric_date, and where volume, floor and market price of some boxes on some days are from."""
    sources = (each.source for each in (Series.VOLUME, *PRICE_SERIES))
    statement = select(*(_metrics[name] for name in (*_KEY, *sources)))
    return connection.execute(
        statement.where(_metrics.box_id.in_(box_ids), _metrics.metric_date.in_(days))
    ).all()


def last_of_unreported(connection: Connection, box_ids: Collection[int], day: date) -> dict[int, date]:
    """The last report, by box, of those of the boxes that have no row on a day."""
    newest = func.max(_metrics.metric_date)
    statement = (
        select(_metrics.box_id, func.max(_metrics.observed_on))
        .where(_metrics.box_id.in_(box_ids), _metrics.metric_date <= day)
        .group_by(_metrics.box_id)
        .having(newest < day)
    )
    return dict(connection.execute(statement).all())


def sold(connection: Connection, box_ids: Collection[int], day: date, days: int) -> pl.DataFrame:
    """SOLD_SCHEMA of the days up to a day on which boxes sold were reported."""
    if not box_ids:
        return SOLD_SCHEMA.to_frame()
    statement = select(_metrics.box_id, _metrics.metric_date, _metrics.boxes_sold).where(
        _metrics.box_id.in_(box_ids),
        _metrics.metric_date.between(day - timedelta(days - 1), day),
        _metrics.boxes_sold.is_not(None),
    )
    return read_frame(connection, statement, SOLD_SCHEMA)


def prices(
    connection: Connection, series: Series, box_ids: Collection[int], day: date, days: int
) -> pl.DataFrame:
    """PRICE_SCHEMA of the days up to a day on which a floor, or a market price, was reported and used."""
    if not box_ids:
        return PRICE_SCHEMA.to_frame()
    column = "floor_price_usd" if series == Series.FLOOR else "market_price_usd"
    statement = select(_metrics.box_id, _metrics.metric_date, _metrics[column]).where(
        _metrics.box_id.in_(box_ids),
        _metrics.metric_date.between(day - timedelta(days - 1), day),
        _metrics[series.report_day] == _metrics.metric_date,
    )
    return read_frame(connection, statement, PRICE_SCHEMA)


def _marketplaces(connection: Connection, days: Sequence[date], columns: Sequence[str]) -> pl.DataFrame:
    schema = pl.Schema({**_KEY, "marketplace": pl.String(), **dict.fromkeys(columns, pl.Boolean())})
    reported = (_OF_MARKETPLACES[name].is_not(None) for name in columns)
    # Days are found in the index of the metrics, and the series of their boxes by key.
    same = and_(_series.box_id == _metrics.box_id, _series.metric_date == _metrics.metric_date)
    columns_of = (_series[name] for name in (*_KEY, "marketplace"))
    statement = select(*columns_of, *reported).join_from(box_metrics_unified, marketplace_days, same)
    rows = read_frame(connection, statement.where(_metrics.metric_date.in_(days)), schema)
    names = [pl.col("marketplace").filter(pl.col(name)).str.join(",").alias(name) for name in columns]
    return rows.sort("marketplace").group_by([*_KEY]).agg(names).with_columns(_null_if_none(columns))


def _null_if_none(columns: Sequence[str]) -> list[pl.Expr]:
    return [pl.when(pl.col(name) != "").then(name) for name in columns]
