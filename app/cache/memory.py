"""Tier 1: answers in the memory of this process, limited by number and bytes."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.cache.entry import Entry
from app.cache.lru import SegmentedLru

OVERHEAD_BYTES = 600


@dataclass(frozen=True)
class MemoryOptions:
    """Limits of tier 1. `max_negative_entries` limits the answers "not found", stored separately."""

    max_entries: int = 4096
    max_bytes: int = 64 * 1024 * 1024
    max_negative_entries: int = 256


class MemoryTier:
    """A thread-safe tier that evicts the least recently used.

    Answers read once are evicted before answers read again, so a scan of random keys cannot empty it.
    """

    def __init__(self, options: MemoryOptions | None = None, clock: Callable[[], float] = time.time) -> None:
        bounds = options or MemoryOptions()
        self._clock = clock
        self._lock = threading.Lock()
        self._found = SegmentedLru[str, _Slot](bounds.max_entries, bounds.max_bytes)
        self._absent = SegmentedLru[str, _Slot](bounds.max_negative_entries, bounds.max_bytes // 8)

    def get(self, key: str) -> Entry | None:
        """The entry at `key`, fresh or expired, until it is dropped."""
        with self._lock:
            slot = self._found.get(key) or self._absent.get(key)
            if slot is None:
                return None
            if slot.expires_at > self._clock():
                return slot.entry
            self._discard(key)
            return None

    def set(self, key: str, entry: Entry, keep_seconds: float = 0.0) -> bool:
        """Store the entry for its TTL and `keep_seconds` more; False when it is too large to keep."""
        slot = _Slot(
            entry,
            expires_at=entry.created_at + entry.ttl_seconds + keep_seconds,
            size_bytes=entry.size_bytes + len(key) + OVERHEAD_BYTES,
        )
        target, other = (self._absent, self._found) if entry.is_negative else (self._found, self._absent)
        with self._lock:
            other.remove(key)
            return target.put(key, slot)

    def delete(self, key: str) -> bool:
        """Delete the entry; whether there was one."""
        with self._lock:
            return self._discard(key)

    def exists(self, key: str) -> bool:
        return self.get(key) is not None

    @property
    def entries(self) -> int:
        return len(self._found) + len(self._absent)

    @property
    def size_bytes(self) -> int:
        """Bytes held, keys and an estimate of the overhead included."""
        return self._found.size_bytes + self._absent.size_bytes

    def _discard(self, key: str) -> bool:
        was_found = self._found.remove(key)
        return self._absent.remove(key) or was_found


@dataclass(frozen=True, slots=True)
class _Slot:
    entry: Entry
    expires_at: float
    size_bytes: int
