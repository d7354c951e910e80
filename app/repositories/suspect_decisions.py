"""Decisions about single observed values: to use them, or not."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select

from app.domain.suspects import CHECKED_FIELDS, DECISIONS_SCHEMA
from app.models import daily_observations, suspect_decisions
from app.repositories.frames import read_frame

_decided, _observed = suspect_decisions.c, daily_observations.c


@dataclass(frozen=True)
class ObservedField:
    """One field of one observation."""

    box_id: int
    metric_date: date
    marketplace: str
    field: str


def all_decisions(connection: Connection) -> pl.DataFrame:
    """Every decision, in DECISIONS_SCHEMA."""
    return read_frame(connection, select(*(_decided[name] for name in DECISIONS_SCHEMA)), DECISIONS_SCHEMA)


def observed_values(connection: Connection, box_id: int, day: date) -> dict[str, dict[str, float | None]]:
    """What each marketplace reported about a box on a day: marketplace, field, value."""
    statement = select(_observed.marketplace, *(_observed[name] for name in CHECKED_FIELDS)).where(
        _observed.box_id == box_id, _observed.metric_date == day
    )
    return {
        marketplace: {
            name: None if value is None else float(value)
            for name, value in zip(CHECKED_FIELDS, values, strict=True)
        }
        for marketplace, *values in connection.execute(statement)
    }


def decision_on(connection: Connection, named: ObservedField, value: float) -> str | None:
    """`accept` or `reject`; None without a decision about this value."""
    return connection.scalar(select(_decided.decision).where(_is(named, value)))


def decide(
    connection: Connection, named: ObservedField, value: float, decision: str, moment: datetime
) -> None:
    """Store a decision in place of an earlier one about the same value."""
    connection.execute(delete(suspect_decisions).where(_is(named, value)))
    row = {**vars(named), "value": value, "decision": decision, "decided_at": moment}
    connection.execute(insert(suspect_decisions), row)


def _is(named: ObservedField, value: float) -> ColumnElement[bool]:
    return and_(*(_decided[name] == given for name, given in vars(named).items()), _decided.value == value)
