"""What a reader may rely on whatever tiers there are and whatever state Redis is in."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.cache.entry import Entry
from app.cache.memory import MemoryTier
from app.cache.store import Source
from app.cache.tiered import TieredCache
from tests.integration.cache.computation import Computation
from tests.integration.cache.conftest import COMBINATIONS, STORING, Clock, MakeEntry
from tests.redis_server import wait_until

KEY = "boxrank:1:7:board:limit=10"
OLD_KEY = "boxrank:1:6:board:limit=10"

in_every_combination = pytest.mark.parametrize("combination", COMBINATIONS)
where_it_is_stored = pytest.mark.parametrize("combination", STORING)


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
def test_the_first_caller_gets_a_computed_answer(cache: TieredCache, make_entry: MakeEntry) -> None:
    served = cache.get_or_compute(KEY, lambda: make_entry(b"fresh"))

    assert (served.entry.body, served.source) == (b"fresh", Source.COMPUTED)


@in_every_combination
def test_the_second_caller_gets_it_without_a_computation(
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
def test_an_exception_reaches_all_callers_and_is_not_cached(
    cache: TieredCache, make_entry: MakeEntry
) -> None:
    failing = Computation(make_entry(), error=KeyError("no such board"))
    failing.may_end.clear()
    with ThreadPoolExecutor(20) as pool:
        flights = [pool.submit(cache.get_or_compute, KEY, failing) for _ in range(20)]
        wait_until(lambda: cache.snapshot()["single_flight_waits"] == 19)
        failing.may_end.set()
        errors = [flight.exception(30) for flight in flights]

    assert [type(error) for error in errors] == [KeyError] * 20
    assert failing.calls == 1
    assert cache.get_or_compute(KEY, lambda: make_entry(b"well")).entry.body == b"well"


@in_every_combination
def test_a_computation_may_itself_read_the_cache(cache: TieredCache, make_entry: MakeEntry) -> None:
    def page() -> Entry:
        board = cache.get_or_compute(OLD_KEY, lambda: make_entry(b"board"))
        return make_entry(b"page of " + board.entry.body)

    assert cache.get_or_compute(KEY, page).entry.body == b"page of board"


def test_a_flight_that_starts_just_after_another_landed_computes_nothing(
    make_entry: MakeEntry, clock: Clock
) -> None:
    class SeenTooEarly(MemoryTier):
        looks = 0

        def get(self, key: str) -> Entry | None:
            self.looks += 1
            return None if self.looks == 1 else super().get(key)

    cache = TieredCache(SeenTooEarly(clock=clock), clock=clock)
    cache.set(KEY, make_entry(b"landed"))
    computation = Computation(make_entry(b"twice"))

    assert cache.get_or_compute(KEY, computation).entry.body == b"landed"
    assert computation.calls == 0
    cache.close()
