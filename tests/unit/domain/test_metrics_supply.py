"""Absorption, liquidity, days to sell and days of supply of one box, checked by hand."""

import pytest

from tests.unit.domain.kernel import series


def last_of_week(name: str, **figures: float | None) -> object:
    return series(name, [{"day": day, **figures} for day in range(7)])[-1]


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
    [(30, 1.0, 50.0), (30, 0.0, 0.0), (0, 1.0, None), (0, 0.0, None), (None, 1.0, None), (30, None, None)],
)
def test_liquidity_is_the_sell_through_of_a_month(
    listings: int | None, sold: float | None, score: float | None
) -> None:
    assert last_of_week("liquidity_score", active_listings=listings, units_sold=sold) == score


@pytest.mark.parametrize(
    ("listings", "sold", "days"),
    [
        (10, 4.0, 2.5),
        (0, 4.0, None),
        (2, 4.0, 1.0),
        (900, 0.1, 365.0),
        (10, 0.0, None),
        (10, None, None),
        (None, 4.0, None),
    ],
)
def test_days_to_sell_stay_between_one_and_a_year(
    listings: int | None, sold: float | None, days: float | None
) -> None:
    assert last_of_week("expected_days_to_sell", active_listings=listings, units_sold=sold) == days


@pytest.mark.parametrize(
    ("listings", "sold", "added", "days", "reason"),
    [
        (10, 3.0, 1.0, 5.0, None),
        (10, 2.0, 0.0, 5.0, None),
        (10, 2.0, None, None, "additions_unknown"),
        (0, 2.0, 0.0, None, "nothing_listed"),
        (900, 1.0, 0.0, 180.0, None),
        (10, 0.15, 0.10, 180.0, None),
        (10, 0.14, 0.10, None, "too_slow"),
        (10, 1.0, 1.0, None, "not_tightening"),
        (10, 1.0, 2.0, None, "not_tightening"),
        (10, 0.0, 2.0, None, "no_sales"),
        (10, None, 2.0, None, "sales_or_listings_unknown"),
        (None, 3.0, 1.0, None, "sales_or_listings_unknown"),
    ],
)
def test_days_of_supply_come_with_a_reason_when_they_are_missing(
    listings: int | None, sold: float | None, added: float | None, days: float | None, reason: str | None
) -> None:
    figures = {"active_listings": listings, "units_sold": sold, "units_listed": added}

    assert last_of_week("days_of_supply", **figures) == days
    assert last_of_week("days_of_supply_reason", **figures) == reason


def test_days_of_supply_follow_from_the_unrounded_averages() -> None:
    once = {"active_listings": 10, "units_listed": 0.0}
    sold_once = [{"day": day, "units_sold": float(day == 0), **once} for day in range(15)]

    assert series("days_of_supply", sold_once)[-1] == 150.0


def test_fewer_than_seven_observed_days_are_a_short_history_whatever_else_holds() -> None:
    rows = [{"day": 3 * day, "active_listings": 4, "units_sold": 0.0} for day in range(7)]

    assert series("days_of_supply_reason", rows) == ["short_history"] * 6 + ["no_sales"]


def test_figures_that_were_cut_are_named() -> None:
    fast = [{"day": day, "active_listings": 1, "units_sold": 2.0, "units_listed": 0.0} for day in range(7)]
    slow = [{"day": day, "active_listings": 900, "units_sold": 1.0, "units_listed": 0.0} for day in range(7)]

    assert series("capped", fast)[-1] == "absorption_rate,expected_days_to_sell"
    assert series("capped", slow)[-1] == "expected_days_to_sell,days_of_supply"


def test_ratios_compare_the_marketplaces_that_report_both() -> None:
    other = {"marketplace": "ebay", "active_listings": 90}
    rows = [{"day": 0, "active_listings": 10, "units_sold": 1.0}, {"day": 0, **other}]

    assert series("active_listings_count", rows) == [100]
    assert series("liquidity_score", rows) == [75.0]
