"""Observations, and the marks that say which boxes no longer agree with them."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection, delete, func, select

from app.models import daily_observations, stale_boxes
from app.repositories import bulk
from app.repositories.frames import read_frame

KEYS = ["box_id", "metric_date", "marketplace"]
OBSERVATION_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "metric_date": pl.Date(),
        "marketplace": pl.String(),
        "floor_price_usd": pl.Float64(),
        "market_price_usd": pl.Float64(),
        "active_listings": pl.Int64(),
        "units_sold": pl.Float64(),
        "units_listed": pl.Float64(),
        "volume_usd": pl.Float64(),
    }
)
FIGURES = list(OBSERVATION_SCHEMA)[len(KEYS) :]
STORED_SCHEMA = pl.Schema({**OBSERVATION_SCHEMA, "source": pl.String()})
_FIRST_DAY_SCHEMA = pl.Schema({"box_id": pl.Int64(), "marketplace": pl.String(), "first_day": pl.Date()})
_STALE_SCHEMA = pl.Schema({"box_id": pl.Int64(), "from_date": pl.Date()})


def stored_between(connection: Connection, box_ids: Sequence[int], first: date, last: date) -> pl.DataFrame:
    """Observations of the boxes from `first` to `last`, with their source."""
    table = daily_observations.c
    statement = select(*(table[name] for name in STORED_SCHEMA)).where(
        table.box_id.in_(box_ids), table.metric_date.between(first, last)
    )
    return read_frame(connection, statement, STORED_SCHEMA)


def first_days(connection: Connection, box_ids: Sequence[int]) -> pl.DataFrame:
    """The first observed day of the boxes at each marketplace: box_id, marketplace, first_day."""
    table = daily_observations.c
    statement = (
        select(table.box_id, table.marketplace, func.min(table.metric_date).label("first_day"))
        .where(table.box_id.in_(box_ids))
        .group_by(table.box_id, table.marketplace)
    )
    return read_frame(connection, statement, _FIRST_DAY_SCHEMA)


def write(connection: Connection, new: pl.DataFrame, changed: pl.DataFrame, deleted: pl.DataFrame) -> None:
    """Insert, replace and delete observations; frames carry all columns, `deleted` at least the key."""
    bulk.insert_frame(connection, daily_observations, new)
    bulk.update_frame(connection, daily_observations, changed)
    bulk.delete_keys(connection, daily_observations, deleted)


def mark_stale(connection: Connection, since: pl.DataFrame) -> None:
    """Note boxes (`box_id`, `from_date`) whose metrics are stale from that day; an earlier mark stays."""
    if since.is_empty():
        return
    marks = pl.concat([since.select(_STALE_SCHEMA.names()), stale(connection)])
    merged = marks.group_by("box_id").agg(pl.col("from_date").min()).sort("box_id")
    clear_stale(connection)
    bulk.insert_frame(connection, stale_boxes, merged)


def stale(connection: Connection) -> pl.DataFrame:
    """The marks: box_id, from_date."""
    return read_frame(connection, select(*(stale_boxes.c[name] for name in _STALE_SCHEMA)), _STALE_SCHEMA)


def first_stale_day(connection: Connection) -> date | None:
    """The first day from which any box is stale; None where none is."""
    found: date | None = connection.scalar(select(func.min(stale_boxes.c.from_date)))
    return found


def clear_stale(connection: Connection) -> None:
    """Remove all marks."""
    connection.execute(delete(stale_boxes))
