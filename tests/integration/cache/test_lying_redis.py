"""Foreign, damaged and dripping values, and servers that are no Redis at all, are misses."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.cache.content import Content
from app.cache.counters import CacheCounters
from app.cache.entry import Entry, encode
from app.cache.redis import RedisTier
from app.cache.store import Source
from tests.integration.cache.computation import seconds_of
from tests.integration.cache.conftest import MakeCache
from tests.redis_server import RedisServer

KEY = "boxrank:1:7:board:limit=10"
OTHER_KEY = "boxrank:1:7:board:limit=50"
GENEROUS_SECONDS = 1.0


def poison_with_list(server: RedisServer, frame: bytes) -> None:
    server.client.rpush(KEY, frame)


def poison_with_text(server: RedisServer, frame: bytes) -> None:
    server.client.set(KEY, b'{"json": "of somebody else"}')


def poison_with_nothing(server: RedisServer, frame: bytes) -> None:
    server.client.set(KEY, b"")


def poison_with_half(server: RedisServer, frame: bytes) -> None:
    server.client.set(KEY, frame[: len(frame) // 2])


def poison_with_one_wrong_bit(server: RedisServer, frame: bytes) -> None:
    server.client.set(KEY, frame[:-1] + bytes([frame[-1] ^ 1]))


def poison_with_another_keys_value(server: RedisServer, frame: bytes) -> None:
    of_another = Entry(Content.of(b"no"), '"e"', "text/plain", 1, time.time(), 100.0)
    server.client.set(KEY, encode(OTHER_KEY, of_another))


@pytest.mark.parametrize(
    "poison",
    [
        poison_with_list,
        poison_with_text,
        poison_with_nothing,
        poison_with_half,
        poison_with_one_wrong_bit,
        poison_with_another_keys_value,
    ],
)
def test_a_poisoned_value_is_a_counted_miss_and_is_replaced(
    server: RedisServer,
    open_cache: MakeCache,
    tier: RedisTier,
    entry: Entry,
    counters: CacheCounters,
    poison: Callable[[RedisServer, bytes], None],
) -> None:
    cache = open_cache(server.url, socket_timeout_seconds=0.5)
    poison(server, encode(KEY, entry))

    assert tier.get(KEY) is None
    assert counters.snapshot()["poisoned_values"] + counters.snapshot()["errors_tier2"] == 1
    assert cache.get_or_compute(KEY, lambda: entry).source is Source.COMPUTED
    cache.close()
    healed = tier.get(KEY)
    assert healed is not None
    assert healed.body == b"a board"


@contextmanager
def impostor(replies: Callable[[socket.socket], None]) -> Iterator[str]:
    """A TCP server that answers the first bytes of each connection by `replies`, and its URL."""
    listening = socket.create_server(("127.0.0.1", 0))
    connections: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connections.append(connection)
            try:
                connection.recv(4096)
                replies(connection)
            except OSError:
                continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()
        for connection in connections:
            connection.close()


def test_a_dripping_redis_costs_no_more_than_a_silent_one(open_tier: Callable[..., RedisTier]) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"$1000\r\n")
        for _ in range(1000):
            connection.sendall(b"x")
            time.sleep(0.02)

    with impostor(drip) as url:
        tier = open_tier(url)
        assert seconds_of(lambda: tier.get(KEY)) < GENEROUS_SECONDS


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"$many\r\n",
        b"$-7\r\n",
        b":5\r\n",
        b"*2\r\n$1\r\na\r\n$1\r\nb\r\n",
        b"$3\r\nabcd\r\n",
        b"-ERR unknown command\r\n",
        b"-LOADING Redis is loading the dataset in memory\r\n",
        b"-CLUSTERDOWN The cluster is down\r\n",
        b"-MOVED 1 127.0.0.1:1\r\n",
        b"\r\n",
        b"",
    ],
)
def test_a_server_that_talks_nonsense_is_a_miss(open_tier: Callable[..., RedisTier], reply: bytes) -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(reply)
        connection.shutdown(socket.SHUT_WR)

    with impostor(answer) as url:
        tier = open_tier(url)
        assert [tier.get(KEY) for _ in range(4)] == [None] * 4


def test_a_call_that_fails_is_not_tried_again(open_tier: Callable[..., RedisTier]) -> None:
    asked: list[socket.socket] = []

    def hang_up(connection: socket.socket) -> None:
        asked.append(connection)
        connection.shutdown(socket.SHUT_RDWR)

    with impostor(hang_up) as url:
        tier = open_tier(url, 2.0)
        tier.get(KEY)

    assert len(asked) == 1
