"""Publications: the generation that readers are shown."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, exists, func, insert, inspect, select

from app.domain.observations import SIMULATED_SOURCE
from app.models import booster_boxes, box_metrics_unified, daily_observations, dataset_version
from app.snapshots import once

TABLE = dataset_version.name
_SOURCE_DAYS = 30
_table = dataset_version.c
_FIRST_MOMENT = select(_table.published_at).order_by(_table.id).limit(1).scalar_subquery()
_STORED = (_table.id, _table.published_at, _table.data_as_of, _table.rules_fingerprint, _table.is_simulated)
_NEWEST = (  # built once: every read begins with it
    select(*_STORED, _FIRST_MOMENT).order_by(_table.id.desc()).limit(1)
)


@dataclass(frozen=True)
class Publication:
    """One publication: its generation, when it was made (UTC), its last day and the rules it follows.

    `is_simulated`: a simulation is a source of its last 30 days. `first_published_at`, the moment of the
    first publication, tells one database from another.
    """

    generation: int
    published_at: datetime
    data_as_of: date | None
    rules_fingerprint: str
    is_simulated: bool
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
            is_simulated=_is_simulated(connection, data_as_of),
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


def last_generation(connection: Connection) -> int:
    """The number of the newest publication, 0 before the first; the tables may be of any release."""
    return connection.scalar(select(func.max(_table.id))) or 0


def publish_after(connection: Connection, generation: int, moment: datetime) -> int | None:
    """Publish the current state as a generation later than the given one; None if nothing is published.

    The tables may be of an earlier release: only the columns that are there are read and written.
    """
    names = {column["name"] for column in inspect(connection).get_columns(TABLE)}
    newest = select(*(column for column in _table if column.name in names)).order_by(_table.id.desc())
    before = connection.execute(newest.limit(1)).mappings().one_or_none()
    if before is None:
        return None
    number: int = max(before["id"], generation) + 1
    changed = {"id": number, "published_at": moment, "changed_from": None, "rows_changed": 0}
    connection.execute(insert(dataset_version).values({**before, **changed}))
    return number


def _newest(connection: Connection) -> Publication | None:
    row = connection.execute(_NEWEST).one_or_none()
    return None if row is None else Publication(*row[:4], bool(row.is_simulated), row[5])


def _is_simulated(connection: Connection, last: date | None) -> bool:
    if last is None:
        return False
    observed, box = daily_observations.c, booster_boxes.c
    from_simulation = (  # the days of each box are found by key
        select(observed.box_id)
        .select_from(booster_boxes.join(daily_observations, box.id == observed.box_id))
        .where(
            observed.metric_date > last - timedelta(_SOURCE_DAYS),
            observed.source.startswith(SIMULATED_SOURCE, autoescape=True),
        )
    )
    return bool(connection.scalar(select(exists(from_simulation))))
