"""The contract that memory and Redis, single or cluster, keep alike; and the cluster's own duties."""

from collections.abc import Callable, Iterator

import pytest

from app.cache.counters import CacheCounters
from app.cache.deadline import DeadlineConnection, DeadlineSSLConnection
from app.cache.keys import lock_key
from app.cache.memory import MemoryTier
from app.cache.redis import RedisOptions, RedisTier
from app.cache.server import ClusterServer, SingleServer, connect
from tests.integration.cache.conftest import Clock, MakeEntry
from tests.redis_server import RedisClusterServers, RedisServer, wait_until

KEY = "boxrank:1:7:board:limit=10"

Tier = MemoryTier | RedisTier


@pytest.fixture(params=["memory", "redis", "cluster"])
def tier(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Tier]:
    if request.param == "memory":
        yield MemoryTier(clock=clock)
        return
    servers = request.getfixturevalue("shared_server" if request.param == "redis" else "shared_cluster")
    redis = RedisTier(RedisOptions(servers.url, socket_timeout_seconds=2.0))
    yield redis
    redis.close()


def test_a_tier_gives_back_what_it_took(tier: Tier, make_entry: MakeEntry) -> None:
    entry = make_entry(b"body" * 1000)

    assert tier.get(KEY) is None
    assert tier.set(KEY, entry)
    assert tier.get(KEY) == entry
    assert tier.exists(KEY)


@pytest.mark.parametrize("is_negative", [True, False])
def test_a_tier_replaces_what_it_had(tier: Tier, make_entry: MakeEntry, is_negative: bool) -> None:
    new = make_entry(b"new", is_negative=is_negative)
    tier.set(KEY, make_entry(b"old", is_negative=not is_negative))
    tier.set(KEY, new)

    assert tier.get(KEY) == new


def test_a_tier_drops_what_is_deleted(tier: Tier, make_entry: MakeEntry) -> None:
    tier.set(KEY, make_entry())

    assert tier.delete(KEY)
    assert not tier.delete(KEY)
    assert tier.get(KEY) is None


def test_a_tier_keeps_an_expired_entry_for_the_keeping_time(
    tier: Tier, make_entry: MakeEntry, clock: Clock
) -> None:
    entry = make_entry(ttl_seconds=0.001)
    tier.set(KEY, entry, keep_seconds=60.0)
    clock.now += 59

    assert tier.get(KEY) == entry


def test_a_tier_drops_an_entry_after_ttl_and_keeping_time(
    tier: Tier, make_entry: MakeEntry, clock: Clock
) -> None:
    tier.set(KEY, make_entry(ttl_seconds=0.01), keep_seconds=0.01)
    clock.now += 1

    wait_until(lambda: tier.get(KEY) is None)
    assert not tier.exists(KEY)


@pytest.mark.parametrize(
    ("url", "is_cluster", "server", "connection"),
    [
        ("redis://cache:6380/2", False, SingleServer, DeadlineConnection),
        ("rediss://user:word@cache:6380/0", False, SingleServer, DeadlineSSLConnection),
        ("redis://cache", True, ClusterServer, DeadlineConnection),
        ("redis+cluster://cache", False, ClusterServer, DeadlineConnection),
        ("rediss+cluster://cache", False, ClusterServer, DeadlineSSLConnection),
    ],
)
def test_the_url_says_which_server_and_whether_it_is_encrypted(
    monkeypatch: pytest.MonkeyPatch, url: str, is_cluster: bool, server: type, connection: type
) -> None:
    seen: list[dict[str, object]] = []
    monkeypatch.setattr(server, "__init__", lambda _self, options: seen.append(options))

    assert isinstance(connect(url, 0.05, is_cluster), server)
    assert seen[0]["connection_class"] is connection
    assert (seen[0]["host"], seen[0]["socket_timeout"]) == ("cache", 0.05)


@pytest.mark.parametrize("url", ["unix:///tmp/redis", "http://cache", "cache:6379", ""])
def test_another_kind_of_url_is_rejected(url: str) -> None:
    with pytest.raises(ValueError, match="redis"):
        connect(url, 0.05)


@pytest.fixture
def cluster_tier(shared_cluster: RedisClusterServers) -> Iterator[Callable[[str, float], RedisTier]]:
    opened: list[RedisTier] = []

    def open_one(url: str, timeout_seconds: float) -> RedisTier:
        counters = CacheCounters()
        opened.append(RedisTier(RedisOptions(url, socket_timeout_seconds=timeout_seconds), counters))
        return opened[-1]

    yield open_one
    for tier in opened:
        tier.close()


def test_keys_spread_over_the_nodes_of_a_cluster(
    shared_cluster: RedisClusterServers, cluster_tier: Callable[..., RedisTier], make_entry: MakeEntry
) -> None:
    tier = cluster_tier(shared_cluster.url, 2.0)
    keys = [f"{KEY}{number}" for number in range(50)]
    for key in keys:
        assert tier.set(key, make_entry())

    assert all(tier.get(key) == make_entry() for key in keys)
    sizes = [node.client.dbsize() for node in shared_cluster.nodes]
    assert sum(sizes) == 50
    assert min(sizes) > 0


def test_a_frozen_node_takes_only_its_own_keys_along(
    shared_cluster: RedisClusterServers, cluster_tier: Callable[..., RedisTier], make_entry: MakeEntry
) -> None:
    tier = cluster_tier(shared_cluster.url, 0.2)
    keys = [f"{KEY}{number}" for number in range(30)]
    for key in keys:
        tier.set(key, make_entry())
    kept = shared_cluster.nodes[0].client
    shared_cluster.nodes[1].freeze()
    try:
        found = {key for key in keys if tier.get(key) is not None}
    finally:
        shared_cluster.nodes[1].thaw()

    assert 0 < len(found) < 30
    assert all(kept.exists(key) for key in found)


def test_a_moved_key_is_found_at_its_new_node(
    shared_cluster: RedisClusterServers, cluster_tier: Callable[..., RedisTier], make_entry: MakeEntry
) -> None:
    tier = cluster_tier(shared_cluster.url, 2.0)
    tier.exists(KEY)
    first, second = (node.client for node in shared_cluster.nodes)
    slot = first.execute_command("CLUSTER KEYSLOT", KEY)
    names = [client.execute_command("CLUSTER MYID").decode() for client in (first, second)]
    old_owner = 0 if slot < 8192 else 1

    def give_to(owner: int) -> None:
        for client in (second, first) if owner else (first, second):
            client.execute_command("CLUSTER SETSLOT", slot, "NODE", names[owner])

    give_to(1 - old_owner)
    try:
        assert tier.set(KEY, make_entry())
        assert tier.get(KEY) == make_entry()
    finally:
        tier.delete(KEY)
        give_to(old_owner)


def test_a_lock_works_in_a_cluster(
    shared_cluster: RedisClusterServers, cluster_tier: Callable[..., RedisTier]
) -> None:
    tier = cluster_tier(shared_cluster.url, 2.0)

    assert tier.try_lock(KEY, "mine", 60.0)
    assert not tier.try_lock(KEY, "theirs", 60.0)
    assert tier.exists(lock_key(KEY))
    tier.unlock(KEY, "mine")
    assert tier.try_lock(KEY, "theirs", 60.0)


def test_a_cluster_url_on_a_single_server_is_a_miss(shared_server: RedisServer) -> None:
    tier = RedisTier(RedisOptions(shared_server.url, is_cluster=True))

    assert tier.get(KEY) is None
    tier.close()
