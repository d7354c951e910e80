"""Absorption, liquidity, days to sell and days to a rise of one box, checked by hand."""

import pytest

from app.domain.metrics import MetricRules, compute_metrics
from tests.oracles.metrics_markets import observed


def last_of_week(name: str, **figures: float | None) -> object:
    rows = observed([{"day": day, **figures} for day in range(7)])
    return compute_metrics(rows, MetricRules())[name].to_list()[-1]


@pytest.mark.parametrize(
    ("listings", "sold", "rate"),
    [(10, 2.0, 0.2), (2, 5.0, 1.0), (0, 2.0, None), (None, 2.0, None), (5, None, None)],
)
def test_absorption_is_the_share_of_listings_sold_a_day(
    listings: int | None, sold: float | None, rate: float | None
) -> None:
    assert last_of_week("absorption_rate", active_listings=listings, units_sold=sold) == rate


@pytest.mark.parametrize(
    ("listings", "sold", "score"),
    [(30, 1.0, 50.0), (30, 0.0, 0.0), (0, 1.0, 100.0), (0, 0.0, None), (None, 1.0, None), (30, None, None)],
)
def test_liquidity_is_the_sell_through_of_a_month(
    listings: int | None, sold: float | None, score: float | None
) -> None:
    assert last_of_week("liquidity_score", active_listings=listings, units_sold=sold) == score


@pytest.mark.parametrize(
    ("listings", "sold", "days"),
    [(10, 4.0, 2.5), (0, 4.0, 1.0), (900, 0.1, 365.0), (10, 0.0, None), (10, None, None), (None, 4.0, None)],
)
def test_days_to_sell_stay_between_one_and_a_year(
    listings: int | None, sold: float | None, days: float | None
) -> None:
    assert last_of_week("expected_days_to_sell", active_listings=listings, units_sold=sold) == days


@pytest.mark.parametrize(
    ("listings", "sold", "added", "days", "reason"),
    [
        (10, 3.0, 1.0, 5.0, None),
        (10, 2.0, None, 5.0, None),
        (0, 2.0, None, 0.0, None),
        (900, 1.0, None, 180.0, None),
        (10, 0.15, 0.10, 180.0, None),
        (10, 0.14, 0.10, None, "too_slow"),
        (10, 1.0, 1.0, None, "not_tightening"),
        (10, 1.0, 2.0, None, "not_tightening"),
        (10, 0.0, 2.0, None, "no_sales"),
        (10, None, 2.0, None, "no_sales"),
        (None, 3.0, 1.0, None, None),
    ],
)
def test_days_to_a_rise_come_with_a_reason_when_they_are_missing(
    listings: int | None, sold: float | None, added: float | None, days: float | None, reason: str | None
) -> None:
    figures = {"active_listings": listings, "units_sold": sold, "units_listed": added}

    assert last_of_week("days_of_supply", **figures) == days
    assert last_of_week("days_of_supply_reason", **figures) == reason


def test_days_to_a_rise_follow_from_the_unrounded_averages() -> None:
    sold_once = [{"day": day, "active_listings": 10, "units_sold": float(day == 0)} for day in range(15)]

    computed = compute_metrics(observed(sold_once), MetricRules())

    assert computed["days_of_supply"].to_list()[-1] == 150.0


def test_fewer_than_seven_observed_days_are_a_short_history_whatever_else_holds() -> None:
    rows = observed([{"day": 3 * day, "active_listings": 4, "units_sold": 0.0} for day in range(7)])

    reasons = compute_metrics(rows, MetricRules())["days_of_supply_reason"].to_list()

    assert reasons == ["short_history"] * 6 + ["no_sales"]
