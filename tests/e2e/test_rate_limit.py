"""The allowance of a client in front of real servers, with a Redis that dies."""

import time
from collections.abc import Callable, Iterator
from statistics import median

import httpx
import pytest

from tests.e2e.web_server import WebServer
from tests.redis_server import RedisServer, wait_until

BOARD = "/api/v1/booster-boxes"
MUCH_LONGER = 20
"""Times an answer without Redis takes; waiting for a frozen one, for 50 ms, would be more."""


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    """A Redis that this file kills and freezes."""
    with RedisServer() as server:
        yield server


@pytest.fixture(scope="module")
def lone_server(market_url: str, redis_server: RedisServer) -> Iterator[WebServer]:
    """A server with nobody to share its counts with."""
    with WebServer(market_url, redis_server.url, settings={"BOXRANK_RATE_LIMIT": "640/day"}) as server:
        yield server


def client_of(server: WebServer) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{server.port}")


def test_two_servers_share_one_allowance_and_lose_redis_without_a_pause(
    market_url: str, redis_server: RedisServer
) -> None:
    limit = {"BOXRANK_RATE_LIMIT": "320/day"}
    with (
        WebServer(market_url, redis_server.url, settings=limit) as one,
        WebServer(market_url, redis_server.url, settings=limit) as other,
        client_of(one) as first,
        client_of(other) as second,
    ):
        while first.get(BOARD).status_code == 200:
            pass
        wait_until(_hears_of_others(second), 10)

        usual = _median_seconds(first, {429})
        redis_server.kill()
        assert _median_seconds(first, {429}) < MUCH_LONGER * usual
        redis_server.start()
        redis_server.freeze()
        assert _median_seconds(first, {429}) < MUCH_LONGER * usual


def test_a_server_believes_no_proxy_unless_told_to(lone_server: WebServer) -> None:
    with client_of(lone_server) as client:
        lefts = [
            int(client.get(BOARD, headers={"X-Forwarded-For": f"192.0.2.{n}"}).headers["ratelimit-remaining"])
            for n in range(3)
        ]

    assert lefts == [lefts[0], lefts[0] - 1, lefts[0] - 2]


def test_without_redis_a_server_counts_alone_and_answers_at_once(
    lone_server: WebServer, redis_server: RedisServer
) -> None:
    with client_of(lone_server) as client:
        usual = _median_seconds(client, {200})
        redis_server.freeze()
        assert _median_seconds(client, {200}) < MUCH_LONGER * usual
        redis_server.thaw()
        redis_server.kill()
        assert _median_seconds(client, {200}) < MUCH_LONGER * usual

        left = int(client.get(BOARD).headers["ratelimit-remaining"])
        assert int(client.get(BOARD).headers["ratelimit-remaining"]) == left - 1


def _hears_of_others(client: httpx.Client) -> Callable[[], bool]:
    """Asks, and tells whether more is gone since the first request than was asked here."""
    lefts: list[int] = []

    def hears() -> bool:
        lefts.append(int(client.get(BOARD).headers["ratelimit-remaining"]))
        return lefts[0] - lefts[-1] >= len(lefts)

    return hears


def _median_seconds(client: httpx.Client, statuses: set[int], times: int = 50) -> float:
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        assert client.get(BOARD).status_code in statuses
        seconds.append(time.perf_counter() - started)
    return median(seconds)
