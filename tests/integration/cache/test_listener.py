"""Announcements of a publication reach every process, also after an outage of Redis."""

from collections.abc import Iterator

import pytest

from app.cache.listener import Listener
from app.cache.redis import RedisOptions, RedisTier
from tests.redis_server import RedisClusterServers, RedisServer, wait_until

CHANNEL = "boxrank:1:!generation"


@pytest.fixture
def tier(server: RedisServer) -> Iterator[RedisTier]:
    opened = RedisTier(RedisOptions(server.url, socket_timeout_seconds=0.5, cool_down_seconds=0.1))
    yield opened
    opened.close()


@pytest.fixture
def heard() -> list[bytes]:
    return []


@pytest.fixture
def listener(tier: RedisTier, heard: list[bytes]) -> Iterator[Listener]:
    opened = tier.listen(CHANNEL, heard.append)
    assert opened.wait_until_subscribed(10)
    yield opened
    opened.close()


def test_what_is_published_is_heard_in_order(tier: RedisTier, listener: Listener, heard: list[bytes]) -> None:
    assert all(tier.publish(CHANNEL, str(generation).encode()) for generation in range(5))

    wait_until(lambda: len(heard) == 5)
    assert heard == [b"0", b"1", b"2", b"3", b"4"]


def test_a_listener_subscribes_again_when_redis_returns(
    server: RedisServer, tier: RedisTier, listener: Listener, heard: list[bytes]
) -> None:
    server.kill()
    wait_until(lambda: not listener.wait_until_subscribed(0))
    assert not tier.publish(CHANNEL, b"lost")
    server.start()
    assert listener.wait_until_subscribed(10)

    wait_until(lambda: tier.publish(CHANNEL, b"7"))
    wait_until(lambda: b"7" in heard)


def test_a_listener_outlives_a_frozen_redis(
    server: RedisServer, tier: RedisTier, listener: Listener, heard: list[bytes]
) -> None:
    server.freeze()
    assert not tier.publish(CHANNEL, b"6")
    server.thaw()

    wait_until(lambda: tier.publish(CHANNEL, b"7"))
    wait_until(lambda: b"7" in heard)


def test_a_listener_outlives_an_error_of_its_reader(tier: RedisTier) -> None:
    heard: list[int] = []
    opened = tier.listen(CHANNEL, lambda payload: heard.append(int(payload)))
    assert opened.wait_until_subscribed(10)
    tier.publish(CHANNEL, b"not a number")
    wait_until(lambda: not opened.wait_until_subscribed(0))
    assert opened.wait_until_subscribed(10)

    tier.publish(CHANNEL, b"7")
    wait_until(lambda: heard == [7])
    opened.close()


def test_a_listener_may_be_opened_before_redis_is_there(server: RedisServer, heard: list[bytes]) -> None:
    server.kill()
    tier = RedisTier(RedisOptions(server.url, socket_timeout_seconds=0.5, cool_down_seconds=0.1))
    opened = tier.listen(CHANNEL, heard.append)
    server.start()

    assert opened.wait_until_subscribed(10)
    opened.close()
    tier.close()


def test_news_cross_a_cluster(shared_cluster: RedisClusterServers, heard: list[bytes]) -> None:
    tier = RedisTier(RedisOptions(shared_cluster.url, socket_timeout_seconds=2.0))
    opened = tier.listen(CHANNEL, heard.append)
    assert opened.wait_until_subscribed(10)

    assert all(tier.publish(CHANNEL, b"7") for _ in range(10))
    wait_until(lambda: len(heard) == 10)
    opened.close()
    tier.close()
