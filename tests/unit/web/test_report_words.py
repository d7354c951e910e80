"""What stands beside a figure: its day, its bound, its basis, or the true reason why there is none."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.figure import LIQUIDITY_REASON, SUPPLY_REASON
from app.words.reports import (
    SUPPLY_REASONS,
    capped_figure,
    figure_text,
    other_basis,
    report_day,
    why_empty,
    without,
)
from app.words.unreported import can_be_known, nobody_reports
from tests.unit.web.view_data import DAY, YESTERDAY, figures

SALES_AND_LISTINGS = {"boxes_sold_30d_avg": 2.0, "active_listings_count": 9}
TRADED = {"daily_volume_usd": 34_572.0, "unified_volume_7d_ema": 30_000.0, "unified_volume_30d_sma": 1_000.0}


@pytest.mark.parametrize(
    ("key", "known", "why"),
    [
        ("floor_price_usd", {}, "no floor reported"),
        ("floor_price_7d_change_pct", {}, "no floor reported"),
        ("floor_price_7d_change_pct", {"floor_price_usd": 5.0}, "no floor of a week before to compare with"),
        (
            "floor_price_1d_change_pct",
            {"floor_price_usd": 5.0, "floor_on": YESTERDAY},
            "the floor is that of an earlier day",
        ),
        (
            "market_price_1d_change_pct",
            {
                "market_price_usd": 5.0,
                "market_price_on": YESTERDAY,
                "observed_on": YESTERDAY,
                "is_carried": True,
            },
            "the market price is that of an earlier day",
        ),
        (
            "market_price_90d_change_pct",
            {"market_price_usd": 5.0, "market_price_on": DAY},
            "no market price of three months before to compare with",
        ),
        ("unified_volume_7d_ema", {}, "no volume reported"),
        ("daily_volume_usd", {}, "no volume reported"),
        ("daily_volume_usd", {"missing_marketplaces": ["ebay"]}, "without ebay"),
        ("momentum_pct", {}, "no volume reported"),
        ("momentum_pct", {**TRADED, "is_provisional": True}, "fewer than 7 reports of a volume"),
        (
            "momentum_pct",
            {"unified_volume_7d_ema": 0.0, "is_provisional": False},
            "nothing traded in thirty days",
        ),
        ("liquidity_score", {}, "sales not reported"),
        ("liquidity_score", {"boxes_sold_30d_avg": 2.0}, "listings not reported"),
        ("liquidity_score", SALES_AND_LISTINGS, "no marketplace reports both sales and listings"),
        (
            "liquidity_score",
            {**SALES_AND_LISTINGS, "liquidity_reason": "nothing_listed"},
            "nothing is listed",
        ),
        (
            "expected_days_to_sell",
            {**SALES_AND_LISTINGS, "liquidity_score": 0.0},
            "nothing was sold in thirty days",
        ),
        ("listed_value_usd", {"active_listings_count": 9}, "no floor reported"),
        ("listed_value_usd", {"floor_price_usd": 5.0}, "listings not reported"),
        ("days_of_supply", {"days_of_supply_reason": "too_slow"}, "hardly more is sold than added"),
    ],
)
def test_the_reason_beside_a_dash_is_the_true_one(key: str, known: dict[str, Any], why: str) -> None:
    assert why_empty(figures(**known), key) == why


def test_every_reason_that_is_stored_has_words() -> None:
    stored = f"{SUPPLY_REASON.description}, {LIQUIDITY_REASON.description}".removeprefix("One of ")
    assert {reason.strip() for reason in stored.split(",")} <= set(SUPPLY_REASONS)


def test_a_figure_is_of_the_oldest_report_that_it_rests_on() -> None:
    earlier = DAY - timedelta(3)
    known = figures(
        floor_price_usd=5.0,
        floor_on=YESTERDAY,
        active_listings_count=9,
        listings_on=earlier,
        listed_value_usd=45.0,
    )
    assert report_day(known, "floor_price_usd", DAY) == YESTERDAY
    assert report_day(known, "listed_value_usd", DAY) == earlier
    assert report_day(known, "floor_price_usd", YESTERDAY) is None
    assert report_day(known, "market_price_usd", DAY) is None


@pytest.mark.parametrize(
    ("days_before", "shown"), [(7, None), (9, DAY - timedelta(9))], ids=["on the day", "two days earlier"]
)
def test_the_basis_of_a_change_is_named_where_it_is_another_day(days_before: int, shown: date | None) -> None:
    known = figures(floor_on=DAY, floor_price_7d_basis_on=DAY - timedelta(days_before))
    assert other_basis(known, "floor_price_7d_change_pct") == shown


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("expected_days_to_sell", 365.0, "365+"),
        ("expected_days_to_sell", 1.0, "under a day"),
        ("days_of_supply", 180.0, "180+"),
        ("absorption_rate", 1.0, "1.0+"),
    ],
)
def test_a_figure_at_its_bound_says_so(key: str, value: float, text: str) -> None:
    assert figure_text(figures(**{key: value, "capped": [key]}), key) == text
    assert capped_figure(figures(**{key: value}), key) is None


def test_marketplaces_that_did_not_report_are_named() -> None:
    assert without(["cardmarket", "ebay"]) == "without cardmarket and ebay"
    assert without([]) == ""


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        (("floor_price_usd", "market_price_usd"), "No marketplace reports sales or listings here."),
        (
            ("floor_price_usd", "volume_30d_usd", "active_listings_count"),
            "No marketplace reports market prices here.",
        ),
        (("floor_price_usd", "market_price_usd", "volume_30d_usd", "active_listings_count"), ""),
        ((), ""),
    ],
)
def test_what_nobody_reports_is_one_sentence(known: tuple[str, ...], sentence: str) -> None:
    assert nobody_reports(known.__contains__, "here") == sentence


def test_a_figure_has_a_place_where_what_it_is_made_of_is_known() -> None:
    assert can_be_known("listed_value_usd", {"floor_price_usd", "active_listings_count"})
    assert not can_be_known("listed_value_usd", {"floor_price_usd"})
    assert not can_be_known("momentum_pct", {"floor_price_usd"})
