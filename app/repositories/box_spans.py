"""Boxes and the day from which each is looked at: the stale ones since their change, or all since ever."""

from datetime import date

import polars as pl
from sqlalchemy import Connection, Date, FromClause, cast, func, literal, select

from app.models import booster_boxes, daily_observations, stale_boxes
from app.repositories.frames import read_frame

BoxSpans = FromClause
"""A query of box_id, from_date (look at the rows from this day on) and window_start (they depend on it)."""

_SIZE_SCHEMA = pl.Schema({"box_id": pl.Int64(), "rows": pl.Int64()})


def stale_spans(connection: Connection) -> BoxSpans:
    """The boxes whose observations changed, from the first changed day on."""
    first = literal(date.min) if connection.dialect.name == "sqlite" else cast(literal(date.min), Date)
    names = {"from_date": first, "window_start": first}
    return select(stale_boxes.c.box_id, *(day.label(name) for name, day in names.items())).subquery()


def all_spans(connection: Connection) -> BoxSpans:
    """Every box of the catalogue, from before its first day on."""
    first = literal(date.min) if connection.dialect.name == "sqlite" else cast(literal(date.min), Date)
    box_id = booster_boxes.c.id.label("box_id")
    return select(box_id, first.label("from_date"), first.label("window_start")).subquery()


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
