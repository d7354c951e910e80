"""The shapes of the API's answers. Written by scripts/generate_client.py; do not edit.

Null is unknown and is never zero. Days are dates of the market's calendar, moments are aware, dollars are
floats to the cent. Lists are tuples, so that an answer that is kept cannot be changed by who gets it.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from boxrank_client.answer import Answer

Metric = Literal[
    "daily_volume_usd",
    "unified_volume_7d_ema",
    "unified_volume_30d_sma",
    "floor_price_usd",
    "floor_price_1d_change_pct",
    "floor_price_7d_change_pct",
    "floor_price_30d_change_pct",
    "market_price_usd",
    "market_price_1d_change_pct",
    "market_price_7d_change_pct",
    "market_price_30d_change_pct",
    "market_price_90d_change_pct",
    "volume_30d_usd",
    "momentum_pct",
    "active_listings_count",
    "boxes_sold_30d_avg",
    "listed_value_usd",
    "liquidity_score",
    "expected_days_to_sell",
    "days_of_supply",
]

Window = Literal["24h", "7d", "30d"]

Order = Literal["best", "worst"]

MoversBy = Literal["rank", "floor", "market"]

Period = Literal["1d", "7d", "30d", "90d"]

Outcome = Literal["ENTERED", "LEFT", "CLIMBED", "FELL", "UNCHANGED"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxCard:
    """One box of the catalogue."""

    slug: str
    name: str
    short_name: str
    code: str | None
    set_name: str | None
    game: str | None
    release_date: datetime.date | None
    image_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Unified metrics of one box on one day; the rules are in `docs/metrics.md`."""

    floor_price_usd: float | None
    """The cheapest sealed box that is offered: the newest report that is still good of the marketplace that
    comes first in the price order, else of the first other one by name. US dollars, to the cent. Null: no
    marketplace with a report that is still good has a floor."""
    floor_marketplace: str | None
    """The marketplace of the floor. Name of a marketplace. Null: no marketplace with a report that is still
    good has a floor."""
    floor_on: datetime.date | None
    """The day on which the floor was reported. A market day. Null: no marketplace with a report that is still
    good has a floor."""
    floor_price_1d_change_pct: float | None
    """The floor against an earlier report of the same marketplace: that of 1, 7, 30 or 90 days before it. If
    that very day had none, the newest one up to 2 days earlier serves for 7 days, up to 5 for 30, up to 10
    for 90, none for 1. Where the price is carried, its one-day change is unknown; the longer ones are those
    of its report. Percent, to 0.01. Null: there is no price, none to compare with, or the earlier one was
    zero."""
    floor_price_7d_change_pct: float | None
    """The floor against an earlier report of the same marketplace: that of 1, 7, 30 or 90 days before it. If
    that very day had none, the newest one up to 2 days earlier serves for 7 days, up to 5 for 30, up to 10
    for 90, none for 1. Where the price is carried, its one-day change is unknown; the longer ones are those
    of its report. Percent, to 0.01. Null: there is no price, none to compare with, or the earlier one was
    zero."""
    floor_price_7d_basis_on: datetime.date | None
    """The day of the earlier report that the change is measured against. A market day. Null: there is no
    change."""
    floor_price_30d_change_pct: float | None
    """The floor against an earlier report of the same marketplace: that of 1, 7, 30 or 90 days before it. If
    that very day had none, the newest one up to 2 days earlier serves for 7 days, up to 5 for 30, up to 10
    for 90, none for 1. Where the price is carried, its one-day change is unknown; the longer ones are those
    of its report. Percent, to 0.01. Null: there is no price, none to compare with, or the earlier one was
    zero."""
    floor_price_30d_basis_on: datetime.date | None
    """The day of the earlier report that the change is measured against. A market day. Null: there is no
    change."""
    market_price_usd: float | None
    """What recent sales say a box is worth, as a marketplace reports it (TCGplayer's market price,
    Cardmarket's trend): the newest report that is still good, in the same order as the floor. Neither
    replaces the other. US dollars, to the cent. Null: no marketplace with a report that is still good has a
    market price."""
    market_price_marketplace: str | None
    """The marketplace of the market price. Name of a marketplace. Null: no marketplace with a report that is
    still good has a market price."""
    market_price_on: datetime.date | None
    """The day on which the market price was reported. A market day. Null: no marketplace with a report that
    is still good has a market price."""
    market_price_1d_change_pct: float | None
    """The market price against an earlier report of the same marketplace: that of 1, 7, 30 or 90 days before
    it. If that very day had none, the newest one up to 2 days earlier serves for 7 days, up to 5 for 30, up
    to 10 for 90, none for 1. Where the price is carried, its one-day change is unknown; the longer ones are
    those of its report. Percent, to 0.01. Null: there is no price, none to compare with, or the earlier one
    was zero."""
    market_price_7d_change_pct: float | None
    """The market price against an earlier report of the same marketplace: that of 1, 7, 30 or 90 days before
    it. If that very day had none, the newest one up to 2 days earlier serves for 7 days, up to 5 for 30, up
    to 10 for 90, none for 1. Where the price is carried, its one-day change is unknown; the longer ones are
    those of its report. Percent, to 0.01. Null: there is no price, none to compare with, or the earlier one
    was zero."""
    market_price_7d_basis_on: datetime.date | None
    """The day of the earlier report that the change is measured against. A market day. Null: there is no
    change."""
    market_price_30d_change_pct: float | None
    """The market price against an earlier report of the same marketplace: that of 1, 7, 30 or 90 days before
    it. If that very day had none, the newest one up to 2 days earlier serves for 7 days, up to 5 for 30, up
    to 10 for 90, none for 1. Where the price is carried, its one-day change is unknown; the longer ones are
    those of its report. Percent, to 0.01. Null: there is no price, none to compare with, or the earlier one
    was zero."""
    market_price_30d_basis_on: datetime.date | None
    """The day of the earlier report that the change is measured against. A market day. Null: there is no
    change."""
    market_price_90d_change_pct: float | None
    """The market price against an earlier report of the same marketplace: that of 1, 7, 30 or 90 days before
    it. If that very day had none, the newest one up to 2 days earlier serves for 7 days, up to 5 for 30, up
    to 10 for 90, none for 1. Where the price is carried, its one-day change is unknown; the longer ones are
    those of its report. Percent, to 0.01. Null: there is no price, none to compare with, or the earlier one
    was zero."""
    market_price_90d_basis_on: datetime.date | None
    """The day of the earlier report that the change is measured against. A market day. Null: there is no
    change."""
    market_price_high_usd: float | None
    """The highest price over 365 days, of the reports of the marketplace that gives the price of the day; of
    its floors where the box has no market price. US dollars, to the cent. Null: the box has no price that is
    still good."""
    market_price_high_on: datetime.date | None
    """The first day of the high. A market day. Null: the box has no price that is still good."""
    market_price_low_usd: float | None
    """The lowest price over 365 days, of the reports of the marketplace that gives the price of the day; of
    its floors where the box has no market price. US dollars, to the cent. Null: the box has no price that is
    still good."""
    market_price_low_on: datetime.date | None
    """The first day of the low. A market day. Null: the box has no price that is still good."""
    drawdown_pct: float | None
    """How far the price stands below its high of 365 days; never above zero. Percent, to 0.01. Null: the box
    has no price that is still good, or the high was zero."""
    price_basis: str | None
    """Which price high, low and drawdown are of. market_price or floor_price. Null: the box has no price that
    is still good."""
    daily_volume_usd: float | None
    """Dollars that changed hands that day, added over the marketplaces that reported it. Where one reports
    only how many boxes it sold, they are multiplied by its market price, else its floor, else that of the
    box, and the sum is marked estimated. US dollars, to the cent. Null: no marketplace reported a volume that
    day, which is not zero. A true zero is kept."""
    daily_volume_is_estimated: bool | None
    """Whether a part of the day's volume is estimated from boxes sold and a price. Null: the volume itself is
    unknown."""
    daily_volume_is_incomplete: bool | None
    """Whether a marketplace is missing from the day's volume. Null: the volume itself is unknown."""
    missing_marketplaces: tuple[str, ...]
    """The marketplaces with a volume that is still good, but none of that day. Names of marketplaces, in
    order of name."""
    volume_marketplaces: tuple[str, ...]
    """The marketplaces whose volumes count: those with one that is still good. Names of marketplaces, in
    order of name."""
    volume_on: datetime.date | None
    """The day of the oldest report that the average rests on: of each marketplace the newest counts. A market
    day. Null: no marketplace has a volume that is still good."""
    unified_volume_7d_ema: float | None
    """What ranks the board: of each marketplace a moving average of dollars traded, in which the newest
    report weighs a quarter, and their sum. A marketplace that fails to report keeps its average while its
    last report is good. After a gap the newest report weighs more, by exactly the days that passed. US
    dollars, to the cent. Null: no marketplace has a volume that is still good. After more than 30 days
    without one, an average starts again."""
    is_provisional: bool | None
    """Whether the 7-day average rests on fewer than 7 volumes at every marketplace. Null: there is no
    average."""
    volume_30d_usd: float | None
    """The plain sum of the last thirty calendar days, shown with the part of them that was reported. US
    dollars, to the cent. Null: no day of the thirty has a volume."""
    unified_volume_30d_sma: float | None
    """Of each marketplace the mean of the days with a volume among the thirty up to its newest one, and their
    sum. US dollars, to the cent. Null: no marketplace has a volume that is still good."""
    volume_30d_coverage: float | None
    """How much of the month is known: the days with a volume of each marketplace, as a part of thirty days
    each. Below a half, the sum says little. 0 to 1. Null: no marketplace has a volume that is still good."""
    momentum_pct: float | None
    """Faster or slower than usual: the 7-day average against the 30-day mean. Percent, to 0.01. Null: there
    is no average, it is provisional, or the 30-day mean is zero."""
    active_listings_count: int | None
    """Active listings: the newest count of each marketplace that is still good, added. A count. Null: no
    marketplace has a count that is still good."""
    listings_on: datetime.date | None
    """The day of the oldest count among them. A market day. Null: there is no count."""
    boxes_sold: float | None
    """Boxes sold that day, added over the marketplaces that reported them. Boxes, may be a fraction. Null: no
    marketplace reported sales that day."""
    boxes_added: float | None
    """Boxes newly listed that day, added over the marketplaces that reported them. Boxes, may be a fraction.
    Null: no marketplace reported additions that day."""
    boxes_sold_30d_avg: float | None
    """Of each marketplace the mean of the days that reported sales among the thirty up to its newest one, and
    their sum. Boxes, may be a fraction. Null: no marketplace has sales that are still good."""
    boxes_added_30d_avg: float | None
    """New listings, likewise: of each marketplace the mean of the days that reported them, and their sum.
    Boxes, may be a fraction. Null: no marketplace has additions that are still good."""
    listed_value_usd: float | None
    """What is for sale, valued at the floor. US dollars, to the cent. Null: floor or listings are unknown."""
    absorption_rate: float | None
    """The part of the listings that sells in a day, at most all of them. 0 to 1. Null: no marketplace has
    both sales and listings that are still good, or nothing is listed."""
    liquidity_score: float | None
    """How much of what is on offer would sell in a month at this month's pace, from 0 to 100. 0 to 100. Null:
    no marketplace has both sales and listings that are still good, or nothing is listed."""
    liquidity_reason: str | None
    """Why there is no liquidity. nothing_listed. Null: there is one, or sales or listings are unknown."""
    expected_days_to_sell: float | None
    """How long the listings last at this month's pace, from 1 to 365. Days. Null: nothing sold, nothing is
    listed, or no marketplace has both sales and listings that are still good."""
    days_of_supply: float | None
    """How long until the listings are gone, when more is sold than added; at most 180. Days. Null: with its
    reason."""
    days_of_supply_reason: str | None
    """Why there are no days of supply. One of short_history, sales_or_listings_unknown, nothing_listed,
    no_sales, additions_unknown, not_tightening, too_slow. Null: there are."""
    capped: tuple[str, ...]
    """The figures that stand at a bound of theirs and may lie beyond it. Names of figures."""
    observed_on: datetime.date
    """The latest day, up to this one, on which the box was observed. A market day."""
    is_carried: bool
    """Whether the box was not observed on this day: its figures are earlier ones."""
    observed_days: int
    """On how many days the box was observed so far. A count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRecord:
    """The chart record of a box as of the day shown, never looking ahead."""

    rank_state: Literal["UP", "DOWN", "SAME", "NEW", "RE_ENTRY"]
    peak_rank: int | None
    """Best rank on a whole day on which it was reported; null: none yet"""
    peak_date: datetime.date | None
    days_ranked: int
    """Whole days with a rank; partial days do not count"""
    days_at_number_one: int
    """Whole days at rank 1, reported that day"""
    streak: int
    """Consecutive whole days with a rank"""
    last_rank: int | None
    """For a re-entry: the rank it left with"""
    last_rank_date: datetime.date | None
    rank_basis_7d: datetime.date | None
    """The day rank_change_7d is measured from: 7 to 9 days before"""
    rank_change_7d: int | None
    """Rank on that day - current rank"""
    rank_basis_30d: datetime.date | None
    """The day rank_change_30d is measured from: 30 to 35 days before"""
    rank_change_30d: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderboardRow:
    """One row of the board, in display order."""

    position: int
    """Ordinal 1234: rank, then sales, then slug"""
    current_rank: int
    is_tied: bool
    previous_rank: int | None
    """Standard competition rank; ties share it"""
    rank_change: int | None
    rank_state: Literal["UP", "DOWN", "SAME", "NEW", "RE_ENTRY"]
    box: BoxCard
    figures: Figures
    global_rank: int | None = None
    """Rank by the same metric over all games"""
    primary_rank: int | None = None
    """Rank on the primary board, all games"""
    record: ChartRecord | None = None
    """Chart record, where asked for"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayInProgress:
    """A newer day on which fewer than half of the usual boxes are reported so far: unfinished, or broken."""

    date: datetime.date
    boxes_observed: int
    """Boxes reported that day"""
    boxes_expected: float | None
    """Median of the up to 7 reported days before"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One box on one day of a board."""

    slug: str
    name: str
    position: int
    current_rank: int
    previous_rank: int | None
    """Standard competition rank; ties share it"""
    rank_change: int | None
    """previous_rank - current_rank; positive: climbed"""
    rank_state: Literal["UP", "DOWN", "SAME", "NEW", "RE_ENTRY"]
    value: float | None
    """The metric of the board, in its unit"""
    percentile: float | None
    """Percent of the other boxes that are worse, ties by half; null for one alone"""
    top_percent: float
    """The N of: among the top N percent"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundMeta:
    """Which board and day, and where the box itself stands."""

    metric: str
    game: str | None
    date_asked: datetime.date | None
    """The day asked for; null: the default day"""
    date: datetime.date
    """The market day shown"""
    previous_ranked_day: datetime.date | None
    """The day that ranks are compared with"""
    is_partial: bool
    """Fewer than half of the usual boxes were reported"""
    is_provisional: bool
    """A box in `data` has an average of fewer than 7 observations"""
    generation: int
    """Number of the publication this was made from"""
    published_at: datetime.datetime
    data_as_of: datetime.date | None
    """The newest market day of the publication"""
    boxes_ranked: int
    """Boxes with a rank on the board that day"""
    boxes_observed: int
    """Boxes reported that day, in all games or in `game`"""
    boxes_expected: float | None
    """Median of the up to 7 reported days before; null on the first"""
    in_progress: DayInProgress | None
    """A newer partial day, where no day was asked for"""
    box: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Around(Answer):
    """The rows around a box in display order; at an end of the board the window shifts and keeps its size."""

    data: tuple[LeaderboardRow, ...]
    meta: AroundMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardDay:
    """One ranked day of a board."""

    metric_date: datetime.date
    boxes_ranked: int
    boxes_observed: int
    """Boxes reported that day, in all games or in one"""
    boxes_expected: float | None
    """Median of the up to 7 reported days before; null on the first"""
    is_partial: bool
    """Fewer than half of the usual boxes were reported"""
    compared_with: datetime.date | None
    """The latest ranked day before it that is whole"""
    earlier_day: datetime.date | None
    """The ranked day before it, partial or not"""
    later_day: datetime.date | None
    """The ranked day after it, partial or not"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardMeta:
    """Which board and day an answer is about, and how fresh it is."""

    metric: str
    game: str | None
    date_asked: datetime.date | None
    """The day asked for; null: the default day"""
    date: datetime.date
    """The market day shown"""
    previous_ranked_day: datetime.date | None
    """The day that ranks are compared with"""
    is_partial: bool
    """Fewer than half of the usual boxes were reported"""
    is_provisional: bool
    """A box in `data` has an average of fewer than 7 observations"""
    generation: int
    """Number of the publication this was made from"""
    published_at: datetime.datetime
    data_as_of: datetime.date | None
    """The newest market day of the publication"""
    boxes_ranked: int
    """Boxes with a rank on the board that day"""
    boxes_observed: int
    """Boxes reported that day, in all games or in `game`"""
    boxes_expected: float | None
    """Median of the up to 7 reported days before; null on the first"""
    in_progress: DayInProgress | None
    """A newer partial day, where no day was asked for"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardDays(Answer):
    """The ranked days of a board, oldest first; `meta` is that of the default day."""

    data: tuple[BoardDay, ...]
    meta: BoardMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPageMeta:
    """Which board and day, and where the page of it lies."""

    metric: str
    game: str | None
    date_asked: datetime.date | None
    """The day asked for; null: the default day"""
    date: datetime.date
    """The market day shown"""
    previous_ranked_day: datetime.date | None
    """The day that ranks are compared with"""
    is_partial: bool
    """Fewer than half of the usual boxes were reported"""
    is_provisional: bool
    """A box in `data` has an average of fewer than 7 observations"""
    generation: int
    """Number of the publication this was made from"""
    published_at: datetime.datetime
    data_as_of: datetime.date | None
    """The newest market day of the publication"""
    boxes_ranked: int
    """Boxes with a rank on the board that day"""
    boxes_observed: int
    """Boxes reported that day, in all games or in `game`"""
    boxes_expected: float | None
    """Median of the up to 7 reported days before; null on the first"""
    in_progress: DayInProgress | None
    """A newer partial day, where no day was asked for"""
    total: int
    limit: int
    offset: int
    next_offset: int | None
    previous_offset: int | None
    next_cursor: str | None
    """The next page of the same generation"""
    previous_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """The rank of a box on the board."""

    current_rank: int | None
    """Standard competition rank; ties share it"""
    previous_rank: int | None
    """Standard competition rank; ties share it"""
    rank_change: int | None
    """previous_rank - current_rank; positive: climbed"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketplaceDay:
    """One marketplace of a box on one day: prices and listings of its newest reports, sales of the day."""

    marketplace: str
    observed_on: datetime.date
    """The newest day on which it reported anything of the box"""
    floor_price_usd: float | None
    """US dollars, to the cent"""
    floor_on: datetime.date | None
    """The day of that report; an earlier one is still good"""
    market_price_usd: float | None
    """US dollars, to the cent"""
    market_price_on: datetime.date | None
    """The day of that report; an earlier one is still good"""
    active_listings: int | None
    listings_on: datetime.date | None
    """The day of that report; an earlier one is still good"""
    units_sold: float | None
    """Boxes, may be a fraction"""
    units_listed: float | None
    """Boxes, may be a fraction"""
    volume_usd: float | None
    """US dollars, its part of `daily_volume_usd`: weighted as the sum is, to the cent"""
    volume_is_estimated: bool | None
    """Made from boxes sold and a price"""
    volume_weight: float
    """The factor of its volumes in sums"""
    is_missing: bool
    """It reported a volume lately, but none that day: the sum of the day lacks it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxDay:
    """A box on one day: who it is, where it stands, its figures and its record."""

    box: BoxCard
    estimated_supply: int | None
    reprint_risk: str | None
    identifiers: Mapping[str, tuple[str, ...]]
    metric_date: datetime.date
    """The latest day with figures, up to the requested one"""
    ranks: Ranks
    """On the board that `meta` names"""
    record: ChartRecord | None
    """Null while the box has no rank on the day"""
    figures: Figures
    marketplaces: tuple[MarketplaceDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxComparison(Answer):
    """Several boxes on one day, in the requested order."""

    data: tuple[BoxDay, ...]
    meta: BoardMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxDetail(Answer):
    """The detail of one box."""

    data: BoxDay
    meta: BoardMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """The nearest value on one side of a box: its rank, the slugs of the boxes that share it, and the gap.
    `gap` is the absolute difference of the two values, in the unit of the board, never 0."""

    rank: int
    slugs: tuple[str, ...]
    value: float
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeTargets:
    """Dollars that must trade on the next day with a volume, while the boxes around keep their value.
    `to_reach` shares the better rank and `to_pass` takes it (None at rank 1); `to_hold` stays level with the
    next worse value: 0 means safe even if nothing sells (None where no box is worse)."""

    to_reach: float | None
    to_pass: float | None
    to_hold: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """The gap of a box to the neighbouring ranks. `better` and `worse` are null at the ends of the board;
    `targets`, the volumes of tomorrow, are null on boards that are not by the 7-day average, and where a
    marketplace that counts did not report."""

    box: BoxCard
    rank: int
    value: float
    better: Rung | None
    worse: Rung | None
    targets: VolumeTargets | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxDistance(Answer):
    """The distance of one box to the next ranks on one day."""

    data: Distance
    meta: BoardMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxName:
    """The name of a box in a sentence, with the slug for a link."""

    slug: str
    name: str


Difference = Literal["marketplace_joined", "marketplace_silent"]
"""What a marketplace did between two days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketplaceChange:
    """A marketplace that counts on one of two days only, and its newest report."""

    kind: Difference
    marketplace: str
    last_report: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedBox:
    """A box on two days of a board; ranks and values are null where it had none."""

    slug: str
    name: str
    outcome: Literal["ENTERED", "LEFT", "CLIMBED", "FELL", "UNCHANGED"]
    rank_before: int | None
    """Standard competition rank; ties share it"""
    rank_after: int | None
    """Standard competition rank; ties share it"""
    rank_change: int | None
    """rank_before - rank_after; positive: climbed"""
    value_before: float | None
    value_after: float | None
    last_observed_on: datetime.date | None
    """Of a box that left for want of reports: the day of its last one"""
    marketplaces: tuple[MarketplaceChange, ...]
    """Those that count on one of the days only: the change is not one of the market"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayComparisonMeta:
    """Which board; its day is the second one. `counts` are the boxes of every outcome, shown or not. `total`
    counts the boxes of the outcome asked for."""

    metric: str
    game: str | None
    date_asked: datetime.date | None
    """The day asked for; null: the default day"""
    date: datetime.date
    """The market day shown"""
    previous_ranked_day: datetime.date | None
    """The day that ranks are compared with"""
    is_partial: bool
    """Fewer than half of the usual boxes were reported"""
    is_provisional: bool
    """A box in `data` has an average of fewer than 7 observations"""
    generation: int
    """Number of the publication this was made from"""
    published_at: datetime.datetime
    data_as_of: datetime.date | None
    """The newest market day of the publication"""
    boxes_ranked: int
    """Boxes with a rank on the board that day"""
    boxes_observed: int
    """Boxes reported that day, in all games or in `game`"""
    boxes_expected: float | None
    """Median of the up to 7 reported days before; null on the first"""
    in_progress: DayInProgress | None
    """A newer partial day, where no day was asked for"""
    total: int
    limit: int
    offset: int
    next_offset: int | None
    previous_offset: int | None
    next_cursor: str | None
    """The next page of the same generation"""
    previous_cursor: str | None
    before: BoardDay
    after: BoardDay
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayComparison(Answer):
    """Two days of a board: boxes in the order of the second day, then those that left."""

    data: tuple[ComparedBox, ...]
    meta: DayComparisonMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class SentencePart:
    """A piece of text; with a slug it is the name of that box."""

    text: str
    slug: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The sentence that opens a day; a part with a slug is the name of that box."""

    text: str
    parts: tuple[SentencePart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedBox:
    """A box that was ranked on the day compared with, and is not on this one."""

    box: BoxCard
    last_rank: int
    last_rank_date: datetime.date
    last_observed_on: datetime.date
    """The day of its last report, up to this one"""
    reason: Literal["unreported", "no_figure"]
    """No report still good, or none of the figure"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStory:
    """One ranked day: its neighbours, its sentence, and the boxes that left, best first."""

    day: BoardDay
    sentence: Sentence
    dropped: tuple[DroppedBox, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport(Answer):
    """The story of a day of a board."""

    data: DayStory
    meta: BoardMeta


MoveKind = Literal[
    "marketplace_joined",
    "marketplace_silent",
    "overtaken_by",
    "entered_above",
    "broke_tie_above",
    "overtook",
    "exited_above",
    "drew_level_with",
]
"""What one group of boxes, or of reports, did to the rank of a box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePart:
    """The boxes of one kind, best rank of the day first, and the ranks they gave (positive) or took.
    MARKETPLACE_JOINED and MARKETPLACE_SILENT name a marketplace that counts on one of the two days only, and
    its newest report; without `boxes` it is a marketplace of the box itself. The `last_report` of
    EXITED_ABOVE is that of boxes that left for want of reports."""

    kind: MoveKind
    change: int
    boxes: tuple[BoxName, ...]
    marketplace: str | None = None
    last_report: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a box moved; the changes of `parts` add up to `rank_change` exactly (boards of sums have no parts).
    Ranks and values are null on a day without the box; `text` is the explanation in words."""

    box: BoxCard
    previous_rank: int | None
    """Standard competition rank; ties share it"""
    current_rank: int | None
    """Standard competition rank; ties share it"""
    rank_change: int | None
    """previous_rank - current_rank; positive: climbed"""
    previous_value: float | None
    """The metric of the board, in its unit"""
    current_value: float | None
    """The metric of the board, in its unit"""
    parts: tuple[MovePart, ...]
    last_report: datetime.date | None
    """Of a box that left the board for want of reports"""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedMove(Answer):
    """The explanation of one box on one day; it is compared with `meta.previous_ranked_day`."""

    data: Explanation
    meta: BoardMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBoxesMeta:
    """Which publication, and where the page of what was found lies."""

    generation: int
    """Number of the publication this was made from"""
    published_at: datetime.datetime
    data_as_of: datetime.date | None
    """The newest market day of the publication"""
    total: int
    limit: int
    offset: int
    next_offset: int | None
    previous_offset: int | None
    next_cursor: str | None
    """The next page of the same generation"""
    previous_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBoxes(Answer):
    """Boxes whose slug, name, code or set holds every word, the closest first."""

    data: tuple[BoxCard, ...]
    meta: FoundBoxesMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    """A game, by the name that `game` takes."""

    game: str
    boxes: int
    """Boxes of the catalogue"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationMeta:
    """Which publication an answer was made from."""

    generation: int
    """Number of the publication this was made from"""
    published_at: datetime.datetime
    data_as_of: datetime.date | None
    """The newest market day of the publication"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Games(Answer):
    """The games of the catalogue by name; boxes of no game are in none."""

    data: tuple[Game, ...]
    meta: PublicationMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaderboard(Answer):
    """A page of the board of one day."""

    data: tuple[LeaderboardRow, ...]
    meta: BoardPageMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketplaceOnDay:
    """One marketplace of a box on one day of its history."""

    marketplace: str
    observed_on: datetime.date
    """The newest day on which it reported anything of the box"""
    floor_price_usd: float | None
    """US dollars, to the cent"""
    floor_on: datetime.date | None
    """The day of that report; an earlier one is still good"""
    market_price_usd: float | None
    """US dollars, to the cent"""
    market_price_on: datetime.date | None
    """The day of that report; an earlier one is still good"""
    active_listings: int | None
    listings_on: datetime.date | None
    """The day of that report; an earlier one is still good"""
    units_sold: float | None
    """Boxes, may be a fraction"""
    units_listed: float | None
    """Boxes, may be a fraction"""
    volume_usd: float | None
    """US dollars, its part of `daily_volume_usd`: weighted as the sum is, to the cent"""
    volume_is_estimated: bool | None
    """Made from boxes sold and a price"""
    volume_weight: float
    """The factor of its volumes in sums"""
    is_missing: bool
    """It reported a volume lately, but none that day: the sum of the day lacks it"""
    metric_date: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketplaceHistoryMeta:
    """Which span the history of the marketplaces covers."""

    box: str
    start: datetime.date
    end: datetime.date
    generation: int
    published_at: datetime.datetime
    data_as_of: datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketplaceHistory(Answer):
    """The marketplaces of one box, one row per day and marketplace, oldest first, then by name."""

    data: tuple[MarketplaceOnDay, ...]
    meta: MarketplaceHistoryMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingStanding:
    """A requested box without a rank: unknown, or not on this board that day."""

    box: str
    reason: Literal["unknown", "not_ranked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A box that moved; ranks are null where it has none on the board."""

    direction: Literal["CLIMBER", "FALLER"]
    box: BoxCard
    current_rank: int | None
    """Standard competition rank; ties share it"""
    previous_rank: int | None
    """Standard competition rank; ties share it"""
    rank_change: int | None
    """previous_rank - current_rank; positive: climbed"""
    floor_price_usd: float | None
    """US dollars, to the cent"""
    floor_price_1d_change_pct: float | None
    """Percent, to 0.01"""
    floor_price_7d_change_pct: float | None
    """Percent, to 0.01"""
    floor_price_30d_change_pct: float | None
    """Percent, to 0.01"""
    market_price_usd: float | None
    """US dollars, to the cent"""
    market_price_1d_change_pct: float | None
    """Percent, to 0.01"""
    market_price_7d_change_pct: float | None
    """Percent, to 0.01"""
    market_price_30d_change_pct: float | None
    """Percent, to 0.01"""
    market_price_90d_change_pct: float | None
    """Percent, to 0.01"""
    boxes_sold_7d: float | None
    """Null where no sales were reported: its prices changed often enough"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoversOfDay:
    """Climbers have gained and fallers have lost, the widest move first; each trades enough to count."""

    climbers: tuple[Mover, ...]
    fallers: tuple[Mover, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movers(Answer):
    """The movers of a day of a board."""

    data: MoversOfDay
    meta: BoardMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong. `code` is stable: clients may branch on it, and on nothing else."""

    type: str
    """Where the code is explained"""
    title: str
    status: int
    detail: str
    """One sentence for the reader"""
    code: str
    instance: str
    """The requested path"""
    field: str | None
    """The parameter that is wrong"""
    choices: tuple[str, ...] | None
    """What could have been given"""
    hint: str
    """What to do about it"""
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankDay:
    """A box on one of its ranked days."""

    metric_date: datetime.date
    value: float | None
    """The metric of the board, in its unit"""
    current_rank: int
    previous_rank: int | None
    """Standard competition rank; ties share it"""
    rank_change: int | None
    """previous_rank - current_rank; positive: climbed"""
    is_carried: bool
    """Not reported that day: the figures of an earlier report"""
    is_partial: bool
    """A partial day, which counts in no record"""
    record: ChartRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class RankHistoryMeta:
    """Which board and span a rank history covers; days missing in it have no rank of the box."""

    box: str
    metric: str
    game: str | None
    start: datetime.date | None
    end: datetime.date | None
    is_provisional: bool
    """A box in `data` has an average of fewer than 7 observations"""
    generation: int
    published_at: datetime.datetime
    data_as_of: datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankHistory(Answer):
    """The ranks of one box on one board, oldest first."""

    data: tuple[RankDay, ...]
    meta: RankHistoryMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesMeta:
    """Which span a series covers; days that are missing in it have no report still good."""

    box: str
    start: datetime.date
    end: datetime.date
    metrics: tuple[str, ...]
    is_provisional: bool
    """A box in `data` has an average of fewer than 7 observations"""
    generation: int
    published_at: datetime.datetime
    data_as_of: datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SparklinePoint:
    """One calendar day of a sparkline."""

    metric_date: datetime.date
    value: float | None
    """The metric on that day, reported or carried; null: a gap"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline(Answer):
    """One metric of one box, one point per calendar day of the span, oldest first."""

    data: tuple[SparklinePoint, ...]
    meta: SeriesMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingsMeta:
    """Which board and day, and the requested boxes without a rank on it."""

    metric: str
    game: str | None
    date_asked: datetime.date | None
    """The day asked for; null: the default day"""
    date: datetime.date
    """The market day shown"""
    previous_ranked_day: datetime.date | None
    """The day that ranks are compared with"""
    is_partial: bool
    """Fewer than half of the usual boxes were reported"""
    is_provisional: bool
    """A box in `data` has an average of fewer than 7 observations"""
    generation: int
    """Number of the publication this was made from"""
    published_at: datetime.datetime
    data_as_of: datetime.date | None
    """The newest market day of the publication"""
    boxes_ranked: int
    """Boxes with a rank on the board that day"""
    boxes_observed: int
    """Boxes reported that day, in all games or in `game`"""
    boxes_expected: float | None
    """Median of the up to 7 reported days before; null on the first"""
    in_progress: DayInProgress | None
    """A newer partial day, where no day was asked for"""
    missing: tuple[MissingStanding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings(Answer):
    """Ranks of many boxes in the requested order, each once; `meta.missing` lists those that have none."""

    data: tuple[Standing, ...]
    meta: StandingsMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectValue:
    """A value as one marketplace reported it; `reason` says why it is not used."""

    slug: str
    code: str | None
    short_name: str
    metric_date: datetime.date
    marketplace: str
    field: str
    """Field of the observation, such as active_listings"""
    value: float
    reason: str
    """far_from_its_level, far_above_its_sales, contradicts_price or rejected"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectsMeta:
    """Which publication, and where the page of the values lies."""

    generation: int
    """Number of the publication this was made from"""
    published_at: datetime.datetime
    data_as_of: datetime.date | None
    """The newest market day of the publication"""
    total: int
    limit: int
    offset: int
    next_offset: int | None
    previous_offset: int | None
    next_cursor: str | None
    """The next page of the same generation"""
    previous_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectsOfMarket(Answer):
    """Values that are not used, newest first."""

    data: tuple[SuspectValue, ...]
    meta: SuspectsMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSeries(Answer):
    """Figures and ranks of one box, one row per day with figures, reported or carried, oldest first."""

    data: tuple[Mapping[str, str | float | int | bool | list[str] | None], ...]
    meta: SeriesMeta
