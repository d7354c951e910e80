"""The daily run: every derived table and the publication brought up to date, all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Literal

from app.database import Connection, Database
from app.domain.metrics import MetricRules
from app.progress import Progress, silent
from app.publish.changed import Changed
from app.publish.derived import Scope, all_history, bring_up_to_date, derived_tables, what_is_affected
from app.publish.held_step import hold_unfinished_days, mark_held_boxes
from app.repositories import held_days, observations, versions
from app.repositories.held_days import HeldDay

LookedAt = Literal["stale boxes", "changed rules", "all history"]


@dataclass(frozen=True)
class RefreshReport:
    """What a refresh did: what it looked at, the rows it changed in each table, and the days it held.

    `generation` is None while nothing was ever published.
    """

    looked_at: LookedAt
    stale_boxes: int
    rows: dict[str, int]
    generation: int | None
    is_new_generation: bool
    seconds: dict[str, float]
    held: tuple[HeldDay, ...] = ()


class DailyRefresh:
    """Brings all derived tables up to date and publishes, in one transaction: readers see all or none."""

    def __init__(self, database: Database, rules: MetricRules, clock: Callable[[], datetime]) -> None:
        self._database, self._rules, self._clock = database, rules, clock

    def run(self, progress: Progress = silent, *, holds_partial: bool = False) -> RefreshReport:
        """Make again what changed observations (or changed rules) made stale. Raises Unavailable.

        With `holds_partial`, partial days after the last whole one that are not published are left out.
        """
        with self._database.transaction() as connection:
            _hold(connection, holds_partial=holds_partial)
            if self._rules_changed(connection):
                return self._run(connection, "changed rules", all_history, progress)
            is_first = versions.current(connection) is None
            return self._run(
                connection, "stale boxes", all_history if is_first else what_is_affected, progress
            )

    def run_full(self, progress: Progress = silent, *, holds_partial: bool = False) -> RefreshReport:
        """Make every table again and repair whatever differs; rows that come out the same are not touched."""
        with self._database.transaction() as connection:
            _hold(connection, holds_partial=holds_partial)
            return self._run(connection, "all history", all_history, progress)

    def _rules_changed(self, connection: Connection) -> bool:
        published = versions.current(connection)
        return published is not None and published.rules_fingerprint != self._rules.fingerprint

    def _run(
        self, connection: Connection, looked_at: LookedAt, scope: Scope, progress: Progress
    ) -> RefreshReport:
        tables, moment, changed = derived_tables(self._rules), self._clock(), Changed()
        steps = _StepClock(progress, total=len(tables) + 1)
        stale_count = observations.stale(connection).height
        for table in bring_up_to_date(connection, tables, scope, changed, moment):
            steps.done(table)
        is_published = self._publish(connection, changed, moment)
        observations.clear_stale(connection)
        mark_held_boxes(connection)
        current = versions.current(connection)
        steps.done("publish")
        return RefreshReport(
            looked_at=looked_at,
            stale_boxes=stale_count,
            rows=changed.rows,
            generation=None if current is None else current.generation,
            is_new_generation=is_published,
            seconds=steps.seconds,
            held=held_days.stored(connection),
        )

    def _publish(self, connection: Connection, changed: Changed, moment: datetime) -> bool:
        if not changed.count and not self._rules_changed(connection):
            return False
        versions.publish(
            connection,
            moment=moment,
            changed_from=changed.first_day,
            rows_changed=changed.count,
            rules_fingerprint=self._rules.fingerprint,
        )
        return True


def _hold(connection: Connection, *, holds_partial: bool) -> None:
    if holds_partial:
        hold_unfinished_days(connection)
    else:
        held_days.release(connection)


class _StepClock:
    def __init__(self, progress: Progress, total: int) -> None:
        self.seconds: dict[str, float] = {}
        self._progress, self._total, self._started = progress, total, perf_counter()

    def done(self, step: str) -> None:
        now = perf_counter()
        self.seconds[step] = round(now - self._started, 3)
        self._started = now
        self._progress(step, len(self.seconds), self._total)
