"""Ranks recomputed over a range of days or all history: one pass, progress, errors told day by day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from time import perf_counter

import polars as pl

from app.database import Connection, Database, StorageRefused, savepoint
from app.domain.changes import RowChanges
from app.domain.errors import InvalidValue
from app.progress import Progress, silent
from app.publish.ranks_step import RANK_KEYS, RankUpdate, plan_rank_update, stamped
from app.repositories import ranks, versions

BATCH_DAYS = 30
BROKEN_VALUE = "a stored 7-day average is not a number from 0 up; run `boxrank refresh --full`"


@dataclass(frozen=True)
class DayError:
    """A day that could not be ranked, and why."""

    day: date
    reason: str


@dataclass
class BackfillReport:
    """What a backfill did, or in a dry run would do; `generation` is None when nothing was published."""

    days: int = 0
    rows_changed: int = 0
    generation: int | None = None
    is_dry_run: bool = False
    seconds: float = 0.0
    errors: list[DayError] = field(default_factory=list)


class RankBackfill:
    """Recomputes ranks in one transaction: interrupted, it leaves them as they were, and may run again."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def run(
        self,
        first: date | None = None,
        last: date | None = None,
        *,
        is_dry_run: bool = False,
        progress: Progress = silent,
    ) -> BackfillReport:
        """Rank every day with metrics from `first` to `last` (None: no bound); rows that hold stay untouched.

        A day that cannot be ranked or stored is reported and left as it was; the others go on.
        Raises InvalidValue when the range is the wrong way round.
        """
        if first and last and first > last:
            raise InvalidValue("from", f"The range ends ({last}) before it begins ({first}).")
        started = perf_counter()
        with self._database.transaction() as connection:
            report = self._backfill(connection, first, last, progress, BackfillReport(is_dry_run=is_dry_run))
            if is_dry_run:
                connection.rollback()
        report.seconds = perf_counter() - started
        return report

    def _backfill(
        self,
        connection: Connection,
        first: date | None,
        last: date | None,
        progress: Progress,
        report: BackfillReport,
    ) -> BackfillReport:
        days, errors = _sound_days(connection, ranks.observed_days(connection, first, last))
        report.errors += errors
        if first is not None and first == last and not (days or errors):
            report.errors.append(DayError(first, "no box was observed on this day"))
        report.days = len(days)
        if days:
            self._store(connection, days, progress, report)
        return report

    def _store(
        self, connection: Connection, days: Sequence[date], progress: Progress, report: BackfillReport
    ) -> None:
        """Store and publish; after a refusal plan again: nobody may be compared with ranks never stored."""
        moment = self._clock()
        written = []
        while True:
            update = _planned_without(connection, days, [error.day for error in report.errors])
            rows, errors = _store_rows(connection, update.changed_rows, moment, progress)
            written.append(rows)
            report.errors += errors
            if not errors:
                break
        ranks.replace_days(connection, update.days)
        keys = pl.concat(written).select(RANK_KEYS).unique()
        report.rows_changed = keys.height
        if (keys.height or update.days.count) and not report.is_dry_run:
            changed_from = min(keys["metric_date"].to_list(), default=None)
            published = versions.publish_again(connection, moment, changed_from, keys.height)
            report.generation = published.generation


def _planned_without(connection: Connection, days: Sequence[date], left_out: Sequence[date]) -> RankUpdate:
    """The update of the days but those left out, which stay as they are whatever changes beside them."""
    update = plan_rank_update(connection, [day for day in days if day not in left_out])
    kept = ~pl.col("metric_date").is_in(list(left_out))
    day_changes = RowChanges(
        update.days.new.filter(kept),
        update.days.changed.filter(kept),
        update.days.gone.filter(kept),
        update.days.same_count,
    )
    return RankUpdate(update.ranks, update.changed_rows.filter(kept), day_changes)


def _sound_days(connection: Connection, days: Sequence[date]) -> tuple[list[date], list[DayError]]:
    values = ranks.of_days(connection, days).drop_nulls("value")
    broken = (
        values.filter(~pl.col("value").is_finite() | (pl.col("value") < 0))["metric_date"].unique().sort()
    )
    errors = [
        DayError(day, "a stored 7-day average is not a number from 0 up; refresh the metrics")
        for day in broken
    ]
    return [day for day in days if day not in set(broken)], errors


def _store_rows(
    connection: Connection, rows: pl.DataFrame, moment: datetime, progress: Progress
) -> tuple[pl.DataFrame, list[DayError]]:
    """Store in batches of days; gives the rows that were stored, and the days that the database refused."""
    errors: list[DayError] = []
    days = rows["metric_date"].unique().sort().to_list()
    for start in range(0, len(days), BATCH_DAYS):
        batch = days[start : start + BATCH_DAYS]
        errors += _store_days(connection, rows, batch, moment)
        progress("ranks", start + len(batch), len(days))
    refused = [error.day for error in errors]
    return rows.filter(~pl.col("metric_date").is_in(refused)), errors


def _store_days(
    connection: Connection, rows: pl.DataFrame, days: Sequence[date], moment: datetime
) -> list[DayError]:
    """Store a batch at once; if refused, day by day, so that one bad day costs only itself."""
    batch = rows.filter(pl.col("metric_date").is_in(list(days)))
    try:
        with savepoint(connection):
            ranks.change(connection, stamped(batch, moment))
    except StorageRefused as refusal:
        if len(days) > 1:
            return [error for day in days for error in _store_days(connection, rows, [day], moment)]
        return [DayError(days[0], str(refusal))]
    return []
