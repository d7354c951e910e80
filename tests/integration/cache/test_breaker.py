"""The breaker opens, probes and closes by its clock."""

from app.cache.breaker import CircuitBreaker
from tests.integration.cache.conftest import Clock


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
