"""Publications: the generation that readers are shown."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select

from app.models import box_metrics_unified, dataset_version
from app.snapshots import once

TABLE = dataset_version.name
_table = dataset_version.c
_FIRST_MOMENT = select(_table.published_at).order_by(_table.id).limit(1).scalar_subquery()
_NEWEST = (  # built once: every read begins with it
    select(_table.id, _table.published_at, _table.data_as_of, _table.rules_fingerprint, _FIRST_MOMENT)
    .order_by(_table.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Publication:
    """One publication: its generation, when it was made (UTC), its last day and the rules it follows.

    `first_published_at`, the moment of the first publication, tells one database from another.
    """

    generation: int
    published_at: datetime
    data_as_of: date | None
    rules_fingerprint: str
    first_published_at: datetime

    @property
    def stamp(self) -> str:
        """The generation in cache keys: a rebuilt database never reads the answers of the old one."""
        return f"{self.generation}-{round(self.first_published_at.timestamp() * 1_000_000):x}"


def current(connection: Connection) -> Publication | None:
    """The newest publication, or None before the first."""
    return once(connection, "publication", lambda: _newest(connection))


def publish(
    connection: Connection,
    *,
    moment: datetime,
    changed_from: date | None,
    rows_changed: int,
    rules_fingerprint: str,
) -> Publication:
    """Make what this transaction wrote the next generation."""
    data_as_of = connection.scalar(select(func.max(box_metrics_unified.c.metric_date)))
    connection.execute(
        insert(dataset_version).values(
            published_at=moment,
            data_as_of=data_as_of,
            changed_from=changed_from,
            rows_changed=rows_changed,
            rules_fingerprint=rules_fingerprint,
        )
    )
    published = current(connection)
    assert published is not None
    return published


def publish_again(
    connection: Connection, moment: datetime, changed_from: date | None, rows_changed: int
) -> Publication:
    """The next generation under the rules of the current one."""
    before = current(connection)
    fingerprint = "" if before is None else before.rules_fingerprint
    return publish(
        connection,
        moment=moment,
        changed_from=changed_from,
        rows_changed=rows_changed,
        rules_fingerprint=fingerprint,
    )


def publish_after(connection: Connection, generation: int, moment: datetime) -> Publication | None:
    """Publish the current state as a generation later than the given one; None if nothing is published."""
    before = current(connection)
    if before is None:
        return None
    connection.execute(
        insert(dataset_version).values(
            id=max(before.generation, generation) + 1,
            published_at=moment,
            data_as_of=before.data_as_of,
            changed_from=None,
            rows_changed=0,
            rules_fingerprint=before.rules_fingerprint,
        )
    )
    return current(connection)


def _newest(connection: Connection) -> Publication | None:
    row = connection.execute(_NEWEST).one_or_none()
    return None if row is None else Publication(*row)
