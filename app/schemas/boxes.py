"""One box: its detail on a day, and its series over time."""

from dataclasses import field
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.schemas.boards import BoardMeta
from app.schemas.figures import BoxCard, ChartRecord, Figures, IsProvisional, Ranks
from app.schemas.marketplaces import MarketplaceDay
from app.schemas.shape import shape


@shape
class BoxDay:
    """A box on one day: who it is, where it stands, its figures and its record."""

    box: BoxCard
    estimated_supply: int | None
    reprint_risk: str | None
    identifiers: dict[str, list[str]]
    metric_date: Annotated[date, Field(description="The latest day with figures, up to the requested one")]
    ranks: Annotated[Ranks, Field(description="On the board that `meta` names")]
    record: Annotated[ChartRecord | None, Field(description="Null while the box has no rank on the day")]
    figures: Figures
    marketplaces: list[MarketplaceDay]


@shape
class BoxDetail:
    """The detail of one box."""

    data: BoxDay
    meta: BoardMeta


@shape
class BoxComparison:
    """Several boxes on one day, in the requested order."""

    data: list[BoxDay]
    meta: BoardMeta


@shape
class SeriesMeta:
    """Which span a series covers; days that are missing in it have no report still good."""

    box: str
    start: date
    end: date
    metrics: list[str]
    is_provisional: IsProvisional
    generation: int
    published_at: datetime
    data_as_of: date | None


@shape
class TimeSeries:
    """Figures and ranks of one box, one row per day with figures, reported or carried, oldest first."""

    data: list[dict[str, date | float | int | bool | str | list[str] | None]]
    meta: SeriesMeta = field()


@shape
class SparklinePoint:
    """One calendar day of a sparkline."""

    metric_date: date
    value: Annotated[
        float | None, Field(description="The metric on that day, reported or carried; null: a gap")
    ]


@shape
class Sparkline:
    """One metric of one box, one point per calendar day of the span, oldest first."""

    data: list[SparklinePoint]
    meta: SeriesMeta
