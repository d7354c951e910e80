"""Processes tell each other through Redis what their clients asked; behind the back of every request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from anyio import to_thread
from limits.errors import ConfigurationError
from limits.storage import RedisClusterStorage, RedisStorage
from redis.backoff import NoBackoff
from redis.exceptions import RedisClusterException, RedisError
from redis.retry import Retry

from app.cache.redis import RedisOptions
from app.cache.server import CLUSTER_SCHEMES
from app.web.edge.rate_limits import RateLimits, Unsaid

PREFIX = "boxrank:rate"
INTERVAL_SECONDS = 0.25

# What redis-py and limits let out besides errors of Redis when a peer talks nonsense
_FAILURES = (
    RedisError,
    RedisClusterException,
    ConfigurationError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
)

_log = structlog.get_logger("boxrank.rate_limits")


class SharedCounts:
    """Adds the counts of this process to those in Redis and learns the sums.

    No request waits for it. While Redis is away every process counts alone; that is logged once.
    """

    def __init__(self, limits: RateLimits, options: RedisOptions) -> None:
        self._limits, self._options = limits, options
        self._storage: RedisStorage | None = None
        self._is_away = False

    @asynccontextmanager
    async def sharing(self) -> AsyncIterator[None]:
        """Share several times a second for the length of the block."""
        task = asyncio.create_task(self._share_for_ever())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def share(self) -> bool:
        """Share once; False when Redis did not answer."""
        unsaid = self._limits.unsaid()
        if not unsaid:
            return True
        totals = await to_thread.run_sync(self._tell, unsaid, abandon_on_cancel=True)
        for said, total in zip(unsaid, totals, strict=False):
            self._limits.learn(said, total)
        return len(totals) == len(unsaid)

    async def _share_for_ever(self) -> None:
        while True:
            is_fine = await self.share()
            await asyncio.sleep(INTERVAL_SECONDS if is_fine else self._options.cool_down_seconds)

    def _tell(self, unsaid: list[Unsaid]) -> list[int]:
        totals: list[int] = []
        try:
            storage = self._open_storage()
            for said in unsaid:
                totals.append(self._add(storage, said))
        except _FAILURES as error:
            self._note_failure(error)
        else:
            self._note_answer()
        return totals

    def _add(self, storage: RedisStorage, said: Unsaid) -> int:
        key = f"{said.client}:{said.ends_at}"
        return storage.incr(key, self._limits.period_seconds + 1, said.requests)

    def _open_storage(self) -> RedisStorage:
        if self._storage is None:
            self._storage = open_storage(self._options)
        return self._storage

    def _note_failure(self, error: Exception) -> None:
        if not self._is_away:
            self._is_away = True
            _log.warning("rate_limits_not_shared", error=f"{type(error).__name__}: {error}")

    def _note_answer(self) -> None:
        if self._is_away:
            self._is_away = False
            _log.info("rate_limits_shared_again")


def open_storage(options: RedisOptions) -> RedisStorage:
    """The counters of one Redis or a cluster. Raises redis and socket errors: a cluster is asked at once."""
    scheme, _, rest = options.url.partition("://")
    seconds = options.socket_timeout_seconds
    # limits names the types of few options; redis-py takes more
    timeouts: dict[str, Any] = {"socket_timeout": seconds, "socket_connect_timeout": seconds}
    if options.is_cluster or scheme in CLUSTER_SCHEMES:
        nodes, is_encrypted = rest.partition("/")[0], scheme.startswith("rediss")
        return RedisClusterStorage(f"redis+cluster://{nodes}", PREFIX, ssl=is_encrypted, **timeouts)
    once: dict[str, Any] = {"retry": Retry(NoBackoff(), retries=0)}
    return RedisStorage(options.url, None, PREFIX, **timeouts, **once)
