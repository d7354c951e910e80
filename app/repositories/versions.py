"""Publications: the generation that readers are shown."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select

from app.models import box_metrics_unified, dataset_version


@dataclass(frozen=True)
class Publication:
    """One publication: its generation, when it was made (UTC), the last day it holds and the rules it follows."""

    generation: int
    published_at: datetime
    data_as_of: date | None
    rules_fingerprint: str


def current(connection: Connection) -> Publication | None:
    """The newest publication, or None before the first."""
    table = dataset_version.c
    row = connection.execute(
        select(table.id, table.published_at, table.data_as_of, table.rules_fingerprint)
        .order_by(table.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Publication(*row)


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
    key = connection.execute(
        insert(dataset_version).values(
            published_at=moment,
            data_as_of=data_as_of,
            changed_from=changed_from,
            rows_changed=rows_changed,
            rules_fingerprint=rules_fingerprint,
        )
    ).inserted_primary_key
    assert key is not None
    return Publication(int(key[0]), moment, data_as_of, rules_fingerprint)


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
