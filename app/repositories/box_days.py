"""The days of one box: its figures on a day, its series, and its rank history."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import polars as pl
from sqlalchemy import Connection, Select, and_, bindparam, func, select

from app.models import box_metrics_unified
from app.repositories import AnyRow
from app.repositories.frames import read_frame
from app.snapshots import once

RANK_HISTORY_SCHEMA = pl.Schema({"box_id": pl.Int64(), "metric_date": pl.Date(), "current_rank": pl.Int64()})
CARRIED_SCHEMA = pl.Schema({"box_id": pl.Int64(), "metric_date": pl.Date()})
LAST_REPORT_SCHEMA = pl.Schema({**CARRIED_SCHEMA, "observed_on": pl.Date()})

_metrics = box_metrics_unified.c
_RANKS = (
    select(_metrics.box_id, _metrics.metric_date, _metrics.current_rank)
    .where(
        _metrics.box_id.in_(bindparam("boxes", expanding=True)),
        _metrics.metric_date.between(bindparam("first"), bindparam("last")),
        _metrics.current_rank.is_not(None),
    )
    .order_by(_metrics.metric_date)
)


class BoxOnDay(NamedTuple):
    """A metric of a box on a day, whether it is provisional, and the average behind its volume.

    `ema_state` is the unrounded 7-day average; `missing_marketplaces` count in it and did not report.
    """

    value: float | None
    is_provisional: bool | None
    ema_state: float | None
    is_carried: bool
    missing_marketplaces: list[str]


def latest(connection: Connection, box_id: int, up_to: date, columns: Sequence[str]) -> AnyRow | None:
    """The named columns of the box's latest row not after `up_to`."""
    statement = _latest(tuple(columns))
    return connection.execute(statement, {"box": box_id, "last": up_to}).one_or_none()


def series(
    connection: Connection, box_id: int, first: date, last: date, columns: Sequence[str]
) -> Sequence[AnyRow]:
    """metric_date and the named columns of every row from `first` to `last`, oldest first."""
    statement = _series(tuple(columns))
    return connection.execute(statement, {"box": box_id, "first": first, "last": last}).all()


def on_days(
    connection: Connection, box_id: int, metric: str, days: tuple[date, ...]
) -> Mapping[date, BoxOnDay]:
    """A metric of a box by day, on those of the days on which it has a row."""

    def read() -> Mapping[date, BoxOnDay]:
        rows = connection.execute(_on_days(metric), {"box": box_id, "days": days})
        return {day: BoxOnDay(None if value is None else float(value), *rest) for day, value, *rest in rows}

    return once(connection, ("on_days", box_id, metric, days), read)


def has_provisional(connection: Connection, box_ids: Sequence[int], days: Sequence[date]) -> bool:
    """Whether any of the boxes was provisional on any of the days."""
    statement = select(_metrics.box_id).where(
        _metrics.box_id.in_(box_ids), _metrics.metric_date.in_(days), _metrics.is_provisional.is_(True)
    )
    return connection.execute(statement.limit(1)).first() is not None


def rank_history(
    connection: Connection, box_ids: Sequence[int], up_to: date, first: date = date.min
) -> pl.DataFrame:
    """box_id, metric_date, current_rank of the days on which each box is ranked, from one to another."""

    def read() -> pl.DataFrame:
        rows = connection.execute(_RANKS, {"boxes": box_ids, "first": first, "last": up_to}).all()
        return pl.DataFrame(rows, schema=RANK_HISTORY_SCHEMA, orient="row")

    return once(connection, ("rank_history", tuple(box_ids), first, up_to), read)


def carried_days(connection: Connection, box_ids: Sequence[int] | None, up_to: date) -> pl.DataFrame:
    """box_id and metric_date of the rows, up to a day, that rest on an earlier report; None: of all boxes."""
    statement = select(_metrics.box_id, _metrics.metric_date)
    statement = statement.where(_metrics.is_carried, _metrics.metric_date <= up_to)
    if box_ids is None:
        return read_frame(connection, statement, CARRIED_SCHEMA)
    of_boxes = statement.where(_metrics.box_id.in_(box_ids))
    key = ("carried_days", tuple(box_ids), up_to)
    return once(connection, key, lambda: read_frame(connection, of_boxes, CARRIED_SCHEMA))


def last_reports(connection: Connection, box_ids: Sequence[int], up_to: date) -> pl.DataFrame:
    """box_id, metric_date and observed_on of each box's latest row not after a day."""
    newest = (
        select(_metrics.box_id, func.max(_metrics.metric_date).label("metric_date"))
        .where(_metrics.box_id.in_(box_ids), _metrics.metric_date <= up_to)
        .group_by(_metrics.box_id)
        .subquery()
    )
    is_newest = and_(_metrics.box_id == newest.c.box_id, _metrics.metric_date == newest.c.metric_date)
    statement = select(_metrics.box_id, _metrics.metric_date, _metrics.observed_on)
    return read_frame(connection, statement.join(newest, is_newest), LAST_REPORT_SCHEMA)


def first_day(connection: Connection, box_id: int) -> date | None:
    """The first day of a box."""
    first: date | None = connection.scalar(
        select(func.min(_metrics.metric_date)).where(_metrics.box_id == box_id)
    )
    return first


@cache
def _latest(columns: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    # Statements are built once: building them costs more than the database takes to answer them.
    return (
        select(*(_metrics[name] for name in columns))
        .where(_metrics.box_id == bindparam("box"), _metrics.metric_date <= bindparam("last"))
        .order_by(_metrics.metric_date.desc())
        .limit(1)
    )


@cache
def _series(columns: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return (
        select(_metrics.metric_date, *(_metrics[name] for name in columns))
        .where(
            _metrics.box_id == bindparam("box"),
            _metrics.metric_date.between(bindparam("first"), bindparam("last")),
        )
        .order_by(_metrics.metric_date)
    )


@cache
def _on_days(metric: str) -> Select[*tuple[Any, ...]]:
    rest = ("is_provisional", "ema_state", "is_carried", "missing_marketplaces")
    figures = (_metrics[metric].label("value"), *(_metrics[name] for name in rest))
    is_meant = _metrics.metric_date.in_(bindparam("days", expanding=True))
    return select(_metrics.metric_date, *figures).where(_metrics.box_id == bindparam("box"), is_meant)
