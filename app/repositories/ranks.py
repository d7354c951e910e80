"""Ranks of the primary board as stored, and its ranked days."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection, select

from app.domain.changes import RowChanges
from app.models import booster_boxes, box_metrics_unified, ranked_days
from app.repositories import bulk
from app.repositories.frames import read_frame

RANK_COLUMNS = ["current_rank", "previous_rank", "rank_change"]
STORED_RANK_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "metric_date": pl.Date(),
        "value": pl.Float64(),
        **{name: pl.Int64() for name in RANK_COLUMNS},
    }
)
RANKED_DAY_SCHEMA = pl.Schema(
    {
        "metric_date": pl.Date(),
        "boxes_ranked": pl.Int64(),
        "is_partial": pl.Boolean(),
        "compared_with": pl.Date(),
    }
)


def of_days(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """Rank value (the 7-day EMA) and stored ranks of every row of the days."""
    table = box_metrics_unified.c
    if not days:
        return STORED_RANK_SCHEMA.to_frame()
    statement = select(
        table.box_id,
        table.metric_date,
        table.unified_volume_7d_ema,
        *(table[name] for name in RANK_COLUMNS),
    ).where(table.metric_date.between(min(days), max(days)))
    if len(days) <= (max(days) - min(days)).days:
        statement = statement.where(table.metric_date.in_(days))
    return read_frame(connection, statement, STORED_RANK_SCHEMA)


def change(connection: Connection, rows: pl.DataFrame) -> None:
    """Set the rank columns (and updated_at) of the rows with these keys."""
    bulk.update_frame(connection, box_metrics_unified, rows)


def ranked_on(connection: Connection, day: date) -> dict[str, tuple[int, int | None]]:
    """Slug → (rank, rank change) of the day as stored."""
    table = box_metrics_unified.c
    statement = (
        select(booster_boxes.c.slug, table.current_rank, table.rank_change)
        .join_from(box_metrics_unified, booster_boxes)
        .where(table.metric_date == day, table.current_rank.is_not(None))
    )
    return {slug: (rank, change) for slug, rank, change in connection.execute(statement)}


def rank_of(connection: Connection, box_id: int, day: date) -> int | None:
    """The stored rank of one box on one day."""
    table = box_metrics_unified.c
    return connection.scalar(
        select(table.current_rank).where(table.box_id == box_id, table.metric_date == day)
    )


def days(connection: Connection) -> pl.DataFrame:
    """All ranked days, oldest first."""
    statement = select(*(ranked_days.c[name] for name in RANKED_DAY_SCHEMA)).order_by(
        ranked_days.c.metric_date
    )
    return read_frame(connection, statement, RANKED_DAY_SCHEMA)


def observed_days(connection: Connection, first: date | None = None, last: date | None = None) -> list[date]:
    """Days in the range that have metrics, oldest first."""
    day = box_metrics_unified.c.metric_date
    statement = select(day).distinct().order_by(day)
    if first is not None:
        statement = statement.where(day >= first)
    if last is not None:
        statement = statement.where(day <= last)
    return list(connection.scalars(statement))


def replace_days(connection: Connection, changes: RowChanges) -> None:
    """Write the ranked days that changed, and forget those that are no longer ranked."""
    bulk.delete_keys(connection, ranked_days, changes.gone)
    bulk.update_frame(connection, ranked_days, changes.changed)
    bulk.insert_frame(connection, ranked_days, changes.new)
