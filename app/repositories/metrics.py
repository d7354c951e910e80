"""Unified metrics as stored: what a recomputation compares with, continues from and writes."""

import polars as pl
from sqlalchemy import Connection, func, select

from app.models import box_metrics_unified, stale_boxes
from app.repositories import bulk
from app.repositories.frames import read_frame

METRIC_KEYS = ["box_id", "metric_date"]


def of_stale_boxes(connection: Connection, schema: pl.Schema) -> pl.DataFrame:
    """The stored rows that the stale marks put in doubt; `schema` names the columns wanted."""
    table, stale = box_metrics_unified.c, stale_boxes.c
    statement = (
        select(*(table[name] for name in schema))
        .join_from(stale_boxes, box_metrics_unified, stale.box_id == table.box_id)
        .where(table.metric_date >= stale.from_date)
    )
    return read_frame(connection, statement, schema)


def carried_into_stale(connection: Connection, schema: pl.Schema) -> pl.DataFrame:
    """Per stale box its mark and the state of its averages on its last row before; null where there is none.

    `schema` is box_id, from_date and columns of the metrics.
    """
    table, stale = box_metrics_unified.c, stale_boxes.c
    before = box_metrics_unified.alias()
    last_day = (
        select(func.max(before.c.metric_date))
        .where(before.c.box_id == stale.box_id, before.c.metric_date < stale.from_date)
        .scalar_subquery()
    )
    columns = [stale[name] if name in stale else table[name] for name in schema]
    statement = select(*columns).join_from(
        stale_boxes,
        box_metrics_unified,
        (table.box_id == stale.box_id) & (table.metric_date == last_day),
        isouter=True,
    )
    return read_frame(connection, statement, schema)


def insert(connection: Connection, rows: pl.DataFrame) -> None:
    """Add rows, with or without their ranks."""
    bulk.insert_frame(connection, box_metrics_unified, rows)


def change(connection: Connection, rows: pl.DataFrame) -> None:
    """Set the given columns of the rows with these keys."""
    bulk.update_frame(connection, box_metrics_unified, rows)


def delete(connection: Connection, keys: pl.DataFrame) -> None:
    """Remove the rows with these keys."""
    bulk.delete_keys(connection, box_metrics_unified, keys)
