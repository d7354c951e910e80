"""Tier 2: answers shared by all processes through Redis; every fault of Redis is a miss."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from redis.exceptions import ClusterDownError, RedisClusterException, RedisError, ResponseError

from app.cache.breaker import BreakerState, CircuitBreaker
from app.cache.counters import CacheCounters, Operation
from app.cache.deadline import deadline
from app.cache.entry import Entry, MalformedFrameError, decode, encode
from app.cache.keys import lock_key
from app.cache.listener import Listener
from app.cache.server import Server, connect

# Errors of redis-py, besides its own classes, for malformed replies
_FAILURES = (RedisError, RedisClusterException, OSError, ValueError, LookupError, TypeError, AttributeError)

_UNLOCK_SCRIPT = (
    "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
)

_log = structlog.get_logger("boxrank.cache")
_local = threading.local()


@dataclass(frozen=True)
class RedisOptions:
    """How to reach Redis. `socket_timeout_seconds` limits a whole call, with connecting and all reads."""

    url: str
    is_cluster: bool = False
    socket_timeout_seconds: float = 0.05
    failures_to_open: int = 3
    cool_down_seconds: float = 1.0


class RedisTier:
    """Raw bytes in Redis behind a breaker. No method raises: a failure is counted and reads as a miss.

    The start and the end of an outage are logged once each.
    """

    def __init__(
        self,
        options: RedisOptions,
        counters: CacheCounters | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._timeout_seconds = options.socket_timeout_seconds
        self._server: Server = connect(options.url, options.socket_timeout_seconds, options.is_cluster)
        self._counters = counters or CacheCounters()
        self._breaker = CircuitBreaker(options.failures_to_open, options.cool_down_seconds, clock)
        self._refused: set[Operation] = set()

    @property
    def breaker_state(self) -> BreakerState:
        return self._breaker.state

    @contextmanager
    def one_wait(self) -> Iterator[None]:
        """The calls of this thread inside the outermost such block wait one socket timeout in all.

        Only time spent on Redis counts. A call is skipped when less than half of the timeout is left.
        """
        if getattr(_local, "left_seconds", None) is not None:
            yield
            return
        _local.left_seconds = self._timeout_seconds
        try:
            yield
        finally:
            _local.left_seconds = None

    def get(self, key: str) -> Entry | None:
        """The entry at `key`, fresh or expired; None when absent, malformed or unreachable."""
        frame = self._call("get", key, "GET", key)
        if frame is None:
            return None
        try:
            return decode(key, frame)
        except MalformedFrameError as error:
            self._counters.add("poisoned_values")
            _log.warning("cache_value_malformed", key=key, reason=str(error))
            return None

    def set(self, key: str, entry: Entry, keep_seconds: float = 0.0) -> bool:
        """Store the entry for its TTL and `keep_seconds` more; whether Redis accepted it."""
        milliseconds = max(1, round((entry.ttl_seconds + keep_seconds) * 1000))
        return bool(self._call("set", key, "SET", key, encode(key, entry), "PX", milliseconds))

    def delete(self, key: str) -> bool:
        """Whether Redis deleted an entry."""
        return bool(self._call("delete", key, "DEL", key))

    def exists(self, key: str) -> bool:
        """Whether Redis reports an entry at `key`."""
        return bool(self._call("exists", key, "EXISTS", key))

    def try_lock(self, key: str, token: str, hold_seconds: float) -> bool:
        """Lock the computation of `key`; False only when Redis reports another holder.

        True without a working Redis: an unknown state must not block a computation.
        """
        milliseconds = max(1, round(hold_seconds * 1000))
        arguments = ("SET", lock_key(key), token, "NX", "PX", milliseconds)
        return self._call("lock", lock_key(key), *arguments, otherwise=True) is not None

    def unlock(self, key: str, token: str) -> None:
        """Release the lock, if `token` still holds it."""
        self._call("unlock", lock_key(key), "EVAL", _UNLOCK_SCRIPT, 1, lock_key(key), token)

    def publish(self, channel: str, payload: bytes) -> bool:
        """Send to all listeners of `channel`; whether Redis accepted the message."""
        reply = self._guarded("publish", lambda: self._server.publish(channel, payload), None)
        return reply is not None

    def listen(self, channel: str, on_message: Callable[[bytes], None]) -> Listener:
        """Call `on_message(payload)` from a daemon thread until the listener is closed.

        It reconnects by itself; messages in between are lost, so listeners poll as well.
        """
        listener = Listener(self._server, channel, on_message)
        listener.start()
        return listener

    def close(self) -> None:
        self._server.close()

    def _call(self, operation: Operation, key: str, *command: object, otherwise: Any = None) -> Any:
        return self._guarded(operation, lambda: self._server.execute(key, *command), otherwise)

    def _guarded(self, operation: Operation, send: Callable[[], Any], otherwise: Any) -> Any:
        seconds = self._allowance()
        if seconds < self._timeout_seconds / 2 or not self._breaker.allows():
            self._counters.add("skipped_tier2")
            return otherwise
        started = time.perf_counter()
        try:
            with deadline(seconds):
                reply = send()
        except _FAILURES as error:
            self._count_failure(operation, error)
            return otherwise
        finally:
            self._spend(operation, time.perf_counter() - started)
        self._count_success(operation)
        return reply

    def _allowance(self) -> float:
        left: float | None = getattr(_local, "left_seconds", None)
        return self._timeout_seconds if left is None else left

    def _spend(self, operation: Operation, seconds: float) -> None:
        self._counters.observe(operation, seconds)
        if getattr(_local, "left_seconds", None) is not None:
            _local.left_seconds -= seconds

    def _count_failure(self, operation: Operation, error: Exception) -> None:
        self._counters.add("errors_tier2")
        if isinstance(error, ResponseError) and not isinstance(error, ClusterDownError):
            self._count_refusal(operation, error)
        elif self._breaker.record_failure():
            _log.warning("cache_redis_away", operation=operation, error=_described(error))

    def _count_refusal(self, operation: Operation, error: Exception) -> None:
        # full, read-only or a foreign type: the server answers at once, so the breaker stays closed
        self._note_answer()
        if operation not in self._refused:
            self._refused.add(operation)
            _log.warning("cache_redis_refuses", operation=operation, error=_described(error))

    def _count_success(self, operation: Operation) -> None:
        self._note_answer()
        if operation in self._refused:
            self._refused.discard(operation)
            _log.info("cache_redis_accepts", operation=operation)

    def _note_answer(self) -> None:
        if self._breaker.record_success():
            _log.info("cache_redis_back")


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
