"""Days that are held back, as stored: no derived table takes notice of what was observed on them."""

from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import ColumnElement, Connection, delete, select

from app.models import daily_observations, held_days
from app.repositories import bulk
from app.repositories.frames import read_frame

_HELD_SCHEMA = pl.Schema(
    {"metric_date": pl.Date(), "boxes_observed": pl.Int64(), "boxes_expected": pl.Float64()}
)
_SINCE_SCHEMA = pl.Schema({"box_id": pl.Int64(), "from_date": pl.Date()})
_held = held_days.c


@dataclass(frozen=True)
class HeldDay:
    """A day that is held, the boxes observed on it, and the usual number of them."""

    metric_date: date
    boxes_observed: int
    boxes_expected: float


def stored(connection: Connection) -> tuple[HeldDay, ...]:
    """The days that the last refresh held, oldest first."""
    statement = select(*(_held[name] for name in _HELD_SCHEMA)).order_by(_held.metric_date)
    return tuple(HeldDay(*row) for row in connection.execute(statement))


def store(connection: Connection, days: pl.DataFrame) -> None:
    """Make these the held days: metric_date, boxes_observed, boxes_expected."""
    release(connection)
    bulk.insert_frame(connection, held_days, days.select(_HELD_SCHEMA.names()))


def release(connection: Connection) -> None:
    """Hold no day."""
    connection.execute(delete(held_days))


def is_not_held(day: ColumnElement[date]) -> ColumnElement[bool]:
    """Condition of a statement: the day is not held."""
    return day.not_in(select(_held.metric_date))


def observed_boxes(connection: Connection) -> pl.DataFrame:
    """The boxes observed on held days: box_id, and as from_date the first of these days."""
    observed = daily_observations.c
    statement = select(observed.box_id, observed.metric_date).join_from(
        daily_observations, held_days, observed.metric_date == _held.metric_date
    )
    rows = read_frame(connection, statement, _SINCE_SCHEMA)
    return rows.group_by("box_id").agg(pl.col("from_date").min())
