"""What a reader may rely on whatever tiers there are and whatever state Redis is in."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.cache.entry import Entry
from app.cache.filler import TieredOptions
from app.cache.store import Lifetimes, Source
from app.cache.tiered import TieredCache
from tests.integration.cache.conftest import COMBINATIONS, STORING, TTL_SECONDS, Clock, MakeCache, MakeEntry
from tests.redis_server import wait_until

KEY = "boxrank:1:7:board:limit=10"
OLD_KEY = "boxrank:1:6:board:limit=10"

in_every_combination = pytest.mark.parametrize("combination", COMBINATIONS)
where_it_is_stored = pytest.mark.parametrize("combination", STORING)


class Computation:
    """Counts its calls; waits for `may_end` and raises `error` if there is one."""

    def __init__(self, entry: Entry, error: Exception | None = None) -> None:
        self.entry = entry
        self.error = error
        self.calls = 0
        self.has_begun = threading.Event()
        self.may_end = threading.Event()
        self.may_end.set()

    def __call__(self) -> Entry:
        self.calls += 1
        self.has_begun.set()
        assert self.may_end.wait(20)
        if self.error is not None:
            raise self.error
        return self.entry


@in_every_combination
def test_an_unknown_key_is_a_miss(cache: TieredCache) -> None:
    assert cache.get(KEY) is None
    assert not cache.exists(KEY)
    assert not cache.delete(KEY)
    assert cache.snapshot()["misses"] == 1


@where_it_is_stored
def test_what_is_set_is_found_byte_for_byte_until_it_is_deleted(
    cache: TieredCache, make_entry: MakeEntry
) -> None:
    entry = make_entry(b"\x00\xff" * 4000)
    cache.set(KEY, entry)

    found = cache.get(KEY)
    assert found is not None
    assert replace(found.entry, ttl_seconds=entry.ttl_seconds) == entry
    assert cache.exists(KEY)
    assert cache.delete(KEY)
    assert not cache.exists(KEY)
    assert cache.get(KEY) is None


@in_every_combination
def test_set_never_raises(cache: TieredCache, make_entry: MakeEntry) -> None:
    cache.set(KEY, make_entry())

    assert cache.snapshot()["fills"] == 1


@in_every_combination
def test_the_first_asker_gets_a_computed_answer(cache: TieredCache, make_entry: MakeEntry) -> None:
    served = cache.get_or_compute(KEY, lambda: make_entry(b"fresh"))

    assert (served.entry.body, served.source) == (b"fresh", Source.COMPUTED)


@in_every_combination
def test_the_second_asker_gets_it_without_a_computation(
    cache: TieredCache, make_entry: MakeEntry, combination: str
) -> None:
    computation = Computation(make_entry(b"fresh"))
    cache.get_or_compute(KEY, computation)
    served = cache.get_or_compute(KEY, computation)

    assert served.entry.body == b"fresh"
    assert served.source is (Source.REDIS if combination == "redis" else Source.MEMORY)
    assert computation.calls == 1


@in_every_combination
def test_two_hundred_concurrent_misses_cost_one_computation(
    cache: TieredCache, make_entry: MakeEntry
) -> None:
    computation = Computation(make_entry(b"once"))
    computation.may_end.clear()
    with ThreadPoolExecutor(200) as pool:
        asked = [pool.submit(cache.get_or_compute, KEY, computation) for _ in range(200)]
        wait_until(lambda: cache.snapshot()["single_flight_waits"] == 199, 30)
        computation.may_end.set()
        bodies = {flight.result(30).entry.body for flight in asked}

    assert bodies == {b"once"}
    assert computation.calls == 1


@in_every_combination
def test_two_hundred_concurrent_misses_in_an_event_loop_cost_one_computation(
    cache: TieredCache, make_entry: MakeEntry
) -> None:
    computation = Computation(make_entry(b"once"))

    async def ask() -> set[bytes]:
        served = await asyncio.gather(*(cache.get_or_compute_async(KEY, computation) for _ in range(200)))
        return {one.entry.body for one in served}

    assert asyncio.run(ask()) == {b"once"}
    assert computation.calls == 1


@in_every_combination
def test_the_leader_may_leave_without_failing_the_others(cache: TieredCache, make_entry: MakeEntry) -> None:
    computation = Computation(make_entry(b"kept"))
    computation.may_end.clear()

    async def ask() -> list[bytes]:
        leader = asyncio.create_task(cache.get_or_compute_async(KEY, computation))
        await asyncio.to_thread(computation.has_begun.wait, 10)
        others = [asyncio.create_task(cache.get_or_compute_async(KEY, computation)) for _ in range(5)]
        await asyncio.sleep(0)
        leader.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leader
        computation.may_end.set()
        return [(await other).entry.body for other in others]

    assert asyncio.run(ask()) == [b"kept"] * 5
    assert computation.calls == 1


@in_every_combination
def test_a_computation_is_kept_when_everybody_has_left(cache: TieredCache, make_entry: MakeEntry) -> None:
    computation = Computation(make_entry(b"kept"))
    computation.may_end.clear()

    async def ask_and_leave() -> None:
        asker = asyncio.create_task(cache.get_or_compute_async(KEY, computation))
        await asyncio.to_thread(computation.has_begun.wait, 10)
        asker.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asker

    asyncio.run(ask_and_leave())
    computation.may_end.set()
    wait_until(lambda: cache.snapshot()["fills"] == 1)

    assert cache.get_or_compute(KEY, computation).entry.body == b"kept"
    assert computation.calls == 1


@in_every_combination
def test_an_exception_reaches_all_who_wait_once_and_is_not_kept(
    cache: TieredCache, make_entry: MakeEntry
) -> None:
    failing = Computation(make_entry(), error=KeyError("no such board"))
    failing.may_end.clear()

    async def ask() -> list[object]:
        asked = [asyncio.create_task(cache.get_or_compute_async(KEY, failing)) for _ in range(20)]
        await asyncio.to_thread(wait_until, lambda: cache.snapshot()["single_flight_waits"] == 19)
        failing.may_end.set()
        return list(await asyncio.gather(*asked, return_exceptions=True))

    answers = asyncio.run(ask())

    assert [type(answer) for answer in answers] == [KeyError] * 20
    assert failing.calls == 1
    assert cache.get_or_compute(KEY, lambda: make_entry(b"well")).entry.body == b"well"


@where_it_is_stored
def test_an_expired_answer_is_served_at_once_while_one_refresh_runs(
    cache: TieredCache, make_entry: MakeEntry, clock: Clock
) -> None:
    cache.set(KEY, make_entry(b"old"))
    clock.now += TTL_SECONDS * 1.2
    refresh = Computation(make_entry(b"new"))
    refresh.may_end.clear()

    meanwhile = [cache.get_or_compute(KEY, refresh) for _ in range(3)]
    refresh.may_end.set()
    wait_until(lambda: cache.get_or_compute(KEY, refresh).source is not Source.STALE)

    assert [(served.entry.body, served.source) for served in meanwhile] == [(b"old", Source.STALE)] * 3
    assert meanwhile[0].age_seconds == pytest.approx(TTL_SECONDS * 1.2)
    assert cache.get_or_compute(KEY, refresh).entry.body == b"new"
    assert refresh.calls == 1


@where_it_is_stored
def test_beyond_the_stale_window_an_answer_is_computed_again(
    make_cache: MakeCache, make_entry: MakeEntry, clock: Clock
) -> None:
    cache = make_cache(TieredOptions(lifetimes=Lifetimes(stale_seconds=10)))
    cache.set(KEY, make_entry(b"old"))
    clock.now += TTL_SECONDS * 1.2 + 10

    assert cache.get(KEY) is None
    assert cache.get_or_compute(KEY, lambda: make_entry(b"new")).entry.body == b"new"


@where_it_is_stored
def test_a_failed_refresh_leaves_the_stale_answer_in_place(
    cache: TieredCache, make_entry: MakeEntry, clock: Clock
) -> None:
    cache.set(KEY, make_entry(b"old"))
    clock.now += TTL_SECONDS * 1.2
    failing = Computation(make_entry(), error=ConnectionError("database away"))

    cache.get_or_compute(KEY, failing)
    wait_until(lambda: cache.snapshot()["compute_errors"] == 1)

    served = cache.get_or_compute(KEY, failing)
    assert (served.entry.body, served.source) == (b"old", Source.STALE)


@where_it_is_stored
def test_in_an_outage_the_last_good_answer_of_the_key_is_served(
    cache: TieredCache, make_entry: MakeEntry, clock: Clock
) -> None:
    cache.set(KEY, make_entry(b"old"))
    clock.now += TTL_SECONDS * 1.2 + 300
    outage = Computation(make_entry(), error=ConnectionError("database away"))

    served = cache.get_or_compute(KEY, outage)

    assert (served.entry.body, served.source) == (b"old", Source.STALE)
    assert cache.snapshot()["stale_serves"] == cache.snapshot()["compute_errors"] == 1


@where_it_is_stored
def test_in_an_outage_the_previous_generation_stands_in(cache: TieredCache, make_entry: MakeEntry) -> None:
    cache.set(OLD_KEY, make_entry(b"previous", generation=6))
    outage = Computation(make_entry(), error=ConnectionError("database away"))

    served = cache.get_or_compute(KEY, outage, fallback_keys=[OLD_KEY])

    assert (served.entry.body, served.entry.generation, served.source) == (b"previous", 6, Source.STALE)
    assert not cache.exists(KEY)


@where_it_is_stored
def test_an_outage_is_not_tried_again_at_once_where_an_old_answer_exists(
    cache: TieredCache, make_entry: MakeEntry
) -> None:
    cache.set(OLD_KEY, make_entry(b"previous"))
    outage = Computation(make_entry(), error=ConnectionError("database away"))
    ends_at = time.monotonic() + 0.9

    for _ in range(3):
        cache.get_or_compute(KEY, outage, fallback_keys=[OLD_KEY])

    assert outage.calls == 1 or time.monotonic() > ends_at
    assert cache.snapshot()["source_breaker"] == "open"


@in_every_combination
def test_an_outage_with_nothing_kept_is_raised(cache: TieredCache, make_entry: MakeEntry) -> None:
    outage = Computation(make_entry(), error=ConnectionError("database away"))

    for _ in range(2):
        with pytest.raises(ConnectionError, match="database away"):
            cache.get_or_compute(KEY, outage, fallback_keys=[OLD_KEY])

    assert outage.calls == 2


@where_it_is_stored
def test_a_refusal_is_never_hidden_behind_an_old_answer(cache: TieredCache, make_entry: MakeEntry) -> None:
    cache.set(OLD_KEY, make_entry(b"previous"))
    refusing = Computation(make_entry(), error=KeyError("this box was removed"))

    with pytest.raises(KeyError):
        cache.get_or_compute(KEY, refusing, fallback_keys=[OLD_KEY])


@where_it_is_stored
def test_a_negative_answer_is_kept_for_its_own_time(
    cache: TieredCache, make_entry: MakeEntry, clock: Clock
) -> None:
    absent = Computation(make_entry(b"no such box", ttl_seconds=10, is_negative=True))
    cache.get_or_compute(KEY, absent)
    served = cache.get_or_compute(KEY, absent)
    assert (served.entry.is_negative, absent.calls) == (True, 1)

    clock.now += 10 * 1.2 + 300
    assert cache.get(KEY) is None


@where_it_is_stored
def test_ttls_are_jittered_by_at_most_a_tenth(cache: TieredCache, make_entry: MakeEntry) -> None:
    for number in range(200):
        cache.set(f"{KEY}:{number}", make_entry())
    found = [cache.get(f"{KEY}:{number}") for number in range(200)]

    ttls = [served.entry.ttl_seconds for served in found if served]
    assert len(ttls) == 200
    assert min(ttls) >= TTL_SECONDS * 0.9
    assert max(ttls) <= TTL_SECONDS * 1.1
    assert max(ttls) - min(ttls) > TTL_SECONDS * 0.05


@in_every_combination
def test_a_waiter_gives_up_in_time_and_the_computation_goes_on(
    make_cache: MakeCache, make_entry: MakeEntry
) -> None:
    cache = make_cache(TieredOptions(flight_wait_seconds=0.2))
    slow = Computation(make_entry(b"late"))
    slow.may_end.clear()

    with pytest.raises(TimeoutError):
        asyncio.run(cache.get_or_compute_async(KEY, slow))
    with pytest.raises(TimeoutError):
        cache.get_or_compute(KEY, slow)
    slow.may_end.set()

    wait_until(lambda: cache.snapshot()["fills"] == 1)
    assert slow.calls == 1


@where_it_is_stored
def test_a_waiter_who_gives_up_gets_the_last_good_answer(
    make_cache: MakeCache, make_entry: MakeEntry
) -> None:
    cache = make_cache(TieredOptions(flight_wait_seconds=0.2))
    cache.set(OLD_KEY, make_entry(b"previous"))
    slow = Computation(make_entry(b"late"))
    slow.may_end.clear()

    served = asyncio.run(cache.get_or_compute_async(KEY, slow, fallback_keys=[OLD_KEY]))
    slow.may_end.set()

    assert (served.entry.body, served.source) == (b"previous", Source.STALE)


@in_every_combination
def test_a_computation_may_itself_ask_the_cache(cache: TieredCache, make_entry: MakeEntry) -> None:
    def page() -> Entry:
        board = cache.get_or_compute(OLD_KEY, lambda: make_entry(b"board"))
        return make_entry(b"page of " + board.entry.body)

    assert asyncio.run(cache.get_or_compute_async(KEY, page)).entry.body == b"page of board"
