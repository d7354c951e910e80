"""A Redis that is dead, frozen, slow, full, read-only, flushed, poisoned or not a Redis at all is a miss."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from structlog.testing import capture_logs

from app.cache.counters import CacheCounters
from app.cache.entry import Entry, encode
from app.cache.redis import RedisOptions, RedisTier
from app.cache.store import Source
from tests.integration.cache.conftest import Clock, MakeCache, MakeEntry
from tests.redis_server import RedisServer

KEY = "boxrank:1:7:board:limit=10"
OTHER_KEY = "boxrank:1:7:board:limit=50"
GENEROUS_SECONDS = 1.0


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


def seconds_of(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def test_a_killed_redis_is_a_miss_and_heals_by_itself(
    server: RedisServer, tier: RedisTier, entry: Entry, clock: Clock
) -> None:
    tier.set(KEY, entry)
    server.kill()
    assert [tier.get(KEY) for _ in range(4)] == [None] * 4
    assert tier.breaker_state == "open"

    server.start()
    assert not tier.set(KEY, entry)
    clock.now += 1.1
    assert tier.set(KEY, entry)
    assert tier.get(KEY) == entry
    assert tier.breaker_state == "closed"


def test_a_frozen_redis_costs_three_timeouts_and_then_nothing(
    server: RedisServer, open_tier: Callable[..., RedisTier], entry: Entry, counters: CacheCounters
) -> None:
    tier = open_tier(server.url)
    tier.set(KEY, entry)
    server.freeze()

    slowest = max(seconds_of(lambda: tier.get(KEY)) for _ in range(3))
    many_after = seconds_of(lambda: [tier.get(KEY) for _ in range(1000)])

    assert 0.04 < slowest < GENEROUS_SECONDS
    assert many_after < GENEROUS_SECONDS
    assert counters.snapshot()["get_seconds_count"] == 3
    assert counters.snapshot()["skipped_tier2"] == 1000


def test_one_request_waits_for_a_frozen_redis_once(
    server: RedisServer, open_cache: MakeCache, entry: Entry
) -> None:
    cache = open_cache(server.url, socket_timeout_seconds=0.3)
    server.freeze()

    # a look-up, a lock and a second look would be 0.9 s
    assert seconds_of(lambda: cache.get_or_compute(KEY, lambda: entry)) < 0.6


def test_the_late_reply_of_a_thawed_redis_is_never_taken_for_another_keys(
    server: RedisServer, tier: RedisTier, entry: Entry, make_entry: MakeEntry
) -> None:
    tier.set(KEY, entry)
    tier.set(OTHER_KEY, make_entry(b"another board"))
    server.freeze()
    assert tier.get(KEY) is None
    server.thaw()

    found = tier.get(OTHER_KEY)
    assert found is not None
    assert found.body == b"another board"


@pytest.mark.parametrize("refuse", [RedisServer.fill, RedisServer.make_read_only], ids=["full", "read-only"])
def test_a_redis_that_refuses_writes_is_still_read(
    server: RedisServer,
    tier: RedisTier,
    entry: Entry,
    counters: CacheCounters,
    refuse: Callable[[RedisServer], None],
) -> None:
    tier.set(KEY, entry)
    refuse(server)

    assert [tier.set(OTHER_KEY, entry) for _ in range(5)] == [False] * 5
    assert tier.try_lock(KEY, "token", 1.0)
    assert tier.get(KEY) == entry
    assert tier.breaker_state == "closed"
    assert counters.snapshot()["errors_tier2"] == 6


def test_writes_go_on_when_a_full_redis_has_room_again(
    server: RedisServer, tier: RedisTier, entry: Entry
) -> None:
    server.fill()
    assert not tier.set(KEY, entry)
    server.make_room()

    assert tier.set(KEY, entry)


def test_a_flushed_redis_is_filled_again(server: RedisServer, open_cache: MakeCache, entry: Entry) -> None:
    first, second = (open_cache(server.url, socket_timeout_seconds=0.5) for _ in range(2))
    first.set(KEY, entry)
    server.flush()

    assert first.get_or_compute(KEY, lambda: entry).source is Source.MEMORY
    assert second.get_or_compute(KEY, lambda: entry).source is Source.COMPUTED


def test_tier_1_outlives_redis(server: RedisServer, open_cache: MakeCache, entry: Entry) -> None:
    cache = open_cache(server.url, socket_timeout_seconds=0.5)
    cache.set(KEY, entry)
    server.kill()

    served = cache.get(KEY)
    assert served is not None
    assert served.source is Source.MEMORY


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
    server.client.set(KEY, encode(OTHER_KEY, Entry(b"no", '"e"', b"", "text/plain", 1, time.time(), 100.0)))


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


def test_a_wrong_password_is_a_miss(server: RedisServer, open_tier: Callable[..., RedisTier]) -> None:
    server.client.config_set("requirepass", "right")
    without, wrong, right = (
        open_tier(f"redis://{password}127.0.0.1:{server.port}", 0.5)
        for password in ("", ":wrong@", ":right@")
    )

    assert without.get(KEY) is None
    assert wrong.get(KEY) is None
    assert not right.exists(KEY)
    assert right.try_lock(KEY, "token", 1.0)
    assert not right.try_lock(KEY, "other", 1.0)


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


def test_the_beginning_and_the_end_of_a_trouble_are_logged_once_each(
    server: RedisServer, tier: RedisTier, clock: Clock
) -> None:
    with capture_logs() as logs:
        server.kill()
        for _ in range(10):
            tier.get(KEY)
        server.start()
        clock.now += 1.1
        for _ in range(10):
            tier.get(KEY)

    assert [line["event"] for line in logs] == ["cache_redis_away", "cache_redis_back"]


def test_refused_writes_are_logged_once(server: RedisServer, tier: RedisTier, entry: Entry) -> None:
    server.fill()
    with capture_logs() as logs:
        for _ in range(10):
            tier.set(KEY, entry)
            tier.get(KEY)

    assert [(line["event"], line["operation"]) for line in logs] == [("cache_redis_refuses", "set")]


def test_a_lock_is_given_back_only_by_its_holder(tier: RedisTier) -> None:
    assert tier.try_lock(KEY, "mine", 60.0)
    assert not tier.try_lock(KEY, "theirs", 60.0)
    tier.unlock(KEY, "theirs")
    assert not tier.try_lock(KEY, "theirs", 60.0)
    tier.unlock(KEY, "mine")
    assert tier.try_lock(KEY, "theirs", 60.0)


def test_without_redis_nobody_is_locked_out(server: RedisServer, tier: RedisTier) -> None:
    tier.try_lock(KEY, "mine", 60.0)
    server.kill()

    assert tier.try_lock(KEY, "theirs", 60.0)
    tier.unlock(KEY, "mine")


def test_a_stored_value_leaves_redis_after_ttl_and_keeping_time(
    server: RedisServer, tier: RedisTier, make_entry: MakeEntry
) -> None:
    tier.set(KEY, make_entry(ttl_seconds=100.0), keep_seconds=50.0)

    assert 140_000 < server.client.pttl(KEY) <= 150_000


def test_only_single_key_commands_are_ever_sent(
    server: RedisServer, open_cache: MakeCache, entry: Entry
) -> None:
    cache = open_cache(server.url, socket_timeout_seconds=0.5)
    server.client.config_resetstat()
    cache.get_or_compute(KEY, lambda: entry)
    cache.exists(OTHER_KEY)
    cache.delete(KEY)
    cache.close()

    sent = {name.removeprefix("cmdstat_") for name in server.client.info("commandstats")}
    assert sent - {"config", "info"} == {"get", "set", "eval", "exists", "del"}
