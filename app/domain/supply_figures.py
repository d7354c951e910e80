"""Figures of supply and demand: listings, boxes sold and added, and how fast the one meets the other."""

from datetime import date

from app.domain.figure import (
    BOXES,
    DAY,
    DAYS,
    FLAG,
    LIQUIDITY_REASON,
    LISTINGS,
    NAMES,
    SCORE,
    SHARE,
    SUPPLY_REASON,
    USD,
    entry,
    figure_list,
)

_BOTH = "No marketplace has both sales and listings that are still good, or nothing is listed."


@figure_list
class SupplyFigures:
    """Listings and boxes; ratios compare the marketplaces that report both of their figures."""

    active_listings_count: int | None = entry(
        "Listed",
        "listed",
        LISTINGS,
        "Active listings",
        ": the newest count of each marketplace that is still good, added.",
        "Σ listings",
        "No marketplace has a count that is still good.",
        has_board=True,
        noun="listings",
        by="listings",
        place=10,
    )
    listings_on: date | None = entry(
        "Listed on",
        "listed on",
        DAY,
        "The day of the oldest count among them",
        empty_when="There is no count.",
    )
    boxes_sold: float | None = entry(
        "Sold",
        "sold",
        BOXES,
        "Boxes sold that day",
        ", added over the marketplaces that reported them.",
        "Σ sold",
        "No marketplace reported sales that day.",
        period_days=1,
    )
    boxes_added: float | None = entry(
        "Added",
        "added",
        BOXES,
        "Boxes newly listed that day",
        ", added over the marketplaces that reported them.",
        "Σ added",
        "No marketplace reported additions that day.",
        period_days=1,
    )
    boxes_sold_30d_avg: float | None = entry(
        "Sold a day",
        "sold/d",
        BOXES,
        "Of each marketplace the mean of the days that reported sales",
        " among the thirty up to its newest one, and their sum.",
        "Σ (Σ sold of 30 days / days that reported)",
        "No marketplace has sales that are still good.",
        period_days=30,
        has_board=True,
        noun="sales",
        by="boxes sold a day",
        place=8,
    )
    boxes_added_30d_avg: float | None = entry(
        "Added a day",
        "added/d",
        BOXES,
        "New listings, likewise",
        ": of each marketplace the mean of the days that reported them, and their sum.",
        "Σ (Σ added of 30 days / days that reported)",
        "No marketplace has additions that are still good.",
        period_days=30,
        place=9,
    )
    listed_value_usd: float | None = entry(
        "Listed value",
        "listed value",
        USD,
        "What is for sale",
        ", valued at the floor.",
        "floor × listed",
        "Floor or listings are unknown.",
        has_board=True,
        noun="listed value",
        place=7,
    )
    absorption_rate: float | None = entry(
        "Absorption",
        "absorption",
        SHARE,
        "The part of the listings that sells in a day",
        ", at most all of them.",
        "s / L,  s = sold a day, L = listed, of the marketplaces that report both",
        _BOTH,
    )
    liquidity_score: float | None = entry(
        "Liquidity",
        "liquidity",
        SCORE,
        "How much of what is on offer would sell in a month",
        " at this month's pace, from 0 to 100.",
        "100 × 30s / (30s + L),  s = sold a day, L = listed, of the marketplaces that report both",
        _BOTH,
        has_board=True,
        noun="liquidity",
        place=11,
    )
    liquidity_reason: str | None = entry(
        "Reason, liquidity",
        "liquidity reason",
        LIQUIDITY_REASON,
        "Why there is no liquidity",
        empty_when="There is one, or sales or listings are unknown.",
    )
    expected_days_to_sell: float | None = entry(
        "Days to sell",
        "days to sell",
        DAYS,
        "How long the listings last",
        " at this month's pace, from 1 to 365.",
        "L / s, of the marketplaces that report both",
        "Nothing sold, nothing is listed, or no marketplace has both sales and listings that are still good.",
        has_board=True,
        is_ascending=True,
        noun="days to sell",
        place=12,
    )
    days_of_supply: float | None = entry(
        "Days of supply",
        "supply",
        DAYS,
        "How long until the listings are gone",
        ", when more is sold than added; at most 180.",
        "L / (s − a),  a = added a day, of the marketplaces that report all three",
        "With its reason.",
        has_board=True,
        is_ascending=True,
        noun="days of supply",
        place=13,
    )
    days_of_supply_reason: str | None = entry(
        "Reason, supply",
        "supply reason",
        SUPPLY_REASON,
        "Why there are no days of supply",
        empty_when="There are.",
    )
    capped: list[str] = entry(
        "Capped", "capped", NAMES, "The figures that stand at a bound of theirs and may lie beyond it"
    )
    observed_on: date = entry(
        "Observed", "observed", DAY, "The latest day, up to this one, on which the box was observed"
    )
    is_carried: bool = entry(
        "Carried",
        "carried",
        FLAG,
        "Whether the box was not observed on this day: its figures are earlier ones",
    )
    observed_days: int = entry(
        "Days observed", "days observed", LISTINGS, "On how many days the box was observed so far"
    )
