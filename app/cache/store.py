"""The two tiers as one store: which entry is where, its age and its lifetime."""

import random
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum

from app.cache.entry import Entry
from app.cache.memory import MemoryTier
from app.cache.redis import RedisTier


class Source(StrEnum):
    """Where an answer came from, as in the X-Cache header."""

    MEMORY = "HIT-1"
    REDIS = "HIT-2"
    COMPUTED = "MISS"
    STALE = "STALE"


@dataclass(frozen=True, slots=True)
class Served:
    """An entry, where it came from, and how many seconds ago it was computed."""

    entry: Entry
    source: Source
    age_seconds: float


@dataclass(frozen=True)
class Lifetimes:
    """The treatment of entries after their TTL.

    For `stale_seconds` it is served while it is refreshed; for `keep_seconds` it is kept in case
    computing fails. A TTL is lengthened or shortened by up to `jitter_fraction` when it is stored.
    """

    stale_seconds: float = 300.0
    keep_seconds: float = 3600.0
    jitter_fraction: float = 0.1


class TwoTierStore:
    """Reads the nearest tier that has an answer, writes both; without Redis it is tier 1 alone."""

    def __init__(
        self,
        memory: MemoryTier,
        redis: RedisTier | None,
        lifetimes: Lifetimes,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._memory = memory
        self._redis = redis
        self._lifetimes = lifetimes
        self._clock = clock

    def find_in_memory(self, key: str) -> Served | None:
        """Fresh or within the stale window, from tier 1; no thread, no traffic."""
        return self._usable(self._memory.get(key), Source.MEMORY)

    def find_in_redis(self, key: str) -> Served | None:
        """Fresh or within the stale window, from tier 2, and stored in tier 1."""
        entry = self._redis.get(key) if self._redis else None
        served = self._usable(entry, Source.REDIS)
        if served is not None:
            self._memory.set(key, served.entry, self._lifetimes.keep_seconds)
        return served

    def find_fresh(self, key: str) -> Served | None:
        """From either tier, within its TTL."""
        for find in (self.find_in_memory, self.find_in_redis):
            served = find(key)
            if served is not None and served.source is not Source.STALE:
                return served
        return None

    def last_good(self, keys: Iterable[str]) -> Served | None:
        """The first entry that either tier still has under one of `keys`, of any age, as STALE."""
        for key in keys:
            entry = self._memory.get(key) or (self._redis and self._redis.get(key))
            if entry:
                return Served(entry, Source.STALE, entry.age_seconds(self._clock()))
        return None

    def keep_in_memory(self, key: str, entry: Entry) -> Entry:
        """Store in tier 1 alone; returns the entry with the jittered TTL for `keep_in_redis`."""
        fraction = self._lifetimes.jitter_fraction
        factor = 1.0 + random.uniform(-fraction, fraction)
        jittered = replace(entry, ttl_seconds=entry.ttl_seconds * factor)
        self._memory.set(key, jittered, self._lifetimes.keep_seconds)
        return jittered

    def keep_in_redis(self, key: str, entry: Entry) -> None:
        if self._redis:
            self._redis.set(key, entry, self._lifetimes.keep_seconds)

    def delete(self, key: str) -> bool:
        was_in_memory = self._memory.delete(key)
        return bool(self._redis and self._redis.delete(key)) or was_in_memory

    def exists(self, key: str) -> bool:
        return self._memory.exists(key) or bool(self._redis and self._redis.exists(key))

    def one_wait(self) -> AbstractContextManager[None]:
        """Inside the block, this thread waits for Redis one socket timeout in total."""
        return self._redis.one_wait() if self._redis else nullcontext()

    def computed(self, entry: Entry) -> Served:
        return Served(entry, Source.COMPUTED, entry.age_seconds(self._clock()))

    def sizes(self) -> dict[str, float | str]:
        return {
            "tier1_entries": self._memory.entries,
            "tier1_bytes": self._memory.size_bytes,
            "tier2_breaker": self._redis.breaker_state if self._redis else "absent",
        }

    def _usable(self, entry: Entry | None, source: Source) -> Served | None:
        if entry is None:
            return None
        age_seconds = entry.age_seconds(self._clock())
        if age_seconds < entry.ttl_seconds:
            return Served(entry, source, age_seconds)
        if age_seconds < entry.ttl_seconds + self._lifetimes.stale_seconds:
            return Served(entry, Source.STALE, age_seconds)
        return None
