"""One computation per key among processes: short locks in Redis."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.cache.counters import CacheCounters
from app.cache.redis import RedisTier

T = TypeVar("T")


@dataclass(frozen=True)
class LockOptions:
    """A lock expires after `hold_seconds`; others wait `wait_seconds` for the entry, then compute it too."""

    hold_seconds: float = 5.0
    wait_seconds: float = 0.5
    poll_seconds: float = 0.02


class ComputeLocks:
    """Locks on keys; without a working Redis every caller gets the lock at once."""

    def __init__(self, redis: RedisTier | None, options: LockOptions, counters: CacheCounters) -> None:
        self._redis = redis
        self._options = options
        self._counters = counters

    def acquire(self, key: str, look: Callable[[], T | None]) -> T | str:
        """The token of the lock on `key`, or what `look` found because another process was first.

        Also returns a token when the other process was not done in time.
        """
        token = secrets.token_hex(8)
        if self._lock(key, token):
            return self._unless_found(key, token, look)
        self._counters.add("lock_waits")
        return self._wait(key, token, look)

    def release(self, key: str, token: str) -> None:
        """Release the lock, unless another holder has it by now."""
        if self._redis:
            self._redis.unlock(key, token)

    def _unless_found(self, key: str, token: str, look: Callable[[], T | None]) -> T | str:
        # the previous holder may have filled `key` after the last look
        found = look()
        if found is None:
            return token
        self.release(key, token)
        return found

    def _wait(self, key: str, token: str, look: Callable[[], T | None]) -> T | str:
        ends_at = time.monotonic() + self._options.wait_seconds
        while time.monotonic() < ends_at:
            time.sleep(self._options.poll_seconds)
            found = look()
            if found is not None:
                return found
            if self._lock(key, token):
                return self._unless_found(key, token, look)
        return token

    def _lock(self, key: str, token: str) -> bool:
        return self._redis is None or self._redis.try_lock(key, token, self._options.hold_seconds)
