"""Processes share what their clients used through Redis; without one each counts alone, and nobody waits."""

import asyncio
import time
from collections.abc import Iterator

import pytest
import structlog

from app.cache.redis import RedisOptions
from app.web.edge.rate_limits import RateLimits
from app.web.edge.shared_counts import PREFIX, SharedCounts
from tests.redis_server import RedisClusterServers, RedisServer, wait_until

CLIENT = "address:192.0.2.1"


class Process:
    """One of several processes that limit the same clients."""

    def __init__(self, redis_url: str, rate: str = "10/day", timeout_seconds: float = 0.5) -> None:
        self.limits = RateLimits(rate)
        self.counts = SharedCounts(
            self.limits, RedisOptions(redis_url, socket_timeout_seconds=timeout_seconds)
        )

    def ask(self, times: int = 1) -> int:
        """Requests of one client; what it has left after them."""
        for _ in range(times):
            headers = dict(self.limits.take(CLIENT, time.time()).headers)
        return int(headers[b"ratelimit-remaining"])

    def share(self) -> bool:
        return asyncio.run(self.counts.share())


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    """A Redis that tests kill and freeze."""
    with RedisServer() as server:
        yield server


@pytest.fixture
def redis(server: RedisServer) -> RedisServer:
    """The Redis, empty and well, in whatever state the test before left it."""
    server.kill()
    server.start()
    return server


def test_what_one_process_let_through_is_gone_for_all(redis: RedisServer) -> None:
    one, other = Process(redis.url), Process(redis.url)
    one.ask(6)
    other.ask(1)

    assert one.share()
    assert other.share()

    assert other.ask() == 10 - 6 - 1 - 1
    assert one.ask() == 10 - 6 - 1
    assert one.share()
    assert one.ask() == 10 - 6 - 1 - 1 - 1


def test_a_client_that_used_up_its_allowance_here_is_refused_there(redis: RedisServer) -> None:
    one, other = Process(redis.url), Process(redis.url)
    one.ask(10)
    one.share()
    other.ask()
    other.share()

    assert other.limits.take(CLIENT, time.time()).retry_after_seconds > 0


def test_counts_leave_redis_with_their_window(redis: RedisServer) -> None:
    process = Process(redis.url, rate="10/minute")
    process.ask()
    process.share()

    (key,) = redis.client.keys("*")

    assert key.decode().startswith(f"{PREFIX}:{CLIENT}:")
    assert 0 < redis.client.ttl(key) <= 61


def test_a_dead_redis_leaves_every_process_to_its_own_count(redis: RedisServer) -> None:
    process = Process(redis.url)
    process.ask(2)
    process.share()
    redis.kill()

    assert process.ask(3) == 5
    assert not process.share()
    assert process.ask() == 4


def test_what_a_dead_redis_missed_is_told_when_it_is_back(redis: RedisServer) -> None:
    one, other = Process(redis.url), Process(redis.url)
    redis.kill()
    one.ask(3)
    assert not one.share()
    redis.start()

    one.ask()
    wait_until(one.share)
    other.ask()
    other.share()

    assert other.ask() == 10 - 4 - 2


def test_a_redis_that_was_flushed_gives_nothing_back(redis: RedisServer) -> None:
    one, other = Process(redis.url), Process(redis.url)
    one.ask(4)
    one.share()
    other.ask()
    other.share()
    redis.flush()

    other.ask()
    other.share()

    assert other.ask() == 10 - 4 - 3


def test_a_full_redis_is_as_good_as_none(redis: RedisServer) -> None:
    process = Process(redis.url)
    redis.fill()
    process.ask()

    assert not process.share()
    assert process.ask() == 8


def test_a_trouble_is_told_once_when_it_begins_and_once_when_it_ends(redis: RedisServer) -> None:
    process = Process(redis.url)
    with structlog.testing.capture_logs() as log:
        redis.kill()
        for _ in range(3):
            process.ask()
            process.share()
        redis.start()
        process.ask()
        wait_until(process.share)

    assert [line["event"] for line in log] == ["rate_limits_not_shared", "rate_limits_shared_again"]


def test_a_frozen_redis_stops_nothing_in_the_event_loop(redis: RedisServer) -> None:
    process = Process(redis.url, timeout_seconds=3.0)

    async def longest_pause() -> float:
        longest, ends_at = 0.0, time.perf_counter() + 1
        async with process.counts.sharing():
            while (started := time.perf_counter()) < ends_at:
                process.ask()
                await asyncio.sleep(0.001)
                longest = max(longest, time.perf_counter() - started)
        return longest

    redis.freeze()
    try:
        assert asyncio.run(longest_pause()) < 1.5  # waiting for Redis would be twice that
    finally:
        redis.thaw()


def test_sharing_goes_on_by_itself(redis: RedisServer) -> None:
    one, other = Process(redis.url), Process(redis.url)

    async def refused() -> bool:
        one.ask(10)
        async with one.counts.sharing(), other.counts.sharing():
            for _ in range(100):
                if other.limits.take(CLIENT, time.time()).retry_after_seconds:
                    return True
                await asyncio.sleep(0.1)
        return False

    assert asyncio.run(refused())
    assert other.limits._windows[CLIENT].own < 10


def test_a_cluster_shares_as_one_server_does() -> None:
    with RedisClusterServers() as cluster:
        one, other = Process(cluster.url), Process(cluster.url)
        one.ask(6)
        other.ask()

        assert one.share()
        assert other.share()

        assert other.ask() == 10 - 6 - 2


@pytest.mark.parametrize("url", ["redis+cluster://127.0.0.1:1", "redis://127.0.0.1:1/0"])
def test_a_server_that_never_was_there_is_as_good_as_none(url: str) -> None:
    process = Process(url)
    process.ask()

    assert not process.share()
    assert process.ask() == 8
