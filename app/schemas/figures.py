"""What is told of one box: who it is, where it stands, its figures, its chart record."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.schemas.shape import shape

RankState = Literal["UP", "DOWN", "SAME", "NEW", "RE_ENTRY"]
Dollars = Annotated[float | None, Field(description="US dollars, to the cent", examples=[1234.5])]
Percent = Annotated[float | None, Field(description="Percent, to 0.01", examples=[-3.2])]
Boxes = Annotated[float | None, Field(description="Boxes, may be a fraction", examples=[4.5])]
IsProvisional = Annotated[
    bool, Field(description="A box in `data` is told by averages of fewer than 7 observations")
]
Rank = Annotated[int | None, Field(description="Standard competition rank; ties share it", examples=[3])]


@shape
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


@shape
class Ranks:
    """Where a box stands on the primary board."""

    current_rank: Rank
    previous_rank: Rank
    rank_change: Annotated[int | None, Field(description="previous_rank - current_rank; positive: climbed")]


@shape
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


@shape
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
    rank_basis_7d: Annotated[
        date | None,
        Field(description="The day rank_change_7d is measured from: 7 to 9 days before"),
    ]
    rank_change_7d: Annotated[int | None, Field(description="Rank on that day - current rank")]
    rank_basis_30d: Annotated[
        date | None,
        Field(description="The day rank_change_30d is measured from: 30 to 35 days before"),
    ]
    rank_change_30d: int | None
