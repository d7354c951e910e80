"""The days of one box: its figures on a day, its series, and its rank history."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection, func, select

from app.models import box_metrics_unified
from app.repositories import AnyRow
from app.repositories.frames import read_frame

RANK_HISTORY_SCHEMA = pl.Schema({"box_id": pl.Int64(), "metric_date": pl.Date(), "current_rank": pl.Int64()})

_metrics = box_metrics_unified.c


def latest(connection: Connection, box_id: int, up_to: date, columns: Sequence[str]) -> AnyRow | None:
    """The named columns on the box's latest observed day not after `up_to`."""
    statement = (
        select(*(_metrics[name] for name in columns))
        .where(_metrics.box_id == box_id, _metrics.metric_date <= up_to)
        .order_by(_metrics.metric_date.desc())
        .limit(1)
    )
    return connection.execute(statement).one_or_none()


def series(
    connection: Connection, box_id: int, first: date, last: date, columns: Sequence[str]
) -> Sequence[AnyRow]:
    """metric_date and the named columns on every observed day from `first` to `last`, oldest first."""
    statement = (
        select(_metrics.metric_date, *(_metrics[name] for name in columns))
        .where(_metrics.box_id == box_id, _metrics.metric_date.between(first, last))
        .order_by(_metrics.metric_date)
    )
    return connection.execute(statement).all()


def has_provisional(connection: Connection, box_ids: Sequence[int], days: Sequence[date]) -> bool:
    """Whether any of the boxes was provisional on any of the days."""
    statement = select(_metrics.box_id).where(
        _metrics.box_id.in_(box_ids), _metrics.metric_date.in_(days), _metrics.is_provisional.is_(True)
    )
    return connection.execute(statement.limit(1)).first() is not None


def first_ranked_day(connection: Connection, box_id: int, up_to: date) -> date | None:
    """The first day, up to one, on which a box is ranked; None while it never is."""
    statement = select(func.min(_metrics.metric_date)).where(
        _metrics.box_id == box_id, _metrics.metric_date <= up_to, _metrics.current_rank.is_not(None)
    )
    day: date | None = connection.scalar(statement)
    return day


def rank_history(
    connection: Connection, box_ids: Sequence[int], up_to: date, first: date = date.min
) -> pl.DataFrame:
    """box_id, metric_date, current_rank of the days on which each box is ranked, from one to another."""
    statement = (
        select(_metrics.box_id, _metrics.metric_date, _metrics.current_rank)
        .where(
            _metrics.box_id.in_(box_ids),
            _metrics.metric_date.between(first, up_to),
            _metrics.current_rank.is_not(None),
        )
        .order_by(_metrics.metric_date)
    )
    return read_frame(connection, statement, RANK_HISTORY_SCHEMA)
