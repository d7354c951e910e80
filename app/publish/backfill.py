"""Repairs every table made from the metrics on a range of days, and reports errors day by day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from time import perf_counter

from app.database import Connection, Database, StorageRefused, savepoint
from app.domain.errors import InvalidValue
from app.progress import Progress, silent
from app.publish.changed import Changed
from app.publish.day_table import METRICS_TABLE, Days
from app.publish.derived import FROM_METRICS, DerivedTable, differences
from app.repositories import contents, ranks, versions

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
    rows: dict[str, int] = field(default_factory=dict)
    rows_changed: int = 0
    generation: int | None = None
    is_dry_run: bool = False
    seconds: float = 0.0
    errors: list[DayError] = field(default_factory=list)


class RankBackfill:
    """Repairs ranks and boards in one transaction: interrupted, it leaves them as they were."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def run(
        self, first: date | None = None, last: date | None = None, progress: Progress = silent
    ) -> BackfillReport:
        """Make every table again on the days from `first` to `last` (None: no bound), and publish.

        Rows that come out the same are not touched. A day that cannot be ranked or stored is reported and
        left as it was; the others go on. Raises InvalidValue when the range is the wrong way round.
        """
        return self._run(first, last, progress, self._publish)

    def dry_run(
        self, first: date | None = None, last: date | None = None, progress: Progress = silent
    ) -> BackfillReport:
        """What `run` would change; nothing is stored."""
        return self._run(first, last, progress, _undo)

    def _run(
        self, first: date | None, last: date | None, progress: Progress, finish: "Finish"
    ) -> BackfillReport:
        if first and last and first > last:
            raise InvalidValue("from", f"The range ends ({last}) before it begins ({first}).")
        started = perf_counter()
        report = BackfillReport()
        with self._database.transaction() as connection:
            days = _sound_days(connection, first, last, report)
            changed = _repair(connection, days, self._clock(), progress, report)
            report.days, report.rows, report.rows_changed = len(days), changed.rows, changed.count
            finish(connection, changed, report)
        report.seconds = perf_counter() - started
        return report

    def _publish(self, connection: Connection, changed: Changed, report: BackfillReport) -> None:
        if changed.count:
            published = versions.publish_again(connection, self._clock(), changed.first_day, changed.count)
            report.generation = published.generation


Finish = Callable[[Connection, Changed, BackfillReport], None]


def _undo(connection: Connection, changed: Changed, report: BackfillReport) -> None:
    connection.rollback()
    report.is_dry_run = True


def _sound_days(
    connection: Connection, first: date | None, last: date | None, report: BackfillReport
) -> list[date]:
    tables = {METRICS_TABLE, *(table.stored_in for table in FROM_METRICS)}
    days = contents.days_of(connection, tables, first, last)
    broken = ranks.broken_days(connection, days)
    report.errors += [DayError(day, BROKEN_VALUE) for day in broken]
    if first is not None and first == last and not days:
        report.errors.append(DayError(first, "no box was observed on this day"))
    return [day for day in days if day not in broken]


def _repair(
    connection: Connection, days: Days, moment: datetime, progress: Progress, report: BackfillReport
) -> Changed:
    """Repair every table; after refusals again without those days: none is compared with ranks not stored."""
    while True:
        run = _Pass(connection, moment, {error.day for error in report.errors})
        try:
            with savepoint(connection):
                return run.repair(days, progress)
        except _DaysRefused as refusal:
            report.errors += refusal.errors


class _DaysRefused(StorageRefused):
    def __init__(self, errors: Sequence[DayError]) -> None:
        super().__init__(f"{len(errors)} days were refused")
        self.errors = errors


class _Pass:
    """Every table from left to right on some days, without those left out."""

    def __init__(self, connection: Connection, moment: datetime, left_out: set[date]) -> None:
        self._connection, self._moment, self._left_out = connection, moment, left_out
        self._errors: list[DayError] = []

    def repair(self, days: Days, progress: Progress) -> Changed:
        changed = Changed(days=[day for day in days if day not in self._left_out])
        for table in FROM_METRICS if days else ():
            self._repair_table(table, changed, progress)
        if self._errors:
            raise _DaysRefused(self._errors)
        return changed

    def _repair_table(self, table: DerivedTable[Days], changed: Changed, progress: Progress) -> None:
        parts = table.affected(self._connection, changed)
        total, done = sum(map(len, parts)), 0
        for part in parts:
            self._repair_part(table, [day for day in part if day not in self._left_out], changed)
            done += len(part)
            progress(table.name, done, total)

    def _repair_part(self, table: DerivedTable[Days], part: Days, changed: Changed) -> None:
        try:
            with savepoint(self._connection):
                changes = differences(self._connection, table, part)
                table.replace(self._connection, changes, self._moment)
        except StorageRefused as refusal:
            self._refused(table, part, changed, refusal)
        else:
            changed.note(table.name, changes)

    def _refused(
        self, table: DerivedTable[Days], part: Days, changed: Changed, refusal: StorageRefused
    ) -> None:
        """Day by day, so that one bad day costs only itself."""
        if not part:
            raise refusal
        if len(part) == 1:
            self._errors.append(DayError(part[0], str(refusal)))
            self._left_out.add(part[0])
        else:
            for day in part:
                self._repair_part(table, [day], changed)
