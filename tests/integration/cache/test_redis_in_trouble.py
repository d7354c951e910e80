"""A Redis that is dead, frozen, full, read-only or flushed is a miss, counted and logged once."""

from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from app.cache.counters import CacheCounters
from app.cache.entry import Entry
from app.cache.redis import RedisTier
from app.cache.store import Source
from tests.integration.cache.computation import seconds_of
from tests.integration.cache.conftest import Clock, MakeCache, MakeEntry
from tests.redis_server import RedisServer

KEY = "boxrank:1:7:board:limit=10"
OTHER_KEY = "boxrank:1:7:board:limit=50"
GENEROUS_SECONDS = 1.0


def test_a_killed_redis_is_a_miss_and_heals_by_itself(
    server: RedisServer, tier: RedisTier, entry: Entry, clock: Clock
) -> None:
    tier.set(KEY, entry)
    server.kill()
    assert ([tier.get(KEY) for _ in range(4)], tier.breaker_state) == ([None] * 4, "open")

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
    cache = open_cache(server.url, socket_timeout_seconds=1.0)
    server.freeze()

    # a look-up, a lock and a second look would be 3 s
    assert seconds_of(lambda: cache.get_or_compute(KEY, lambda: entry)) < 2.5


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
def test_a_redis_that_rejects_writes_is_still_read(
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


def test_rejected_writes_are_logged_once(server: RedisServer, tier: RedisTier, entry: Entry) -> None:
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


def test_without_redis_no_caller_is_locked_out(server: RedisServer, tier: RedisTier) -> None:
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
