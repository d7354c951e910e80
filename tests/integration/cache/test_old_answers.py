"""An old answer is better than none: while it is refreshed, and while the source is unavailable."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.cache.filler import TieredOptions
from app.cache.store import Lifetimes, Source
from app.cache.tiered import TieredCache
from tests.integration.cache.computation import Computation
from tests.integration.cache.conftest import COMBINATIONS, STORING, TTL_SECONDS, Clock, MakeCache, MakeEntry
from tests.redis_server import wait_until

KEY = "boxrank:1:7:board:limit=10"
OLD_KEY = "boxrank:1:6:board:limit=10"

in_every_combination = pytest.mark.parametrize("combination", COMBINATIONS)
where_it_is_stored = pytest.mark.parametrize("combination", STORING)


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
def test_in_an_outage_the_previous_generation_replaces_it(cache: TieredCache, make_entry: MakeEntry) -> None:
    cache.set(OLD_KEY, make_entry(b"previous", generation=6))
    outage = Computation(make_entry(), error=ConnectionError("database away"))

    served = cache.get_or_compute(KEY, outage, fallback_keys=[OLD_KEY])

    assert (served.entry.body, served.entry.generation, served.source) == (b"previous", 6, Source.STALE)
    assert not cache.exists(KEY)


@where_it_is_stored
def test_an_outage_is_not_tried_again_at_once_where_an_old_answer_exists(
    make_cache: MakeCache, make_entry: MakeEntry
) -> None:
    cache = make_cache(TieredOptions(outage_pause_seconds=60.0))
    cache.set(OLD_KEY, make_entry(b"previous"))
    outage = Computation(make_entry(), error=ConnectionError("database away"))

    for _ in range(3):
        cache.get_or_compute(KEY, outage, fallback_keys=[OLD_KEY])

    assert outage.calls == 1
    assert cache.snapshot()["source_breaker"] == "open"


@where_it_is_stored
def test_a_failed_refresh_is_not_tried_again_at_once(
    make_cache: MakeCache, make_entry: MakeEntry, clock: Clock
) -> None:
    cache = make_cache(TieredOptions(outage_pause_seconds=60.0))
    cache.set(KEY, make_entry(b"old"))
    clock.now += TTL_SECONDS * 1.2
    outage = Computation(make_entry(), error=ConnectionError("database away"))

    for _ in range(3):
        cache.get_or_compute(KEY, outage)
        wait_until(lambda: cache.snapshot()["source_breaker"] == "open")
    cache.close()

    assert outage.calls == 1


@where_it_is_stored
def test_the_source_is_called_again_after_the_pause(make_cache: MakeCache, make_entry: MakeEntry) -> None:
    cache = make_cache(TieredOptions(outage_pause_seconds=0.05))
    cache.set(OLD_KEY, make_entry(b"previous"))
    outage = Computation(make_entry(b"new"), error=ConnectionError("database away"))
    cache.get_or_compute(KEY, outage, fallback_keys=[OLD_KEY])
    outage.error = None

    wait_until(lambda: cache.get_or_compute(KEY, outage, [OLD_KEY]).entry.body == b"new")
    assert cache.snapshot()["source_breaker"] == "closed"


@in_every_combination
def test_an_outage_with_nothing_kept_is_raised(cache: TieredCache, make_entry: MakeEntry) -> None:
    outage = Computation(make_entry(), error=ConnectionError("database away"))

    for _ in range(2):
        with pytest.raises(ConnectionError, match="database away"):
            cache.get_or_compute(KEY, outage, fallback_keys=[OLD_KEY])

    assert outage.calls == 2


@where_it_is_stored
def test_a_rejection_is_never_hidden_behind_an_old_answer(cache: TieredCache, make_entry: MakeEntry) -> None:
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

    with ThreadPoolExecutor(1) as pool:
        leader = pool.submit(cache.get_or_compute, KEY, slow)
        assert slow.has_begun.wait(10)
        with pytest.raises(TimeoutError):
            cache.get_or_compute(KEY, slow)
        slow.may_end.set()
        assert leader.result(10).entry.body == b"late"

    assert slow.calls == 1


@where_it_is_stored
def test_a_waiter_who_gives_up_gets_the_last_good_answer(
    make_cache: MakeCache, make_entry: MakeEntry
) -> None:
    cache = make_cache(TieredOptions(flight_wait_seconds=0.2))
    cache.set(OLD_KEY, make_entry(b"previous"))
    slow = Computation(make_entry(b"late"))
    slow.may_end.clear()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(cache.get_or_compute, KEY, slow)
        assert slow.has_begun.wait(10)
        served = cache.get_or_compute(KEY, slow, fallback_keys=[OLD_KEY])
        slow.may_end.set()

    assert (served.entry.body, served.source) == (b"previous", Source.STALE)
