"""Every figure in plain words: the box page has them one tap away, the page about the data lists them all."""
# ruff: noqa: RUF001  (formulas are written with their own signs)

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure is. `lead` and `text` read as one sentence; `empty_when` says what a dash means, or
    is empty itself for a figure that always has a value.
    """

    label: str
    field: str
    lead: str
    text: str
    formula: str
    empty_when: str


_ALL = (
    Definition(
        "Floor",
        "floor_price_usd",
        "The cheapest sealed box",
        " that day, on the marketplace that comes first in the price order among those that reported one."
        " Yesterday's floor is never carried into today.",
        "",
        "No marketplace reported one.",
    ),
    Definition(
        "Traded today",
        "daily_volume_usd",
        "Dollars that changed hands",
        " that day, summed over the marketplaces. Where one says only how many boxes it sold, they are"
        " multiplied by its floor, and the sum is marked estimated.",
        "Σ volume, or Σ units sold × floor",
        "No marketplace reported a volume, which is not zero. A true zero is kept.",
    ),
    Definition(
        "Volume, 7 d avg",
        "unified_volume_7d_ema",
        "What ranks the board",
        ": a moving average of dollars traded in which the newest day weighs a quarter. When days are"
        " missing, the newest weighs more, by exactly the days that passed.",
        "EMA = α·x + (1 − α)·EMA before,  α = 1 − 0.75^g,  g = days since the last volume",
        "No volume that day. After more than 30 days without one, the average starts afresh.",
    ),
    Definition(
        "Traded, 30 days",
        "unified_volume_usd",
        "The plain sum",
        " of the last thirty calendar days, shown with the number of days that reported.",
        "Σ of 30 days",
        "No day of the thirty reported a volume.",
    ),
    Definition(
        "30-day mean",
        "unified_volume_30d_sma",
        "That sum, divided by the days",
        " of the thirty that reported a volume.",
        "Σ of 30 days / days with a volume",
        "No day of the thirty reported a volume.",
    ),
    Definition(
        "Coverage",
        "volume_30d_coverage",
        "How much of the month is known",
        ": the days of the last thirty that reported a volume, as a part of thirty.",
        "days with a volume / 30",
        "",
    ),
    Definition(
        "Momentum",
        "momentum_pct",
        "Faster or slower than usual",
        ": the 7-day average against the 30-day mean.",
        "100 × (EMA / SMA30 − 1)",
        "The figures are provisional, or nothing was traded in thirty days.",
    ),
    Definition(
        "Floor change",
        "floor_price_7d_change_pct",
        "Today's floor against an earlier one",
        ": that of 1, 7 or 30 days ago. If that very day had none, the newest floor up to 2 days earlier"
        " serves for 7 days, up to 5 for 30 days, none for 1.",
        "100 × (floor / floor n days ago − 1)",
        "One of the two floors is unknown, or the earlier one was zero.",
    ),
    Definition(
        "Market cap, listed",
        "visible_market_cap_usd",
        "What is for sale",
        ", valued at the floor.",
        "floor × listed",
        "Floor or listings are unknown.",
    ),
    Definition(
        "Sold a day",
        "boxes_sold_30d_avg",
        "The mean of the days",
        " among the last thirty that reported sales.",
        "Σ sold / days that reported",
        "No day of the thirty reported sales.",
    ),
    Definition(
        "Added a day",
        "boxes_added_30d_avg",
        "New listings",
        ", the mean of the days among the last thirty that reported them.",
        "Σ added / days that reported",
        "No day of the thirty reported additions.",
    ),
    Definition(
        "Listed",
        "active_listings_count",
        "Active listings",
        ", summed over the marketplaces that reported them.",
        "Σ listings",
        "No marketplace reported them.",
    ),
    Definition(
        "Absorption",
        "absorption_rate",
        "The part of the listings that sells in a day",
        ", at most all of them.",
        "s / L,  s = sold a day, L = listed",
        "Sales are unknown, or nothing is listed.",
    ),
    Definition(
        "Liquidity",
        "liquidity_score",
        "How much of what is on offer would sell in a month",
        " at this month's pace, from 0 to 100.",
        "100 × 30s / (30s + L),  s = sold a day, L = listed",
        "Sales or listings are unknown, or both are nothing.",
    ),
    Definition(
        "Days to sell",
        "expected_days_to_sell",
        "How long the listings last",
        " at this month's pace, from 1 to 365.",
        "L / s",
        "Nothing sold, or sales or listings are unknown.",
    ),
    Definition(
        "Days to +20 %",
        "days_to_20pct_increase",
        "How long until the listings are gone",
        ", when more is sold than added; at most 180.",
        "L / (s − a),  a = added a day",
        "With its reason: no sales, not tightening, too slow, or fewer than seven observed days.",
    ),
)

DEFINITIONS: dict[str, Definition] = {definition.field: definition for definition in _ALL}
