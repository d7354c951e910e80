"""Tier 1 stays within its bounds, and keeps what is asked for again."""

from app.cache.memory import OVERHEAD_BYTES, MemoryOptions, MemoryTier
from tests.integration.cache.conftest import Clock, MakeEntry


def test_tier_1_never_holds_more_entries_than_allowed(make_entry: MakeEntry, clock: Clock) -> None:
    tier = MemoryTier(MemoryOptions(max_entries=10), clock)
    for number in range(1000):
        tier.set(f"key {number}", make_entry())
        tier.get(f"key {number}")

    assert tier.entries == 10
    assert tier.get("key 999") == make_entry()


def test_tier_1_never_holds_more_bytes_than_allowed(make_entry: MakeEntry, clock: Clock) -> None:
    tier = MemoryTier(MemoryOptions(max_bytes=100_000), clock)
    for number in range(1000):
        tier.set(f"key {number}", make_entry(bytes([number % 256]) * 400))
        tier.get(f"key {number % 7}")
        assert tier.size_bytes <= 100_000

    assert tier.size_bytes > 90_000


def test_tier_1_counts_bytes_exactly(make_entry: MakeEntry, clock: Clock) -> None:
    tier = MemoryTier(clock=clock)
    for body in (b"long body", b"body"):
        tier.set("key", make_entry(body))
    assert tier.size_bytes == len("key") + len("body") + OVERHEAD_BYTES

    tier.get("key")
    tier.delete("key")
    assert (tier.size_bytes, tier.entries) == (0, 0)


def test_tier_1_rejects_an_entry_that_would_evict_the_rest(make_entry: MakeEntry, clock: Clock) -> None:
    tier = MemoryTier(MemoryOptions(max_bytes=100_000), clock)
    tier.set("small", make_entry())

    assert not tier.set("large", make_entry(b"x" * 50_000))
    assert tier.get("small") == make_entry()


def test_tier_1_evicts_the_least_recently_used(make_entry: MakeEntry, clock: Clock) -> None:
    tier = MemoryTier(MemoryOptions(max_entries=3), clock)
    for key in "abc":
        tier.set(key, make_entry())
    tier.get("a")
    tier.set("d", make_entry())

    assert [key for key in "abcd" if tier.exists(key)] == ["a", "c", "d"]


def test_a_scan_of_random_keys_does_not_evict_what_is_requested_again(
    make_entry: MakeEntry, clock: Clock
) -> None:
    tier = MemoryTier(MemoryOptions(max_entries=100), clock)
    warm = [f"warm {number}" for number in range(50)]
    for key in warm:
        tier.set(key, make_entry())
        tier.get(key)
    for number in range(10_000):
        tier.set(f"random {number}", make_entry())

    assert all(tier.exists(key) for key in warm)


def test_unknown_names_cannot_evict_the_warm_set(make_entry: MakeEntry, clock: Clock) -> None:
    tier = MemoryTier(MemoryOptions(max_entries=10, max_negative_entries=5), clock)
    for number in range(10):
        tier.set(f"warm {number}", make_entry())
    for number in range(1000):
        tier.set(f"unknown {number}", make_entry(is_negative=True))

    assert all(tier.exists(f"warm {number}") for number in range(10))
    assert tier.entries == 15


def test_a_refreshed_entry_is_as_safe_from_a_scan_as_before(make_entry: MakeEntry, clock: Clock) -> None:
    tier = MemoryTier(MemoryOptions(max_entries=10), clock)
    tier.set("warm", make_entry(b"old"))
    tier.get("warm")
    tier.set("warm", make_entry(b"new"))
    for number in range(100):
        tier.set(f"random {number}", make_entry())

    assert tier.get("warm") == make_entry(b"new")
