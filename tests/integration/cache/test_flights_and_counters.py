"""Flights are shared and never kept; counters lose nothing."""

import threading

import pytest

from app.cache.counters import CacheCounters
from app.cache.single_flight import FlightTimeoutError, SingleFlight


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


def test_a_closed_flight_deck_leaves_no_caller_waiting() -> None:
    flights: SingleFlight[int] = SingleFlight(worker_threads=1)
    flights.close()

    for _ in range(2):
        with pytest.raises(RuntimeError):
            flights.submit("a", lambda: 1)
    assert not flights.is_flying("a")


def test_counters_lose_nothing_between_threads() -> None:
    counters = CacheCounters()

    def count() -> None:
        for _ in range(2000):
            counters.add("fills")

    threads = [threading.Thread(target=count) for _ in range(4)]
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
