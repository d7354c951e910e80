"""What a database holds as a whole: how much, on which days, from which sources, and how it is emptied."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, delete, func, select

from app.models import booster_boxes, box_identifiers, daily_observations, dataset_version, metadata


def box_count(connection: Connection) -> int:
    """Number of boxes in the catalogue."""
    return connection.scalar(select(func.count()).select_from(booster_boxes)) or 0


def boxes_without_scheme(connection: Connection, scheme: str) -> int:
    """Number of boxes that have no identifier of the scheme."""
    identified = select(box_identifiers.c.box_id).where(box_identifiers.c.scheme == scheme)
    statement = select(func.count()).where(booster_boxes.c.id.not_in(identified))
    return connection.scalar(statement) or 0


def sources(connection: Connection) -> set[str | None]:
    """Every source that an observation names; None when one names none."""
    return set(connection.scalars(select(daily_observations.c.source).distinct()))


def is_empty(connection: Connection, table: str) -> bool:
    """Whether a table has no row."""
    return connection.execute(select(metadata.tables[table]).limit(1)).first() is None


def days_of(
    connection: Connection, tables: Iterable[str], first: date | None = None, last: date | None = None
) -> list[date]:
    """Every market day in the range on which one of the tables has a row, oldest first; not all have days."""
    found: set[date] = set()
    for columns in (metadata.tables[name].columns for name in tables):
        if "metric_date" not in columns:
            continue
        day = columns.metric_date
        statement = select(day).distinct()
        if first is not None:
            statement = statement.where(day >= first)
        if last is not None:
            statement = statement.where(day <= last)
        found.update(connection.scalars(statement))
    return sorted(found)


def clear(connection: Connection) -> None:
    """Delete every row but the publications: generations go on counting, so that no cache key comes twice."""
    for table in reversed(metadata.sorted_tables):
        if table is not dataset_version:
            connection.execute(delete(table))
