"""A cache miss: one computation, shared by all callers, and an old answer when it fails."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial

import structlog

from app.cache.breaker import BreakerState, CircuitBreaker
from app.cache.compute_locks import ComputeLocks, LockOptions
from app.cache.counters import CacheCounters, CounterName
from app.cache.entry import Entry
from app.cache.single_flight import FlightTimeoutError, SingleFlight
from app.cache.store import Lifetimes, Served, Source, TwoTierStore

COUNTER_OF: dict[Source, CounterName] = {
    Source.MEMORY: "hits_tier1",
    Source.REDIS: "hits_tier2",
    Source.STALE: "stale_serves",
    Source.COMPUTED: "misses",
}

_log = structlog.get_logger("boxrank.cache")


@dataclass(frozen=True)
class TieredOptions:
    """`outage_errors` mean that the source is unavailable: an old answer is better than none.

    After one of them the source is not called for `outage_pause_seconds` if there is an old answer.
    """

    lifetimes: Lifetimes = field(default_factory=Lifetimes)
    locks: LockOptions = field(default_factory=LockOptions)
    flight_wait_seconds: float = 10.0
    worker_threads: int = 16
    outage_errors: tuple[type[Exception], ...] = (OSError,)
    outage_pause_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Lookup:
    """A key, how to compute its entry, and the keys whose entries replace it in an outage."""

    key: str
    compute: Callable[[], Entry]
    fallback_keys: Sequence[str]


class Filler:
    """Answers lookups that miss tier 1."""

    def __init__(
        self, store: TwoTierStore, locks: ComputeLocks, options: TieredOptions, counters: CacheCounters
    ) -> None:
        self._store = store
        self._locks = locks
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

    def answer(self, lookup: Lookup) -> Served:
        """The answer of the key's flight, computed in this thread unless one is running."""
        try:
            return self._flights.run(lookup.key, partial(self._answer, lookup), self._wait_seconds)
        except FlightTimeoutError as error:
            return self._last_good(lookup, error)

    def refresh_behind(self, lookup: Lookup) -> None:
        """Compute a stale entry in a worker thread, unless one does or the source is unavailable."""
        flight = f"refresh {lookup.key}"
        if not self._flights.is_flying(flight) and self._source.allows():
            self._flights.submit(flight, partial(self._refresh, lookup)).add_done_callback(_log_failure)

    def close(self) -> None:
        self._flights.close()

    def _answer(self, lookup: Lookup) -> Served:
        with self._store.one_wait():
            served = self._found(lookup.key)
            if served is None:
                return self._computed_or_last_good(lookup)
        if served.source is Source.STALE:
            self.refresh_behind(lookup)
        return served

    def _found(self, key: str) -> Served | None:
        # an earlier flight may have ended between the lookup in tier 1 and this call
        return self._counted(self._store.find_in_memory(key) or self._store.find_in_redis(key))

    def _computed_or_last_good(self, lookup: Lookup) -> Served:
        served = None if self._source.allows() else self._kept(lookup)
        if served is not None:
            return served
        try:
            return self._computed(lookup)
        except self._outage_errors as error:
            return self._last_good(lookup, error)

    def _refresh(self, lookup: Lookup) -> Served:
        self._counters.add("refreshes")
        return self._store.find_fresh(lookup.key) or self._computed(lookup)

    def _computed(self, lookup: Lookup) -> Served:
        lock = self._locks.acquire(lookup.key, partial(self._store.find_fresh, lookup.key))
        if isinstance(lock, Served):
            self._count(lock)
            return lock
        try:
            entry = self._timed(lookup.compute)
        except BaseException as error:
            self._count_failure(error)
            self._locks.release(lookup.key, lock)
            raise
        return self._filled(lookup.key, entry, lock)

    def _filled(self, key: str, computed: Entry, lock: str) -> Served:
        self._source.record_success()
        entry = self._store.keep_in_memory(key, computed)
        # Redis is written after the answer was sent; until then the lock keeps others from computing it too
        self._flights.defer(partial(self._share, key, entry, lock))
        self._counters.add("fills")
        served = self._store.computed(entry)
        self._count(served)
        return served

    def _share(self, key: str, entry: Entry, lock: str) -> None:
        self._store.keep_in_redis(key, entry)
        self._locks.release(key, lock)

    def _timed(self, compute: Callable[[], Entry]) -> Entry:
        started = time.perf_counter()
        try:
            return compute()
        finally:
            self._counters.observe("compute", time.perf_counter() - started)

    def _last_good(self, lookup: Lookup, error: Exception) -> Served:
        served = self._kept(lookup)
        if served is None:
            raise error
        _log.warning("cache_serves_last_good", key=lookup.key, error=f"{type(error).__name__}: {error}")
        return served

    def _kept(self, lookup: Lookup) -> Served | None:
        return self._counted(self._store.last_good((lookup.key, *lookup.fallback_keys)))

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
