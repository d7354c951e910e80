"""Counting per client: windows, bounded memory, names of clients."""

import pytest

from app.web.edge.proxies import host_without_port
from app.web.edge.rate_limits import Clients, RateLimits, address_name

NOON = 1_800_000_000.0
CLIENT = "address:192.0.2.1"


def left(limits: RateLimits, now: float = NOON, client: str = CLIENT) -> int:
    return int(dict(limits.take(client, now).headers)[b"ratelimit-remaining"])


def end_of_window(limits: RateLimits, client: str = CLIENT) -> float:
    return NOON + int(dict(limits.take(client, NOON).headers)[b"ratelimit-reset"])


def test_the_count_goes_down_and_then_the_client_waits_for_the_end_of_its_window() -> None:
    limits = RateLimits("3/minute")

    assert [left(limits) for _ in range(3)] == [2, 1, 0]
    refused = limits.take(CLIENT, NOON)

    assert 1 <= refused.retry_after_seconds <= 60
    assert dict(refused.headers)[b"ratelimit-reset"] == b"%d" % refused.retry_after_seconds


def test_a_new_window_gives_the_whole_rate_limit_again() -> None:
    limits = RateLimits("3/minute")
    ends_at = end_of_window(limits)

    assert left(limits, ends_at - 0.5) == 1
    assert left(limits, ends_at) == 2


@pytest.mark.parametrize(("rate", "seconds"), [("5/second", 1), ("5/minute", 60), ("5/hour", 3600)])
def test_no_window_is_longer_than_the_period(rate: str, seconds: int) -> None:
    limits = RateLimits(rate)

    ends = {end_of_window(limits, f"address:192.0.2.{number}") for number in range(50)}

    assert NOON < min(ends) <= max(ends) <= NOON + seconds
    assert len(ends) > 1 or seconds == 1


def test_clients_are_counted_apart() -> None:
    limits = RateLimits("2/minute")
    left(limits)
    left(limits)

    assert limits.take(CLIENT, NOON).retry_after_seconds > 0
    assert left(limits, client="address:192.0.2.2") == 1


def test_any_number_of_clients_takes_bounded_memory() -> None:
    limits = RateLimits("2/minute", most_clients=100)

    for number in range(1000):
        limits.take(f"address:{number}", NOON)

    assert len(limits) == 100


def test_windows_that_are_over_are_forgotten() -> None:
    limits = RateLimits("2/minute")
    for number in range(500):
        limits.take(f"address:{number}", NOON)

    limits.take(CLIENT, NOON + 61)

    assert len(limits) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("192.0.2.1", "::ffff:192.0.2.1"),
    ],
)
def test_addresses_of_one_client_have_one_name(one: str, other: str) -> None:
    assert address_name(one) == address_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("192.0.2.1", "192.0.2.2"), ("2001:db8:1:2::1", "2001:db8:1:3::1")]
)
def test_addresses_of_different_clients_have_different_names(one: str, other: str) -> None:
    assert address_name(one) != address_name(other)


def test_a_client_without_an_address_has_no_name() -> None:
    assert Clients(()).name({"client": None, "headers": []}) is None


def test_a_key_does_not_stand_in_the_name_of_its_bearer() -> None:
    name = Clients(("secret",)).name({"client": ("192.0.2.1", 1), "headers": [(b"x-api-key", b"secret")]})

    assert name is not None
    assert name.startswith("key:")
    assert "secret" not in name


@pytest.mark.parametrize(
    ("item", "host"),
    [
        ("192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1:1000 ", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ('"[2001:db8::1]:4711"', "2001:db8::1"),
        ("unknown", "unknown"),
    ],
)
def test_a_port_is_no_part_of_a_forwarded_address(item: str, host: str) -> None:
    assert host_without_port(item) == host


def test_the_name_of_what_is_no_address_is_short() -> None:
    name = Clients(()).name({"client": ("x" * 100_000, 1), "headers": []})

    assert name is not None
    assert len(name) < 100
