"""Unified metrics as stored: what a recomputation compares with, continues from and writes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import polars as pl
from sqlalchemy import Connection, FromClause, func, select

from app.domain.changes import RowChanges
from app.models import box_metrics_unified, daily_observations
from app.repositories import bulk
from app.repositories.frames import read_frame

METRIC_KEYS = ["box_id", "metric_date"]
TOUCHED_SCHEMA = pl.Schema({"box_id": pl.Int64(), "from_date": pl.Date()})


def of_spans(connection: Connection, spans: FromClause, schema: pl.Schema) -> pl.DataFrame:
    """The stored rows of the boxes from each one's `from_date` on; `schema` names the columns wanted."""
    table = box_metrics_unified.c
    statement = (
        select(*(table[name] for name in schema))
        .join_from(spans, box_metrics_unified, spans.c.box_id == table.box_id)
        .where(table.metric_date >= spans.c.from_date)
    )
    return read_frame(connection, statement, schema)


def starts_of_spans(connection: Connection, spans: FromClause, schema: pl.Schema) -> pl.DataFrame:
    """Per box its `from_date` and columns of its last row before; null where there is none.

    `schema` is box_id, from_date and columns of the metrics.
    """
    table, span = box_metrics_unified.c, spans.c
    before = box_metrics_unified.alias()
    last_day = (
        select(func.max(before.c.metric_date))
        .where(before.c.box_id == span.box_id, before.c.metric_date < span.from_date)
        .scalar_subquery()
    )
    columns = [span[name] if name in span else table[name] for name in schema]
    statement = select(*columns).join_from(
        spans,
        box_metrics_unified,
        (table.box_id == span.box_id) & (table.metric_date == last_day),
        isouter=True,
    )
    return read_frame(connection, statement, schema)


def touched_by(connection: Connection, days: Sequence[date], good_days: int) -> pl.DataFrame:
    """box_id and from_date of the boxes that gain or lose a row where the days begin or cease to be reported.

    Those are the boxes observed on a day or in the `good_days` - 1 days before it; a box has one row per day.
    """
    found = [TOUCHED_SCHEMA.to_frame(), *(_touched_by(connection, day, good_days) for day in days)]
    return pl.concat(found).group_by("box_id").agg(pl.col("from_date").min())


def _touched_by(connection: Connection, day: date, good_days: int) -> pl.DataFrame:
    observed = daily_observations.c
    statement = (
        select(observed.box_id)
        .where(observed.metric_date.between(day - timedelta(days=good_days - 1), day))
        .distinct()
    )
    boxes = read_frame(connection, statement, pl.Schema({"box_id": pl.Int64()}))
    return boxes.with_columns(pl.lit(day).alias("from_date"))


def days_of_boxes(connection: Connection, box_ids: Sequence[int]) -> list[date]:
    """Every day on which one of the boxes has metrics."""
    table = box_metrics_unified.c
    return list(connection.scalars(select(table.metric_date).distinct().where(table.box_id.in_(box_ids))))


def replace(connection: Connection, changes: RowChanges, moment: datetime) -> None:
    """Write the rows that changed at `moment`; their ranks are written apart."""
    bulk.delete_keys(connection, box_metrics_unified, changes.gone)
    bulk.insert_frame(connection, box_metrics_unified, stamped(changes.new, moment))
    bulk.update_frame(connection, box_metrics_unified, stamped(changes.changed, moment))


def stamped(rows: pl.DataFrame, moment: datetime) -> pl.DataFrame:
    """The rows with `updated_at` set to an aware moment."""
    return rows.with_columns(pl.lit(moment).dt.cast_time_unit("us").alias("updated_at"))
