"""What state a database is in: its tables, its publication, and what waits for a refresh."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.database import Database
from app.repositories import contents, held_days, observations, suspect_lists, versions
from app.repositories.held_days import HeldDay
from app.storage.schema import advice, wanted_revision


@dataclass(frozen=True)
class DatabaseStatus:
    """`revision` is None without tables; figures are None where this code cannot read the tables.

    `problem` says why it cannot, or why it can read but not write.
    """

    url: str
    revision: str | None
    wanted_revision: str
    is_current: bool
    is_readable: bool
    problem: str | None = None
    generation: int | None = None
    published_at: datetime | None = None
    data_as_of: date | None = None
    boxes: int | None = None
    stale_boxes: int | None = None
    held: tuple[HeldDay, ...] = ()
    suspect_values: int | None = None


def database_status(database: Database) -> DatabaseStatus:
    """Read the state; figures come from tables that this code can read. Raises Unavailable."""
    tables = database.tables()
    status = DatabaseStatus(
        url=database.url.render_as_string(),
        revision=tables.revision,
        wanted_revision=wanted_revision(),
        is_current=tables.is_current,
        is_readable=tables.is_readable,
        problem=None if tables.is_current else advice(tables),
    )
    if not tables.is_readable:
        return status
    with database.snapshot() as connection:
        publication = versions.current(connection)
        return replace(
            status,
            generation=publication.generation if publication else None,
            published_at=publication.published_at if publication else None,
            data_as_of=publication.data_as_of if publication else None,
            boxes=contents.box_count(connection),
            stale_boxes=observations.stale(connection).height,
            held=held_days.stored(connection),
            suspect_values=suspect_lists.count(connection),
        )
