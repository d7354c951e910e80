"""Which boxes were given other figures for past days after those days had been published."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, select

from app.domain.windows import LOOKBACK_DAYS
from app.models import daily_observations, dataset_version


def corrected_since(connection: Connection, day: date, box_ids: Sequence[int]) -> set[int]:
    """Those of the boxes with an observation up to `day` that came in after `day` was first published.

    Observations that the metrics of `day` no longer look back to do not count; deleted ones leave no trace.
    """
    version, observed = dataset_version.c, daily_observations.c
    first_published = (
        select(version.published_at).where(version.data_as_of >= day).order_by(version.id).limit(1)
    ).scalar_subquery()
    statement = select(observed.box_id).where(
        observed.box_id.in_(box_ids),
        observed.metric_date.between(day - timedelta(days=LOOKBACK_DAYS), day),
        observed.ingested_at > first_published,
    )
    return set(connection.scalars(statement.distinct()))
