"""The daily run: metrics, ranks and publication brought up to date for whatever is stale, all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

import polars as pl

from app.database import Connection, Database
from app.domain.boards import PRIMARY_METRIC
from app.domain.metrics import MetricRules
from app.progress import Progress, silent
from app.publish import boards_step as board_store
from app.publish.metrics_step import MetricChanges, stale_metric_changes
from app.publish.ranks_step import RANK_KEYS, PendingValues, RankUpdate, plan_rank_update, stamped
from app.repositories import metrics, observations, ranks, versions

STEPS = ("metrics", "ranks", "boards", "store", "publish")


@dataclass(frozen=True)
class RefreshReport:
    """What a refresh did; `generation` is None while nothing was ever published."""

    stale_boxes: int
    metric_rows: int
    rank_rows: int
    ranked_days: int
    generation: int | None
    is_new_generation: bool
    seconds: dict[str, float]


class DailyRefresh:
    """Brings metrics, ranks and publication up to date in one transaction: readers see all of it or none."""

    def __init__(self, database: Database, rules: MetricRules, clock: Callable[[], datetime]) -> None:
        self._database, self._rules, self._clock = database, rules, clock

    def run(self, progress: Progress = silent) -> RefreshReport:
        """Recompute what changed observations (or changed rules) made stale. Raises ServiceAway."""
        with self._database.transaction() as connection:
            if self._rules_changed(connection):
                observations.mark_all_stale(connection)
            return self._run(connection, progress)

    def run_full(self, progress: Progress = silent) -> RefreshReport:
        """Recompute everything from the observations; rows that come out the same are not touched."""
        with self._database.transaction() as connection:
            observations.mark_all_stale(connection)
            return self._run(connection, progress)

    def _rules_changed(self, connection: Connection) -> bool:
        published = versions.current(connection)
        return published is not None and published.rules_fingerprint != self._rules.fingerprint

    def _run(self, connection: Connection, progress: Progress) -> RefreshReport:
        clock = _StepClock(progress)
        stale_count = observations.stale(connection).height
        changes = stale_metric_changes(connection, self._rules)
        clock.done("metrics")
        update = plan_rank_update(connection, changes.rank_days, _pending(changes))
        clock.done("ranks")
        board_rows = board_store.update(connection, changes.rows)
        clock.done("boards")
        moment = self._clock()
        _store(connection, changes, update, moment)
        clock.done("store")
        published = self._publish(connection, changes, update, board_rows, moment)
        observations.clear_stale(connection)
        generation = versions.current(connection)
        clock.done("publish")
        return RefreshReport(
            stale_boxes=stale_count,
            metric_rows=changes.rows.count,
            rank_rows=update.changed_rows.height,
            ranked_days=len(changes.rank_days),
            generation=None if generation is None else generation.generation,
            is_new_generation=published,
            seconds=clock.seconds,
        )

    def _publish(
        self,
        connection: Connection,
        changes: MetricChanges,
        update: RankUpdate,
        board_rows: int,
        moment: datetime,
    ) -> bool:
        changed_days = pl.concat([changes.rows.keys["metric_date"], update.changed_rows["metric_date"]])
        if changed_days.is_empty() and not board_rows and not self._rules_changed(connection):
            return False
        versions.publish(
            connection,
            moment=moment,
            changed_from=min(changed_days, default=None),
            rows_changed=changes.rows.count + update.changed_rows.height,
            rules_fingerprint=self._rules.fingerprint,
        )
        return True


def _pending(changes: MetricChanges) -> PendingValues:
    rows = pl.concat([changes.rows.new, changes.rows.changed])
    return PendingValues(rows.select(*RANK_KEYS, pl.col(PRIMARY_METRIC).alias("value")), changes.rows.gone)


def _store(connection: Connection, changes: MetricChanges, update: RankUpdate, moment: datetime) -> None:
    """A new row is written once, with its ranks."""
    rows, ranked = changes.rows, update.changed_rows
    metrics.delete(connection, rows.gone)
    metrics.insert(connection, stamped(rows.new.join(ranked, on=RANK_KEYS, how="left"), moment))
    metrics.change(connection, stamped(rows.changed, moment))
    ranks.change(connection, stamped(ranked.join(rows.new, on=RANK_KEYS, how="anti"), moment))
    ranks.replace_days(connection, update.days)


class _StepClock:
    def __init__(self, progress: Progress) -> None:
        self.seconds: dict[str, float] = {}
        self._progress, self._started = progress, perf_counter()

    def done(self, step: str) -> None:
        now = perf_counter()
        self.seconds[step] = round(now - self._started, 3)
        self._started = now
        self._progress(step, STEPS.index(step) + 1, len(STEPS))
