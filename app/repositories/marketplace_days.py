"""The series of each marketplace as stored: what a recomputation compares with, goes on from and writes."""

import polars as pl
from sqlalchemy import Connection, FromClause, func, select

from app.domain.changes import RowChanges
from app.domain.metrics import MARKETPLACE_DAY_SCHEMA, SEED_SCHEMA
from app.models import marketplace_days
from app.repositories import bulk
from app.repositories.frames import read_frame

KEYS = ("box_id", "metric_date", "marketplace")
_day = marketplace_days.c


def of_spans(connection: Connection, spans: FromClause) -> pl.DataFrame:
    """The stored rows of the boxes from each one's `from_date` on."""
    statement = (
        select(*(_day[name] for name in MARKETPLACE_DAY_SCHEMA))
        .join_from(spans, marketplace_days, spans.c.box_id == _day.box_id)
        .where(_day.metric_date >= spans.c.from_date)
    )
    return read_frame(connection, statement, MARKETPLACE_DAY_SCHEMA)


def seeds_of_spans(connection: Connection, spans: FromClause) -> pl.DataFrame:
    """SEED_SCHEMA: the averages of the marketplaces of the boxes on the last row before each `from_date`."""
    newest = (
        select(_day.box_id, _day.marketplace, func.max(_day.metric_date).label("metric_date"))
        .join_from(spans, marketplace_days, spans.c.box_id == _day.box_id)
        .where(_day.metric_date >= spans.c.seeds_start, _day.metric_date < spans.c.from_date)
        .group_by(_day.box_id, _day.marketplace)
        .subquery()
    )
    is_newest = (
        (_day.box_id == newest.c.box_id)
        & (_day.metric_date == newest.c.metric_date)
        & (_day.marketplace == newest.c.marketplace)
    )
    statement = select(*(_day[name] for name in SEED_SCHEMA)).join_from(newest, marketplace_days, is_newest)
    return read_frame(connection, statement.where(_day.ema_state.is_not(None)), SEED_SCHEMA)


def replace(connection: Connection, changes: RowChanges) -> None:
    """Write the rows that changed."""
    bulk.replace_rows(connection, marketplace_days, changes)
