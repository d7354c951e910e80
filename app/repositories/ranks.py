"""Ranks of the primary board as stored, and its ranked days."""

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl
from sqlalchemy import Connection, func, select

from app.domain.changes import RowChanges
from app.models import box_metrics_unified, ranked_days
from app.repositories import bulk
from app.repositories.day_ranges import metrics_on
from app.repositories.frames import read_frame
from app.repositories.metrics import stamped

RANK_COLUMNS = ["current_rank", "previous_rank", "rank_change"]
_KEY_SCHEMA = pl.Schema({"box_id": pl.Int64(), "metric_date": pl.Date()})
_RANK_SCHEMA = pl.Schema({**_KEY_SCHEMA, **dict.fromkeys(RANK_COLUMNS, pl.Int64())})
_VALUE_SCHEMA = pl.Schema({**_KEY_SCHEMA, "value": pl.Float64()})
_COUNT_SCHEMA = pl.Schema({"metric_date": pl.Date(), "boxes_ranked": pl.Int64()})
_LARGEST_VALUE = 1e300
RANKED_DAY_SCHEMA = pl.Schema(
    {
        "metric_date": pl.Date(),
        "boxes_ranked": pl.Int64(),
        "boxes_observed": pl.Int64(),
        "is_partial": pl.Boolean(),
        "compared_with": pl.Date(),
    }
)

_metric = box_metrics_unified.c
_value = _metric.unified_volume_7d_ema


def values_on(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """box_id, metric_date and value (the 7-day average of volume, nullable) of every row of the days."""
    statement = select(_metric.box_id, _metric.metric_date, _value).where(metrics_on(days))
    return read_frame(connection, statement, _VALUE_SCHEMA)


def ranks_on(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """box_id, metric_date and the stored RANK_COLUMNS of every row of the days."""
    columns = (_metric[name] for name in _RANK_SCHEMA)
    return read_frame(connection, select(*columns).where(metrics_on(days)), _RANK_SCHEMA)


def counts_on(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """metric_date and boxes_ranked, the number of boxes with a value, of every observed day of the days."""
    statement = (
        select(_metric.metric_date, func.count(_value)).where(metrics_on(days)).group_by(_metric.metric_date)
    )
    return read_frame(connection, statement, _COUNT_SCHEMA)


def broken_days(connection: Connection, days: Sequence[date]) -> list[date]:
    """Those of the days on which a stored value is no number from 0 up."""
    is_broken = (_value < 0) | (_value > _LARGEST_VALUE)  # PostgreSQL sorts NaN above all numbers
    statement = select(_metric.metric_date).distinct().where(metrics_on(days), is_broken)
    return sorted(connection.scalars(statement))


def replace(connection: Connection, changes: RowChanges, moment: datetime) -> None:
    """Set the ranks that changed at `moment` in their rows of metrics."""
    bulk.update_frame(connection, box_metrics_unified, stamped(changes.changed, moment))


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


def replace_days(connection: Connection, changes: RowChanges) -> None:
    """Write the ranked days that changed, and delete those that are no longer ranked."""
    bulk.replace_rows(connection, ranked_days, changes)
