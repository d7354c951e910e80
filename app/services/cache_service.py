"""Cache keyed by kind, arguments and generation, with a TTL for each kind."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson

from app.cache.content import Content
from app.cache.entry import Entry, strong_etag
from app.cache.keys import Argument, cache_key, generation_channel
from app.cache.redis import RedisTier
from app.cache.store import Served
from app.cache.tiered import TieredCache
from app.domain.errors import NothingPublished
from app.repositories.versions import Publication

SCHEMA = 5
"""Incremented when the form of cached answers changes, so that old and new code do not read each other's."""

LEADERBOARD, BOX_DETAIL, TIME_SERIES = "leaderboard", "box-detail", "time-series"
JSON = "application/json"
NEGATIVE_TTL_SECONDS = 60.0

Arguments = Mapping[str, Argument]


class CacheService:
    """Full serialised answers in both tiers. No error of the cache reaches a caller: it is a miss.

    `ttl_seconds` is the TTL of each kind; `current` is the default publication.
    """

    def __init__(
        self,
        cache: TieredCache,
        ttl_seconds: Mapping[str, int],
        current: Callable[[], Publication | None],
        redis: RedisTier | None = None,
    ) -> None:
        self._cache, self._ttl_seconds, self._current, self._redis = cache, ttl_seconds, current, redis

    def key(self, kind: str, arguments: Arguments, publication: Publication | None = None) -> str:
        """The key of an answer: `boxrank:<schema>:<generation>:<kind>:<arguments, defaults written out>`.

        Raises NothingPublished without a publication.
        """
        return cache_key(SCHEMA, self._publication(publication).stamp, kind, arguments)

    def get(self, kind: str, arguments: Arguments, publication: Publication | None = None) -> Any | None:
        """The JSON value of an answer, or None."""
        served = self._cache.get(self.key(kind, arguments, publication))
        return None if served is None else orjson.loads(served.entry.body)

    def set(
        self, kind: str, arguments: Arguments, value: Any, publication: Publication | None = None
    ) -> None:
        """Store a value that orjson serialises for the TTL of its kind. KeyError for an unknown kind."""
        meant = self._publication(publication)
        entry = new_entry(orjson.dumps(value), JSON, meant.generation, self._ttl_seconds[kind])
        self._cache.set(self.key(kind, arguments, meant), entry)

    def delete(self, kind: str, arguments: Arguments, publication: Publication | None = None) -> bool:
        """Delete one answer; whether there was one."""
        return self._cache.delete(self.key(kind, arguments, publication))

    def exists(self, kind: str, arguments: Arguments, publication: Publication | None = None) -> bool:
        """Whether either tier has the answer."""
        return self._cache.exists(self.key(kind, arguments, publication))

    @property
    def is_idle(self) -> bool:
        """Whether no caller in this process waits for a computation."""
        return self._cache.is_idle

    def peek(self, kind: str, arguments: Arguments, publication: Publication) -> Served | None:
        """What tier 1 has: no thread, no traffic."""
        return self._cache.peek(self.key(kind, arguments, publication))

    def get_or_compute(
        self,
        kind: str,
        arguments: Arguments,
        publications: Sequence[Publication],
        compute: Callable[[], Entry],
    ) -> Served:
        """The answer of the first publication, computed once for all callers.

        When the database is unavailable, the last good answer of any of the `publications`.
        """
        keys = [self.key(kind, arguments, publication) for publication in publications]
        return self._cache.get_or_compute(keys[0], compute, fallback_keys=keys[1:])

    def announce(self, publication: Publication) -> bool:
        """Announce a publication to all workers; False: they find it by polling."""
        if self._redis is None:
            return False
        return self._redis.publish(generation_channel(SCHEMA), publication.stamp.encode())

    def listen(self, on_announcement: Callable[[], None]) -> Callable[[], None]:
        """Call back at every announcement until the function returned here is called; without Redis never."""
        if self._redis is None:
            return lambda: None
        return self._redis.listen(generation_channel(SCHEMA), lambda _: on_announcement()).close

    def snapshot(self) -> dict[str, float | str]:
        """Counters, sizes and breaker states."""
        return self._cache.snapshot()

    def close(self) -> None:
        """Finish running computations, then release threads and connections."""
        self._cache.close()

    def _publication(self, given: Publication | None) -> Publication:
        publication = given or self._current()
        if publication is None:
            raise NothingPublished
        return publication


def new_entry(
    body: bytes, media_type: str, generation: int, ttl_seconds: float, file_name: str = ""
) -> Entry:
    """An answer ready to be cached; a file has a name."""
    return Entry.build(
        Content.of(body),
        media_type=media_type,
        generation=generation,
        created_at=time.time(),
        ttl_seconds=ttl_seconds,
        file_name=file_name,
    )


def dated_entry(answer: bytes, generation: int, ttl_seconds: float) -> Entry:
    """A JSON answer that ends with its `meta`, to which `generated_at` is added.

    Two workers compute it at different moments, so its ETag is weak and covers all but that moment.
    """
    generated_at = orjson.dumps(datetime.fromtimestamp(time.time(), UTC))
    body = b'%b,"generated_at":%b}}' % (answer.removesuffix(b"}}"), generated_at)
    entry = new_entry(body, JSON, generation, ttl_seconds)
    return replace(entry, etag=f"W/{strong_etag(JSON, answer)}")


def unknown_entry(reference: str, generation: int) -> Entry:
    """The answer "unknown box", cached for a minute, where it cannot evict others."""
    return Entry.build(
        Content.of(reference.encode()),
        media_type="text/plain",
        generation=generation,
        created_at=time.time(),
        ttl_seconds=NEGATIVE_TTL_SECONDS,
        is_negative=True,
    )
