"""Ranks recomputed over a range of days or all history: one pass, progress, errors told day by day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from time import perf_counter

import polars as pl

from app.database import Connection, Database, StorageRefused, savepoint
from app.domain.errors import InvalidValue
from app.repositories import ranks, versions
from app.services.progress import Progress, silent
from app.services.rank_update import RankUpdate, plan_rank_update
from app.services.ranking_calculator import stamped

BATCH_DAYS = 30


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
    """Recomputes ranks in one transaction: an interruption leaves the ranks as they were, and it may run again."""

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
        """Rank every day with metrics from `first` to `last` (None: no bound). Rows that hold already stay untouched.

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
            self._store(connection, plan_rank_update(connection, days), progress, report)
        return report

    def _store(
        self, connection: Connection, update: RankUpdate, progress: Progress, report: BackfillReport
    ) -> None:
        moment = self._clock()
        touched = update.changed_rows["metric_date"].unique().sort().to_list()
        for done, batch in _batches(touched):
            report.rows_changed += _store_days(connection, update, batch, moment, report.errors)
            progress("ranks", done, len(touched))
        ranks.replace_days(connection, update.days)
        if (report.rows_changed or update.days.count) and not report.is_dry_run:
            changed_from = touched[0] if touched else None
            published = versions.publish_again(connection, moment, changed_from, report.rows_changed)
            report.generation = published.generation


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


def _batches(days: Sequence[date]) -> Iterator[tuple[int, Sequence[date]]]:
    for start in range(0, len(days), BATCH_DAYS):
        batch = days[start : start + BATCH_DAYS]
        yield start + len(batch), batch


def _store_days(
    connection: Connection, update: RankUpdate, days: Sequence[date], moment: datetime, errors: list[DayError]
) -> int:
    """Store a batch at once; where the database refuses it, day by day, so that one bad day costs only itself."""
    rows = update.changed_rows.filter(pl.col("metric_date").is_in(list(days)))
    try:
        with savepoint(connection):
            ranks.change(connection, stamped(rows, moment))
    except StorageRefused as refusal:
        if len(days) > 1:
            return sum(_store_days(connection, update, [day], moment, errors) for day in days)
        errors.append(DayError(days[0], str(refusal)))
        return 0
    return rows.height
