"""Checks what is stored against what should be, without writing."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import polars as pl

from app.database import Connection, Database
from app.domain.metrics import MetricRules
from app.publish.derived import DerivedTable, derived_tables, differences
from app.repositories import held_days, observations
from app.repositories.held_days import HeldDay


@dataclass(frozen=True)
class TableDifference:
    """Rows of a derived table on one day that are missing, altered or surplus.

    `metric_date` is None where the table has no days.
    """

    table: str
    metric_date: date | None
    missing: int
    altered: int
    surplus: int


@dataclass(frozen=True)
class TablesReport:
    """The tables compared, and what differs, by table and day.

    `stale_boxes` wait for a refresh, those of `held` days until these are whole or released.
    """

    tables: tuple[str, ...]
    stale_boxes: int
    differences: tuple[TableDifference, ...]
    held: tuple[HeldDay, ...] = ()


def check_tables(database: Database, rules: MetricRules) -> TablesReport:
    """Compare every row of every derived table with what the tables to its left make of it.

    A row that differs can make rows of tables to its right differ too. Raises AbsurdTotal, Unavailable.
    """
    tables = derived_tables(rules)
    with database.snapshot() as connection:
        return TablesReport(
            tables=tuple(table.name for table in tables),
            stale_boxes=observations.stale(connection).height,
            differences=tuple(found for table in tables for found in _differences(connection, table)),
            held=held_days.stored(connection),
        )


def _differences(connection: Connection, table: "DerivedTable[object]") -> list[TableDifference]:
    missing, altered, surplus = Counter[date | None](), Counter[date | None](), Counter[date | None]()
    for part in table.everything(connection):
        changes = differences(connection, table, part)
        missing.update(_days(changes.new))
        altered.update(_days(changes.changed))
        surplus.update(_days(changes.gone))
    days = sorted({*missing, *altered, *surplus}, key=lambda day: day or date.min)
    return [TableDifference(table.name, day, missing[day], altered[day], surplus[day]) for day in days]


def _days(rows: pl.DataFrame) -> list[date | None]:
    return rows["metric_date"].to_list() if "metric_date" in rows.columns else [None] * rows.height
