"""Shapes that leave the house: what is cached is what is sent. Null means unknown, never zero."""

import datetime as dt
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

RankState = Literal["UP", "DOWN", "SAME", "NEW", "RE_ENTRY"]
Dollars = Annotated[float | None, Field(description="US dollars, to the cent", examples=[1234.5])]
Percent = Annotated[float | None, Field(description="Percent, to 0.01", examples=[-3.2])]
Boxes = Annotated[float | None, Field(description="Boxes, may be a fraction", examples=[4.5])]
Rank = Annotated[int | None, Field(description="Standard competition rank; ties share it", examples=[3])]


@dataclass(frozen=True, slots=True)
class BoxCard:
    """One box of the catalogue."""

    slug: Annotated[str, Field(examples=["op-05"])]
    name: str
    short_name: str
    code: str | None
    set_name: str | None
    game: str | None
    release_date: date | None
    image_url: str | None


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where a box stands on the primary board."""

    current_rank: Rank
    previous_rank: Rank
    rank_change: Annotated[int | None, Field(description="previous_rank - current_rank; positive: climbed")]


@dataclass(frozen=True, slots=True)
class Figures:
    """Unified metrics of one box on one day; every formula stands in `docs/metrics.md`."""

    floor_price_usd: Dollars
    floor_price_1d_change_pct: Percent
    floor_price_7d_change_pct: Percent
    floor_price_30d_change_pct: Percent
    daily_volume_usd: Dollars
    daily_volume_is_estimated: bool | None
    unified_volume_7d_ema: Dollars
    unified_volume_usd: Dollars
    unified_volume_30d_sma: Dollars
    volume_30d_coverage: Annotated[float | None, Field(description="Share of the last 30 days with a volume")]
    active_listings_count: Annotated[int | None, Field(description="Listings")]
    boxes_sold: Boxes
    boxes_added: Boxes
    boxes_sold_30d_avg: Boxes
    boxes_added_30d_avg: Boxes
    visible_market_cap_usd: Dollars
    absorption_rate: Annotated[float | None, Field(description="Sold a day per listing, at most 1")]
    liquidity_score: Annotated[float | None, Field(description="0 to 100: sell-through of a month")]
    expected_days_to_sell: Annotated[float | None, Field(description="Days, 1 to 365")]
    days_to_20pct_increase: Annotated[float | None, Field(description="Days, at most 180")]
    days_to_20pct_increase_reason: Annotated[
        str | None, Field(description="Why it is null: no_sales, not_tightening, too_slow, short_history")
    ]
    momentum_pct: Percent
    is_provisional: Annotated[bool, Field(description="The 7-day average rests on fewer than 7 observations")]


@dataclass(frozen=True, slots=True)
class BoardMeta:
    """Which board and day an answer is about, and how fresh it is."""

    metric: str
    game: str | None
    date_asked: Annotated[dt.date | None, Field(description="The day asked for; null: the latest")]
    date: Annotated[dt.date, Field(description="The market day shown")]
    previous_ranked_day: Annotated[dt.date | None, Field(description="The day that ranks are compared with")]
    is_partial: Annotated[bool, Field(description="Fewer than half the usual boxes: a broken feed")]
    generation: Annotated[int, Field(description="Number of the publication this was made from")]
    published_at: datetime
    data_as_of: Annotated[dt.date | None, Field(description="The newest market day of the publication")]


@dataclass(frozen=True, slots=True)
class PageMeta:
    """Where a page of a list lies."""

    total: int
    limit: int
    offset: int
    next_offset: int | None
    previous_offset: int | None


@dataclass(frozen=True, slots=True)
class LeaderboardRow:
    """One row of the board, in display order."""

    position: Annotated[int, Field(description="Ordinal 1234: rank, then sales, then slug")]
    current_rank: int
    is_tied: bool
    previous_rank: Rank
    rank_change: int | None
    rank_state: RankState
    box: BoxCard
    figures: Figures


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """A page of the board of one day."""

    data: list[LeaderboardRow]
    meta: BoardMeta
    page: PageMeta


@dataclass(frozen=True, slots=True)
class MarketplaceDay:
    """What one marketplace said about a box on one day."""

    marketplace: str
    floor_price_usd: Dollars
    active_listings: int | None
    units_sold: Boxes
    units_listed: Boxes
    volume_usd: Dollars
    source: str | None


@dataclass(frozen=True, slots=True)
class ChartRecord:
    """The chart record of a box as of the day shown, never looking ahead."""

    rank_state: RankState
    peak_rank: int
    peak_date: date
    days_ranked: int
    days_at_number_one: int
    streak: Annotated[int, Field(description="Consecutive ranked days on the board")]
    last_rank: Annotated[int | None, Field(description="For a re-entry: the rank it left with")]
    last_rank_date: date | None


@dataclass(frozen=True, slots=True)
class BoxDay:
    """A box on one day: who it is, where it stands, its figures and its record."""

    box: BoxCard
    estimated_supply: int | None
    reprint_risk: str | None
    identifiers: dict[str, list[str]]
    metric_date: Annotated[date, Field(description="The latest observed day up to the one asked")]
    ranks: Ranks
    record: Annotated[ChartRecord | None, Field(description="Null while the box has no rank on the day")]
    figures: Figures
    marketplaces: list[MarketplaceDay]


@dataclass(frozen=True, slots=True)
class BoxDetail:
    """The detail of one box."""

    data: BoxDay
    meta: BoardMeta


@dataclass(frozen=True, slots=True)
class SeriesMeta:
    """Which span a series covers; days that are missing in it were not observed."""

    box: str
    start: date
    end: date
    metrics: list[str]
    generation: int
    published_at: datetime
    data_as_of: date | None


@dataclass(frozen=True, slots=True)
class TimeSeries:
    """Figures and ranks of one box, one row per observed day, oldest first."""

    data: list[dict[str, date | float | int | bool | str | None]]
    meta: SeriesMeta = field()
