"""What state a database is in: its tables, its publication, and what waits for a refresh."""

from dataclasses import dataclass
from datetime import date, datetime

from app.database import Database
from app.repositories import contents, observations, versions


@dataclass(frozen=True)
class DatabaseStatus:
    """`revision` is None without tables; the rest is None where tables of this revision cannot tell it."""

    url: str
    revision: str | None
    wanted_revision: str | None
    is_current: bool
    generation: int | None = None
    published_at: datetime | None = None
    data_as_of: date | None = None
    boxes: int | None = None
    stale_boxes: int | None = None


def database_status(database: Database) -> DatabaseStatus:
    """Read the state; tables of another revision are not looked into. Raises ServiceAway."""
    url = database.url.render_as_string()
    revision, wanted = database.revisions()
    if revision != wanted:
        return DatabaseStatus(url, revision, wanted, is_current=False)
    with database.snapshot() as connection:
        publication = versions.current(connection)
        return DatabaseStatus(
            url,
            revision,
            wanted,
            is_current=True,
            generation=publication.generation if publication else None,
            published_at=publication.published_at if publication else None,
            data_as_of=publication.data_as_of if publication else None,
            boxes=contents.box_count(connection),
            stale_boxes=observations.stale(connection).height,
        )
