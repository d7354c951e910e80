"""One computation per key among processes: whose turn it is, agreed through Redis."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.cache.counters import CacheCounters
from app.cache.redis import RedisTier

T = TypeVar("T")


@dataclass(frozen=True)
class TurnOptions:
    """A turn ends by itself after `hold_seconds`; others wait `wait_seconds` for its answer, then compute."""

    hold_seconds: float = 5.0
    wait_seconds: float = 0.5
    poll_seconds: float = 0.02


class Turns:
    """Takes and ends turns; a Redis that is absent or out of reach gives everybody a turn at once."""

    def __init__(self, redis: RedisTier | None, options: TurnOptions, counters: CacheCounters) -> None:
        self._redis = redis
        self._options = options
        self._counters = counters

    def take(self, key: str, look: Callable[[], T | None]) -> T | str:
        """The token of our turn to compute `key`, or what `look` found because another process was first.

        Returns a token, too, when the other process was not done in time.
        """
        token = secrets.token_hex(8)
        if self._is_ours(key, token):
            return self._begun(key, token, look)
        self._counters.add("lock_waits")
        return self._wait(key, token, look)

    def end(self, key: str, token: str) -> None:
        """Let others compute `key`; a turn that has passed to another holder is left alone."""
        if self._redis:
            self._redis.unlock(key, token)

    def _begun(self, key: str, token: str, look: Callable[[], T | None]) -> T | str:
        """Whoever had the turn before may have filled `key` after we looked last."""
        found = look()
        if found is None:
            return token
        self.end(key, token)
        return found

    def _wait(self, key: str, token: str, look: Callable[[], T | None]) -> T | str:
        ends_at = time.monotonic() + self._options.wait_seconds
        while time.monotonic() < ends_at:
            time.sleep(self._options.poll_seconds)
            found = look()
            if found is not None:
                return found
            if self._is_ours(key, token):
                return self._begun(key, token, look)
        return token

    def _is_ours(self, key: str, token: str) -> bool:
        return self._redis is None or self._redis.try_lock(key, token, self._options.hold_seconds)
