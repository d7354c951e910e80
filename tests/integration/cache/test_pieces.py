"""Promises of the small parts: keys, frames, bounds of tier 1, the breaker, single-flight."""

import gzip
import threading
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cache.breaker import CircuitBreaker
from app.cache.counters import CacheCounters
from app.cache.entry import Entry, MalformedFrameError, decode, encode
from app.cache.keys import Argument, cache_key, generation_channel, lock_key
from app.cache.memory import OVERHEAD_BYTES, MemoryOptions, MemoryTier
from app.cache.single_flight import FlightTimeoutError, SingleFlight
from tests.integration.cache.conftest import Clock, MakeEntry

arguments = st.dictionaries(
    st.sampled_from(["box", "limit", "metrics", "q"]),
    st.none() | st.text(max_size=8) | st.integers() | st.lists(st.text(max_size=4), max_size=3).map(tuple),
)
entries = st.builds(
    Entry,
    body=st.binary(max_size=300),
    etag=st.text(max_size=10),
    gzip_body=st.binary(max_size=50),
    media_type=st.text(max_size=10),
    generation=st.integers(0, 2**62),
    created_at=st.floats(0, 1e10),
    ttl_seconds=st.floats(0, 1e6),
    is_negative=st.booleans(),
)


def test_a_key_reads_as_the_grammar_says() -> None:
    key = cache_key(
        2, 17, "board", {"limit": 50, "day": date(2026, 1, 31), "game": None, "metrics": ("a", "b")}
    )

    assert key == "boxrank:2:17:board:day=2026-01-31:game=!:limit=50:metrics=(a,b,)"


@given(arguments, arguments)
def test_different_arguments_never_share_a_key(
    first: dict[str, Argument], second: dict[str, Argument]
) -> None:
    written = [{name: _as_written(value) for name, value in one.items()} for one in (first, second)]

    assert (cache_key(1, 1, "board", first) == cache_key(1, 1, "board", second)) == (written[0] == written[1])


def _as_written(value: Argument) -> object:
    return str(value) if isinstance(value, int) else value


def test_a_key_stays_short_however_long_the_question() -> None:
    first, second = (cache_key(1, 7, "search", {"q": letter * 100_000}) for letter in "ab")

    assert len(first) < 100
    assert first != second


def test_locks_and_channels_are_never_keys_of_answers() -> None:
    key = cache_key(1, 7, "board", {"q": "x:!lock"})

    assert lock_key(cache_key(1, 7, "board", {"q": "x"})) != key
    assert generation_channel(1) != generation_channel(2)


@given(st.text(max_size=20), entries)
def test_an_entry_survives_its_frame(key: str, entry: Entry) -> None:
    assert decode(key, encode(key, entry)) == entry


@given(entries, st.data())
def test_a_damaged_frame_is_refused(entry: Entry, data: st.DataObject) -> None:
    frame = encode("key", entry)
    position = data.draw(st.integers(0, len(frame) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    damaged = frame[:position] + bytes([frame[position] ^ bit]) + frame[position + 1 :]

    for wrong in (damaged, frame[:position], frame + b"x"):
        with pytest.raises(MalformedFrameError):
            decode("key", wrong)


@given(st.binary(max_size=200))
def test_foreign_bytes_are_refused(foreign: bytes) -> None:
    with pytest.raises(MalformedFrameError):
        decode("key", foreign)


def test_the_etag_depends_on_media_type_and_body_alone(make_entry: MakeEntry, clock: Clock) -> None:
    first = make_entry(b"body" * 500, generation=1)
    clock.now += 5
    second = make_entry(b"body" * 500, generation=2, ttl_seconds=9.0)

    assert first.etag == second.etag
    assert first.gzip_body == second.gzip_body
    assert first.etag != make_entry(b"Body" * 500).etag
    assert first.gzip_etag not in (first.etag, f"W/{first.etag}")


def test_a_long_body_has_a_compressed_copy_and_a_short_one_has_none(make_entry: MakeEntry) -> None:
    long = make_entry(b"body" * 500)

    assert gzip.decompress(long.gzip_body) == long.body
    assert make_entry(b"body").gzip_body == b""


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


def test_tier_1_refuses_an_entry_that_would_push_out_the_rest(make_entry: MakeEntry, clock: Clock) -> None:
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


def test_a_scan_of_random_keys_does_not_push_out_what_is_asked_for_again(
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


def test_unknown_names_cannot_push_out_the_warm_set(make_entry: MakeEntry, clock: Clock) -> None:
    tier = MemoryTier(MemoryOptions(max_entries=10, max_negative_entries=5), clock)
    for number in range(10):
        tier.set(f"warm {number}", make_entry())
    for number in range(1000):
        tier.set(f"unknown {number}", make_entry(is_negative=True))

    assert all(tier.exists(f"warm {number}") for number in range(10))
    assert tier.entries == 15


def test_the_breaker_opens_at_the_third_failure_in_a_row() -> None:
    breaker = CircuitBreaker(clock=Clock())
    breaker.record_failure()
    breaker.record_failure()
    breaker.record_success()
    opened = [breaker.record_failure() for _ in range(3)]

    assert opened == [False, False, True]
    assert breaker.state == "open"
    assert not breaker.allows()


def test_an_open_breaker_lets_one_probe_through_per_cool_down() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock=clock)
    for _ in range(3):
        breaker.record_failure()
    clock.now += 1.01

    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    assert breaker.state == "half_open"


def test_a_failed_probe_opens_the_breaker_for_another_cool_down() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock=clock)
    for _ in range(3):
        breaker.record_failure()
    clock.now += 1.01
    breaker.allows()

    assert not breaker.record_failure()
    assert breaker.state == "open"
    assert not breaker.allows()
    clock.now += 1.01
    assert breaker.allows()


def test_a_probe_that_never_reports_does_not_close_the_door_for_good() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock=clock)
    for _ in range(3):
        breaker.record_failure()
    for _ in range(5):
        clock.now += 1.01
        assert breaker.allows()


def test_a_successful_probe_closes_the_breaker() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock=clock)
    for _ in range(3):
        breaker.record_failure()
    clock.now += 1.01
    breaker.allows()

    assert breaker.record_success()
    assert not breaker.record_success()
    assert breaker.state == "closed"
    assert all(breaker.allows() for _ in range(5))


def test_flights_of_different_keys_do_not_wait_for_each_other() -> None:
    flights: SingleFlight[int] = SingleFlight(worker_threads=1)
    may_end = threading.Event()
    first = flights.submit("a", lambda: (may_end.wait(20) and 1) or 0)

    assert flights.run("b", lambda: 2, wait_seconds=20) == 2
    may_end.set()
    assert first.result(20) == 1
    flights.close()


def test_a_flight_cannot_be_cancelled_by_one_who_waits_even_before_it_begins() -> None:
    flights: SingleFlight[int] = SingleFlight(worker_threads=1)
    may_end = threading.Event()
    flights.submit("before", lambda: (may_end.wait(20) and 1) or 0)
    queued = flights.submit("queued", lambda: 2)

    assert not queued.cancel()
    may_end.set()
    assert queued.result(20) == 2
    flights.close()


def test_the_result_of_a_flight_is_not_kept() -> None:
    flights: SingleFlight[int] = SingleFlight(worker_threads=1)
    numbers = iter(range(10))
    results = [flights.run("a", lambda: next(numbers), wait_seconds=1) for _ in range(3)]

    assert results == [0, 1, 2]
    assert not flights.is_flying("a")
    flights.close()


def test_a_waiter_is_not_held_longer_than_it_asked() -> None:
    flights: SingleFlight[int] = SingleFlight(worker_threads=1)
    may_end = threading.Event()
    flights.submit("a", lambda: (may_end.wait(20) and 1) or 0)

    with pytest.raises(FlightTimeoutError):
        flights.run("a", lambda: 2, wait_seconds=0.01)
    may_end.set()
    flights.close()


def test_a_closed_flight_deck_leaves_nobody_waiting() -> None:
    flights: SingleFlight[int] = SingleFlight(worker_threads=1)
    flights.close()

    for _ in range(2):
        with pytest.raises(RuntimeError):
            flights.submit("a", lambda: 1)
    assert not flights.is_flying("a")


def test_counters_lose_nothing_between_threads() -> None:
    counters = CacheCounters()
    threads = [
        threading.Thread(target=lambda: [counters.add("fills") for _ in range(2000)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counters.snapshot()["fills"] == 8000


def test_latencies_are_summed_and_handed_on() -> None:
    handed: list[tuple[str, float]] = []
    counters = CacheCounters(lambda operation, seconds: handed.append((operation, seconds)))
    for seconds in (0.25, 0.5):
        counters.observe("get", seconds)

    assert handed == [("get", 0.25), ("get", 0.5)]
    assert (counters.snapshot()["get_seconds_sum"], counters.snapshot()["get_seconds_count"]) == (0.75, 2)


def test_an_entry_grows_old_but_never_younger_than_now(make_entry: MakeEntry, clock: Clock) -> None:
    entry = make_entry()
    ages = [entry.age_seconds(clock.now + later) for later in (-5.0, 0.0, 5.0)]

    assert all(younger <= older for younger, older in pairwise(ages))
    assert ages[0] == 0.0
    assert entry.is_fresh(clock.now + 99)
    assert not entry.is_fresh(clock.now + 101)
