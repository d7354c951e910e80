"""The interface of the cache: an answer from the nearest tier, or one computation for all callers."""

import time
from collections.abc import Callable, Sequence

from app.cache.compute_locks import ComputeLocks
from app.cache.counters import CacheCounters
from app.cache.entry import Entry
from app.cache.filler import COUNTER_OF, Filler, Lookup, TieredOptions
from app.cache.memory import MemoryTier
from app.cache.redis import RedisTier
from app.cache.store import Served, Source, TwoTierStore

Compute = Callable[[], Entry]


class TieredCache:
    """Tier 1 in this process, tier 2 in Redis if there is one; no error of either reaches a caller."""

    def __init__(
        self,
        memory: MemoryTier,
        redis: RedisTier | None = None,
        options: TieredOptions | None = None,
        counters: CacheCounters | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        options = options or TieredOptions()
        self._redis = redis
        self._counters = counters or CacheCounters()
        self._store = TwoTierStore(memory, redis, options.lifetimes, clock)
        locks = ComputeLocks(redis, options.locks, self._counters)
        self._filler = Filler(self._store, locks, options, self._counters)

    @property
    def is_idle(self) -> bool:
        """Whether no caller in this process waits for a computation."""
        return self._filler.is_idle

    def peek(self, key: str) -> Served | None:
        """What tier 1 has, fresh or within its stale window: no thread, no traffic."""
        return self._counted(self._store.find_in_memory(key))

    def get(self, key: str) -> Served | None:
        """The nearest answer, fresh or within its stale window; None is a miss."""
        served = self.peek(key) or self._counted(self._store.find_in_redis(key))
        if served is None:
            self._counters.add("misses")
        return served

    def set(self, key: str, entry: Entry) -> None:
        """Store in both tiers, its TTL jittered so that entries stored together do not expire together."""
        self._store.keep_in_redis(key, self._store.keep_in_memory(key, entry))
        self._counters.add("fills")

    def delete(self, key: str) -> bool:
        """Delete from both tiers; other processes keep their tier 1. Whether there was an entry."""
        return self._store.delete(key)

    def exists(self, key: str) -> bool:
        """Whether either tier has an entry at `key`, expired or not."""
        return self._store.exists(key)

    def get_or_compute(self, key: str, compute: Compute, fallback_keys: Sequence[str] = ()) -> Served:
        """The nearest answer, else one computation for all callers, here and in other processes.

        `compute` returns the entry to store; it may be called from another thread. An answer within its stale
        window is served at once while one computation runs in the background. When computing raises an
        outage error, the last good entry of `key` or of `fallback_keys`, in this order, is served as STALE.
        Without one, and for any other error, all callers get the error and nothing is stored.
        """
        lookup = Lookup(key, compute, fallback_keys)
        return self._at_once(lookup) or self._filler.answer(lookup)

    def snapshot(self) -> dict[str, float | str]:
        """All counters, the size of tier 1 and the states of the breakers (closed, open, half_open)."""
        sizes = self._store.sizes()
        return {**self._counters.snapshot(), **sizes, "source_breaker": self._filler.source_state}

    def close(self) -> None:
        """Finish running computations, then release threads and connections."""
        self._filler.close()
        if self._redis:
            self._redis.close()

    def _at_once(self, lookup: Lookup) -> Served | None:
        served = self.peek(lookup.key)
        if served is not None and served.source is Source.STALE:
            self._filler.refresh_behind(lookup)
        return served

    def _counted(self, served: Served | None) -> Served | None:
        if served is not None:
            self._counters.add(COUNTER_OF[served.source])
        return served
