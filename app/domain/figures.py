"""The list of figures: everything that pages, terminal, API, files and documents know of each."""
# ruff: noqa: RUF001  (formulas are written with their own signs)

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import get_args, get_type_hints

from app.domain.figure import (
    BOXES,
    DAYS,
    FLAG,
    LISTINGS,
    PERCENT,
    PRICE,
    REASON,
    SCORE,
    SHARE,
    USD,
    Figure,
    entry,
    figure_list,
)

_FLOOR_CHANGE = (
    "Today's floor against an earlier one",
    ": that of 1, 7 or 30 days ago. If that very day had none, the newest floor up to 2 days earlier is used"
    " for 7 days, up to 5 for 30 days, none for 1.",
    "100 × (floor / floor n days ago − 1)",
    "One of the two floors is unknown, or the earlier one was zero.",
)


@figure_list
class Figures:
    """Unified metrics of one box on one day; the rules are in `docs/metrics.md`."""

    floor_price_usd: float | None = entry(
        "Floor",
        "floor",
        PRICE,
        "The cheapest sealed box",
        " that day, on the marketplace that comes first in the price order among those that reported one."
        " Yesterday's floor is never carried into today.",
        empty_when="No marketplace reported one.",
        has_board=True,
        noun="floor",
        place=1,
    )
    floor_price_1d_change_pct: float | None = entry(
        *("Floor change, 1 day", "floor 1d", PERCENT, *_FLOOR_CHANGE),
        period_days=1,
        has_board=True,
        noun="floor change",
    )
    floor_price_7d_change_pct: float | None = entry(
        *("Floor change, 7 days", "floor 7d", PERCENT, *_FLOOR_CHANGE),
        period_days=7,
        has_board=True,
        noun="floor change",
    )
    floor_price_30d_change_pct: float | None = entry(
        *("Floor change, 30 days", "floor 30d", PERCENT, *_FLOOR_CHANGE),
        period_days=30,
        has_board=True,
        noun="floor change",
    )
    daily_volume_usd: float | None = entry(
        "Traded today",
        "traded",
        USD,
        "Dollars that changed hands",
        " that day, summed over the marketplaces. Where one reports only how many boxes it sold, they are"
        " multiplied by its floor, and the sum is marked estimated.",
        "Σ volume, or Σ units sold × floor",
        "No marketplace reported a volume, which is not zero. A true zero is kept.",
        period_days=1,
        has_board=True,
        noun="volume",
        by="the day's volume",
        place=3,
    )
    daily_volume_is_estimated: bool | None = entry(
        "Estimated",
        "estimated",
        FLAG,
        "Whether the volume of the day is estimated",
        " from boxes sold and the floor.",
        empty_when="The volume itself is unknown.",
    )
    unified_volume_7d_ema: float | None = entry(
        "Volume, 7-day average",
        "7d avg",
        USD,
        "What ranks the board",
        ": a moving average of dollars traded in which the newest day weighs a quarter. When days are"
        " missing, the newest weighs more, by exactly the days that passed.",
        "EMA = α·x + (1 − α)·EMA before,  α = 1 − 0.75^g,  g = days since the last volume",
        "No volume that day. After more than 30 days without one, the average starts again.",
        period_days=7,
        has_board=True,
        noun="volume",
        by="7-day volume",
        place=2,
    )
    unified_volume_usd: float | None = entry(
        "Traded, 30 days",
        "traded 30d",
        USD,
        "The plain sum",
        " of the last thirty calendar days, shown with the number of days that reported.",
        "Σ of 30 days",
        "No day of the thirty reported a volume.",
        period_days=30,
        has_board=True,
        noun="volume",
        by="30-day volume",
        place=4,
    )
    unified_volume_30d_sma: float | None = entry(
        "30-day mean",
        "mean 30d",
        USD,
        "That sum, divided by the days",
        " of the thirty that reported a volume.",
        "Σ of 30 days / days with a volume",
        "No day of the thirty reported a volume.",
        period_days=30,
    )
    volume_30d_coverage: float | None = entry(
        "Coverage",
        "coverage",
        SHARE,
        "How much of the month is known",
        ": the days of the last thirty that reported a volume, as a part of thirty.",
        "days with a volume / 30",
        period_days=30,
    )
    active_listings_count: int | None = entry(
        "Listed",
        "listed",
        LISTINGS,
        "Active listings",
        ", summed over the marketplaces that reported them.",
        "Σ listings",
        "No marketplace reported them.",
        has_board=True,
        noun="listings",
        by="listings",
        place=9,
    )
    boxes_sold: float | None = entry(
        "Sold",
        "sold",
        BOXES,
        "Boxes sold that day",
        ", summed over the marketplaces that reported them.",
        "Σ sold",
        "No marketplace reported sales.",
        period_days=1,
    )
    boxes_added: float | None = entry(
        "Added",
        "added",
        BOXES,
        "Boxes newly listed that day",
        ", summed over the marketplaces that reported them.",
        "Σ added",
        "No marketplace reported additions.",
        period_days=1,
    )
    boxes_sold_30d_avg: float | None = entry(
        "Sold a day",
        "sold/d",
        BOXES,
        "The mean of the days",
        " among the last thirty that reported sales.",
        "Σ sold / days that reported",
        "No day of the thirty reported sales.",
        period_days=30,
        has_board=True,
        noun="sales",
        by="boxes sold a day",
        place=7,
    )
    boxes_added_30d_avg: float | None = entry(
        "Added a day",
        "added/d",
        BOXES,
        "New listings",
        ", the mean of the days among the last thirty that reported them.",
        "Σ added / days that reported",
        "No day of the thirty reported additions.",
        period_days=30,
        place=8,
    )
    visible_market_cap_usd: float | None = entry(
        "Market cap, listed",
        "market cap",
        USD,
        "What is for sale",
        ", valued at the floor.",
        "floor × listed",
        "Floor or listings are unknown.",
        has_board=True,
        noun="market cap",
        place=6,
    )
    absorption_rate: float | None = entry(
        "Absorption",
        "absorption",
        SHARE,
        "The part of the listings that sells in a day",
        ", at most all of them.",
        "s / L,  s = sold a day, L = listed",
        "Sales are unknown, or nothing is listed.",
    )
    liquidity_score: float | None = entry(
        "Liquidity",
        "liquidity",
        SCORE,
        "How much of what is on offer would sell in a month",
        " at this month's pace, from 0 to 100.",
        "100 × 30s / (30s + L),  s = sold a day, L = listed",
        "Sales or listings are unknown, or both are zero.",
        has_board=True,
        noun="liquidity",
        place=10,
    )
    expected_days_to_sell: float | None = entry(
        "Days to sell",
        "days to sell",
        DAYS,
        "How long the listings last",
        " at this month's pace, from 1 to 365.",
        "L / s",
        "Nothing sold, or sales or listings are unknown.",
        has_board=True,
        is_ascending=True,
        noun="days to sell",
        place=11,
    )
    days_to_20pct_increase: float | None = entry(
        "Days to +20 %",
        "to +20%",
        DAYS,
        "How long until the listings are gone",
        ", when more is sold than added; at most 180.",
        "L / (s − a),  a = added a day",
        "With its reason: no sales, not tightening, too slow, or fewer than seven observed days.",
        has_board=True,
        is_ascending=True,
        noun="days to +20 %",
        place=12,
    )
    days_to_20pct_increase_reason: str | None = entry(
        "Reason",
        "reason",
        REASON,
        "Why there are no days to +20 %",
        empty_when="There are, or the listings are unknown.",
    )
    momentum_pct: float | None = entry(
        "Momentum",
        "momentum",
        PERCENT,
        "Faster or slower than usual",
        ": the 7-day average against the 30-day mean.",
        "100 × (EMA / SMA30 − 1)",
        "The figures are provisional, or nothing was traded in thirty days.",
        has_board=True,
        noun="momentum",
        place=5,
    )
    is_provisional: bool = entry(
        "Provisional", "provisional", FLAG, "Whether the 7-day average takes in fewer than 7 observations"
    )


def _all() -> Mapping[str, Figure]:
    hints, listed = get_type_hints(Figures), {}
    for each in fields(Figures):
        kinds = get_args(hints[each.name]) or (hints[each.name],)
        own = {"key": each.name, "type": kinds[0], "is_nullable": len(kinds) > 1}
        listed[each.name] = replace(each.metadata["figure"], **own)
    return MappingProxyType(listed)


FIGURES: Mapping[str, Figure] = _all()
"""Every figure by its key, in the order of the API."""
