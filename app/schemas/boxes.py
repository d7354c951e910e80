"""One box: its detail on a day, and its series over time."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.schemas.boards import BoardMeta
from app.schemas.figures import BoxCard, Boxes, ChartRecord, Dollars, Figures, Ranks


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
class BoxComparison:
    """Several boxes on one day, in the order asked for."""

    data: list[BoxDay]
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


@dataclass(frozen=True, slots=True)
class SparklinePoint:
    """One calendar day of a sparkline."""

    metric_date: date
    value: Annotated[float | None, Field(description="The metric on that day; null: unknown, a gap")]


@dataclass(frozen=True, slots=True)
class Sparkline:
    """One metric of one box, one point per calendar day of the span, oldest first."""

    data: list[SparklinePoint]
    meta: SeriesMeta
