"""Suspect values and decisions about them as stored, and which reports the rule looks at after a change."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, Table, and_, case, func, or_, select

from app.domain.changes import RowChanges
from app.domain.suspects import CHECKED_FIELDS, DECISIONS_SCHEMA, LEVEL_DAYS, SUSPECTS_SCHEMA
from app.models import (
    booster_boxes,
    box_metrics_unified,
    daily_observations,
    stale_boxes,
    suspect_decisions,
    suspect_values,
)
from app.repositories import bulk
from app.repositories.frames import read_frame
from app.repositories.held_days import is_not_held
from app.repositories.observations import OBSERVATION_SCHEMA

BOXES_AT_ONCE = 200
_EARLIEST = date.min + timedelta(2 * LEVEL_DAYS)
_observed, _suspect, _stale = daily_observations.c, suspect_values.c, stale_boxes.c


@dataclass(frozen=True)
class ReportsSince:
    """The reports of some boxes from one day on."""

    box_ids: tuple[int, ...]
    first: date


def all_reports(connection: Connection) -> list[ReportsSince]:
    """The reports of all boxes, in parts."""
    box_ids = connection.scalars(select(booster_boxes.c.id).order_by(booster_boxes.c.id)).all()
    return list(_parts([(date.min, box_id) for box_id in box_ids]))


def reports_after_changes(connection: Connection) -> list[ReportsSince]:
    """The reports of the stale boxes whose status a change may have altered.

    They begin with the first changed day, or with a report before it that the change may confirm or, if the
    day is published, leave unconfirmed.
    """
    marks = connection.execute(select(_stale.box_id, _stale.from_date))
    firsts = {mark.box_id: mark.from_date for mark in marks}
    for box_id, day in _reports_before_changes(connection):
        firsts[box_id] = min(firsts[box_id], day)
    return reports_since((first, box_id) for box_id, first in firsts.items())


def reports_since(firsts: Iterable[tuple[date, int]]) -> list[ReportsSince]:
    """The reports of boxes, each from its day on or from an earlier one, in parts."""
    return list(_parts(sorted(firsts)))


def inputs(
    connection: Connection, part: ReportsSince, *, with_held: bool = False
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What decides about the reports of a part: observations and decisions, from 60 days before it on.

    Days that are held have reports only `with_held`.
    """
    start = _days_before(part.first)
    observed = _since(daily_observations, OBSERVATION_SCHEMA, part.box_ids, start)
    chosen = observed if with_held else observed.where(is_not_held(_observed.metric_date))
    reports = read_frame(connection, chosen, OBSERVATION_SCHEMA)
    return reports, _rows_since(connection, suspect_decisions, DECISIONS_SCHEMA, part.box_ids, start)


def stored(connection: Connection, part: ReportsSince) -> pl.DataFrame:
    """The stored suspect values of a part."""
    return _rows_since(connection, suspect_values, SUSPECTS_SCHEMA, part.box_ids, part.first)


def all_stored(connection: Connection) -> pl.DataFrame:
    """Every stored suspect value."""
    return read_frame(connection, select(*(_suspect[name] for name in SUSPECTS_SCHEMA)), SUSPECTS_SCHEMA)


def replace(connection: Connection, changes: RowChanges) -> None:
    """Write the suspect values that changed."""
    bulk.replace_rows(connection, suspect_values, changes)


def _parts(firsts: Sequence[tuple[date, int]]) -> Iterator[ReportsSince]:
    for start in range(0, len(firsts), BOXES_AT_ONCE):
        part = firsts[start : start + BOXES_AT_ONCE]
        yield ReportsSince(tuple(box_id for _, box_id in part), part[0][0])


def _days_before(day: date) -> date:
    return day - timedelta(LEVEL_DAYS) if day > _EARLIEST else date.min


def _rows_since(
    connection: Connection, table: Table, columns: pl.Schema, box_ids: Sequence[int], first: date
) -> pl.DataFrame:
    return read_frame(connection, _since(table, columns, box_ids, first), columns)


def _since(table: Table, columns: pl.Schema, box_ids: Sequence[int], first: date) -> Select[Any]:
    return select(*(table.c[name] for name in columns)).where(
        table.c.box_id.in_(box_ids), table.c.metric_date >= first
    )


def _reports_before_changes(connection: Connection) -> Iterator[tuple[int, date]]:
    """Reports before a change, by box, whose neighbour the change may have altered.

    Where the changed day is published: the newest report before it, in each series. A day after all published
    ones only adds reports, and they can only confirm what is suspect.
    """
    published = connection.scalar(select(func.max(box_metrics_unified.c.metric_date)))
    if published is not None:
        for box_id, _, *days in connection.execute(_newest_reports(published)):
            yield from ((box_id, day) for day in days if day is not None)
        yield from map(tuple, connection.execute(_unconfirmed(published)))


def _newest_reports(published: date) -> Select[Any]:
    days = [func.max(case((_observed[name].is_not(None), _observed.metric_date))) for name in CHECKED_FIELDS]
    return (
        select(_observed.box_id, _observed.marketplace, *days)
        .join_from(stale_boxes, daily_observations, _stale.box_id == _observed.box_id)
        .where(_stale.from_date <= published, _observed.metric_date < _stale.from_date)
        .group_by(_observed.box_id, _observed.marketplace)
    )


def _unconfirmed(published: date) -> Select[Any]:
    is_reported = or_(
        *(and_(_suspect.field == name, _observed[name].is_not(None)) for name in CHECKED_FIELDS)
    )
    later = select(_observed.box_id).where(
        _observed.box_id == _suspect.box_id,
        _observed.marketplace == _suspect.marketplace,
        _observed.metric_date > _suspect.metric_date,
        _observed.metric_date < _stale.from_date,
        is_reported,
    )
    return (
        select(_suspect.box_id, _suspect.metric_date)
        .join_from(stale_boxes, suspect_values, _stale.box_id == _suspect.box_id)
        .where(_stale.from_date > published, _suspect.metric_date < _stale.from_date, ~later.exists())
    )
