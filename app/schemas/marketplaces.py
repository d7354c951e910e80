"""The marketplaces of a box: on a day, and over time."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.schemas.figures import Boxes, Dollars
from app.schemas.shape import shape

ReportedOn = Annotated[date | None, Field(description="The day of that report; an earlier one is still good")]


@shape
class MarketplaceDay:
    """One marketplace of a box on one day: prices and listings of its newest reports, sales of the day."""

    marketplace: str
    observed_on: Annotated[date, Field(description="The newest day on which it reported anything of the box")]
    floor_price_usd: Dollars
    floor_on: ReportedOn
    market_price_usd: Dollars
    market_price_on: ReportedOn
    active_listings: int | None
    listings_on: ReportedOn
    units_sold: Boxes
    units_listed: Boxes
    volume_usd: Annotated[
        float | None,
        Field(
            description="US dollars, its part of `daily_volume_usd`: weighted as the sum is, to the cent",
            examples=[1234.5],
        ),
    ]
    volume_is_estimated: Annotated[bool | None, Field(description="Made from boxes sold and a price")]
    volume_weight: Annotated[float, Field(description="The factor of its volumes in sums", examples=[1.0])]
    is_missing: Annotated[
        bool, Field(description="It reported a volume lately, but none that day: the sum of the day lacks it")
    ]


@shape
class MarketplaceOnDay(MarketplaceDay):
    """One marketplace of a box on one day of its history."""

    metric_date: date


@shape
class MarketplaceHistoryMeta:
    """Which span the history of the marketplaces covers."""

    box: str
    start: date
    end: date
    generation: int
    published_at: datetime
    data_as_of: date | None


@shape
class MarketplaceHistory:
    """The marketplaces of one box, one row per day and marketplace, oldest first, then by name."""

    data: list[MarketplaceOnDay]
    meta: MarketplaceHistoryMeta
