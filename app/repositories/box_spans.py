"""Boxes and the day from which each is looked at: the stale ones since their change, or all since ever."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Date, FromClause, cast, func, literal, select

from app.domain.metrics import LOOKBACK_DAYS, PRICE_LOOKBACK_DAYS, SEED_DAYS
from app.models import booster_boxes, daily_observations, stale_boxes
from app.repositories.frames import read_frame

BoxSpans = FromClause
"""A query of box_id, from_date (look at the rows from this day on), and the days since which they depend on
observations (window_start), prices (prices_start) and averages (seeds_start)."""

_STARTS: Mapping[str, int] = {
    "window_start": LOOKBACK_DAYS,
    "prices_start": PRICE_LOOKBACK_DAYS,
    "seeds_start": SEED_DAYS,
}
_SIZE_SCHEMA = pl.Schema({"box_id": pl.Int64(), "rows": pl.Int64()})


def stale_spans(connection: Connection) -> BoxSpans:
    """The boxes whose observations changed, from the first changed day on."""
    day = stale_boxes.c.from_date
    starts = [_days_before(connection, day, back).label(name) for name, back in _STARTS.items()]
    return select(stale_boxes.c.box_id, day, *starts).subquery()


def all_spans(connection: Connection) -> BoxSpans:
    """Every box of the catalogue, from before its first day on."""
    first = literal(date.min) if connection.dialect.name == "sqlite" else cast(literal(date.min), Date)
    names = ("from_date", *_STARTS)
    return select(booster_boxes.c.id.label("box_id"), *(first.label(name) for name in names)).subquery()


def split_spans(connection: Connection, spans: BoxSpans, rows_at_once: int) -> list[BoxSpans]:
    """The spans in parts of neighbouring boxes, of about `rows_at_once` observations each."""
    sizes = _sizes(connection, spans)
    part = (pl.col("rows").cum_sum() - pl.col("rows")) // rows_at_once
    bounds = sizes.group_by(part=part, maintain_order=True).agg(
        first=pl.col("box_id").min(), last=pl.col("box_id").max()
    )
    return [
        select(spans).where(spans.c.box_id.between(first, last)).subquery()
        for _, first, last in bounds.iter_rows()
    ]


def _days_before(connection: Connection, day: ColumnElement[date], days: int) -> ColumnElement[Any]:
    if connection.dialect.name == "sqlite":
        return func.date(day, f"-{days} days", type_=Date)
    return cast(day - days, Date)


def _sizes(connection: Connection, spans: BoxSpans) -> pl.DataFrame:
    observed = daily_observations.c
    is_in_span = (observed.box_id == spans.c.box_id) & (observed.metric_date >= spans.c.window_start)
    statement = (
        select(spans.c.box_id, func.count(observed.box_id))
        .join_from(spans, daily_observations, is_in_span, isouter=True)
        .group_by(spans.c.box_id)
        .order_by(spans.c.box_id)
    )
    return read_frame(connection, statement, _SIZE_SCHEMA)
