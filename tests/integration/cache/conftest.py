"""The cache in every combination of tiers that a reader can meet, and the servers for it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from app.cache.content import Content
from app.cache.counters import CacheCounters
from app.cache.entry import Entry
from app.cache.filler import TieredOptions
from app.cache.memory import MemoryOptions, MemoryTier
from app.cache.redis import RedisOptions, RedisTier
from app.cache.tiered import TieredCache
from tests.redis_server import RedisClusterServers, RedisServer, free_port

COMBINATIONS = ("memory", "redis", "both", "cluster", "dead", "frozen", "full")
STORING = ("memory", "redis", "both", "cluster")
TTL_SECONDS = 100.0

MakeEntry = Callable[..., Entry]
MakeCache = Callable[..., TieredCache]


@dataclass
class Clock:
    """Seconds since the epoch that pass only when a test says so."""

    now: float = field(default_factory=time.time)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_entry(clock: Clock) -> MakeEntry:
    def make(
        body: bytes = b"body",
        ttl_seconds: float = TTL_SECONDS,
        generation: int = 1,
        is_negative: bool = False,
    ) -> Entry:
        return Entry.build(
            Content.of(body),
            media_type="application/json",
            generation=generation,
            created_at=clock(),
            ttl_seconds=ttl_seconds,
            is_negative=is_negative,
        )

    return make


@pytest.fixture(scope="session")
def _shared_server() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


@pytest.fixture(scope="session")
def _shared_cluster() -> Iterator[RedisClusterServers]:
    with RedisClusterServers() as servers:
        yield servers


@pytest.fixture
def shared_server(_shared_server: RedisServer) -> RedisServer:
    """A healthy, empty Redis; tests leave it as healthy as they found it."""
    _shared_server.flush()
    return _shared_server


@pytest.fixture
def shared_cluster(_shared_cluster: RedisClusterServers) -> RedisClusterServers:
    """A healthy, empty cluster of two; tests leave it as healthy as they found it."""
    _shared_cluster.flush()
    return _shared_cluster


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A Redis of the test's own, to be broken."""
    with RedisServer() as own:
        yield own


@pytest.fixture
def combination_url(combination: str, request: pytest.FixtureRequest) -> str | None:
    """The Redis URL of a combination; None where there is no Redis. A "dead" one refuses connections."""
    if combination == "memory":
        return None
    if combination == "dead":
        return f"redis://127.0.0.1:{free_port()}"
    if combination == "cluster":
        return str(request.getfixturevalue("shared_cluster").url)
    if combination in ("redis", "both"):
        return str(request.getfixturevalue("shared_server").url)
    own: RedisServer = request.getfixturevalue("server")
    own.freeze() if combination == "frozen" else own.fill()
    return own.url


@pytest.fixture
def open_cache(clock: Clock) -> Iterator[MakeCache]:
    """Opens caches on a URL, as different processes do; all are closed after the test."""
    opened: list[TieredCache] = []

    def open_one(
        url: str | None = None,
        options: TieredOptions | None = None,
        memory: MemoryOptions | None = None,
        socket_timeout_seconds: float = 0.05,
    ) -> TieredCache:
        counters = CacheCounters()
        redis = RedisTier(RedisOptions(url, False, socket_timeout_seconds), counters) if url else None
        opened.append(TieredCache(MemoryTier(memory, clock), redis, options, counters, clock))
        return opened[-1]

    yield open_one
    for cache in opened:
        cache.close()


@pytest.fixture
def make_cache(combination: str, combination_url: str | None, open_cache: MakeCache) -> MakeCache:
    """Opens caches of the test's combination; in "redis", tier 1 keeps nothing."""
    memory = MemoryOptions(max_entries=0) if combination == "redis" else None
    # a healthy Redis must not miss its deadline only because the machine is busy with other tests
    patience = 2.0 if combination in STORING else 0.05

    def make(options: TieredOptions | None = None) -> TieredCache:
        return open_cache(combination_url, options, memory, patience)

    return make


@pytest.fixture
def cache(make_cache: MakeCache) -> TieredCache:
    return make_cache()


@pytest.fixture
def counters() -> CacheCounters:
    return CacheCounters()


@pytest.fixture
def open_tier(counters: CacheCounters, clock: Clock) -> Iterator[Callable[[str], RedisTier]]:
    opened: list[RedisTier] = []

    def open_one(url: str, socket_timeout_seconds: float = 0.05) -> RedisTier:
        opened.append(RedisTier(RedisOptions(url, False, socket_timeout_seconds), counters, clock))
        return opened[-1]

    yield open_one
    for tier in opened:
        tier.close()


@pytest.fixture
def tier(server: RedisServer, open_tier: Callable[..., RedisTier]) -> RedisTier:
    """Patient enough for a busy machine; its breaker's clock stands still."""
    return open_tier(server.url, 0.5)


@pytest.fixture
def entry(make_entry: MakeEntry) -> Entry:
    return make_entry(b"a board")
