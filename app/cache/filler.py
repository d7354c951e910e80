"""What happens on a miss: one computation, shared with all who wait, and an old answer when it fails."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial

import structlog

from app.cache.breaker import BreakerState, CircuitBreaker
from app.cache.counters import CacheCounters, CounterName
from app.cache.entry import Entry
from app.cache.single_flight import FlightTimeoutError, SingleFlight
from app.cache.store import Lifetimes, Served, Source, TwoTierStore
from app.cache.turns import TurnOptions, Turns

COUNTER_OF: dict[Source, CounterName] = {
    Source.MEMORY: "hits_tier1",
    Source.REDIS: "hits_tier2",
    Source.STALE: "stale_serves",
    Source.COMPUTED: "misses",
}

_log = structlog.get_logger("boxrank.cache")


@dataclass(frozen=True)
class TieredOptions:
    """`outage_errors` are those of a computation that mean "the source is away": an old answer beats none.

    After one of them the source is left alone for `outage_pause_seconds` wherever an old answer exists.
    """

    lifetimes: Lifetimes = field(default_factory=Lifetimes)
    turns: TurnOptions = field(default_factory=TurnOptions)
    flight_wait_seconds: float = 10.0
    worker_threads: int = 16
    outage_errors: tuple[type[Exception], ...] = (OSError,)
    outage_pause_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """A key, how to compute its entry, and the keys whose entries may stand in for it in an outage."""

    key: str
    compute: Callable[[], Entry]
    fallback_keys: Sequence[str]


class Filler:
    """Answers what tier 1 could not."""

    def __init__(
        self, store: TwoTierStore, turns: Turns, options: TieredOptions, counters: CacheCounters
    ) -> None:
        self._store = store
        self._turns = turns
        self._counters = counters
        self._outage_errors = options.outage_errors
        self._wait_seconds = options.flight_wait_seconds
        self._flights = SingleFlight[Served](options.worker_threads, counters)
        self._source = CircuitBreaker(1, options.outage_pause_seconds)

    @property
    def source_state(self) -> BreakerState:
        return self._source.state

    @property
    def is_idle(self) -> bool:
        return self._flights.is_idle

    def answer(self, question: Question) -> Served:
        """The answer of the key's flight, made in this thread unless one is under way."""
        try:
            return self._flights.run(question.key, partial(self._answer, question), self._wait_seconds)
        except FlightTimeoutError as error:
            return self._last_good(question, error)

    def refresh_behind(self, question: Question) -> None:
        """Have a worker thread compute what is stale, unless one does or the source is away."""
        flight = f"refresh {question.key}"
        if not self._flights.is_flying(flight) and self._source.allows():
            self._flights.submit(flight, partial(self._refresh, question)).add_done_callback(_log_failure)

    def close(self) -> None:
        self._flights.close()

    def _answer(self, question: Question) -> Served:
        with self._store.one_wait():
            served = self._found(question.key)
            if served is None:
                return self._computed_or_last_good(question)
        if served.source is Source.STALE:
            self.refresh_behind(question)
        return served

    def _found(self, key: str) -> Served | None:
        # the flight before ours may have landed between the look into tier 1 and our start
        return self._counted(self._store.find_in_memory(key) or self._store.find_in_redis(key))

    def _computed_or_last_good(self, question: Question) -> Served:
        served = None if self._source.allows() else self._kept(question)
        if served is not None:
            return served
        try:
            return self._computed(question)
        except self._outage_errors as error:
            return self._last_good(question, error)

    def _refresh(self, question: Question) -> Served:
        self._counters.add("refreshes")
        return self._store.find_fresh(question.key) or self._computed(question)

    def _computed(self, question: Question) -> Served:
        turn = self._turns.take(question.key, partial(self._store.find_fresh, question.key))
        if isinstance(turn, Served):
            self._count(turn)
            return turn
        try:
            entry = self._timed(question.compute)
        except BaseException as error:
            self._count_failure(error)
            self._turns.end(question.key, turn)
            raise
        return self._filled(question.key, entry, turn)

    def _filled(self, key: str, computed: Entry, turn: str) -> Served:
        self._source.record_success()
        entry = self._store.keep_in_memory(key, computed)
        # Redis is told after the answer went out; until then the turn keeps others from computing it too
        self._flights.defer(partial(self._share, key, entry, turn))
        self._counters.add("fills")
        served = self._store.computed(entry)
        self._count(served)
        return served

    def _share(self, key: str, entry: Entry, turn: str) -> None:
        self._store.keep_in_redis(key, entry)
        self._turns.end(key, turn)

    def _timed(self, compute: Callable[[], Entry]) -> Entry:
        started = time.perf_counter()
        try:
            return compute()
        finally:
            self._counters.observe("compute", time.perf_counter() - started)

    def _last_good(self, question: Question, error: Exception) -> Served:
        served = self._kept(question)
        if served is None:
            raise error
        _log.warning("cache_serves_last_good", key=question.key, error=f"{type(error).__name__}: {error}")
        return served

    def _kept(self, question: Question) -> Served | None:
        return self._counted(self._store.last_good((question.key, *question.fallback_keys)))

    def _counted(self, served: Served | None) -> Served | None:
        if served is not None:
            self._count(served)
        return served

    def _count(self, served: Served) -> None:
        self._counters.add(COUNTER_OF[served.source])

    def _count_failure(self, error: BaseException) -> None:
        self._counters.add("compute_errors")
        if isinstance(error, self._outage_errors):
            self._source.record_failure()


def _log_failure(flight: Future[Served]) -> None:
    error = flight.exception()
    if error is not None:
        _log.warning("cache_refresh_failed", error=f"{type(error).__name__}: {error}")
