"""Reported values that are not used, because they look wrong or were rejected."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.schemas.boards import PageMeta
from app.schemas.lookups import PublicationMeta
from app.schemas.shape import shape


@shape
class SuspectValue:
    """A value as one marketplace reported it; `reason` says why it is not used."""

    slug: str
    code: str | None
    short_name: str
    metric_date: date
    marketplace: str
    field: Annotated[str, Field(description="Field of the observation, such as active_listings")]
    value: float
    reason: Annotated[
        str,
        Field(description="far_from_its_level, far_above_its_sales, contradicts_price or rejected"),
    ]

    @property
    def label(self) -> str:
        """The box as people name it."""
        return self.code or self.slug


@shape
class SuspectsMeta(PageMeta, PublicationMeta):
    """Which publication, and where the page of the values lies."""


@shape
class SuspectsOfMarket:
    """Values that are not used, newest first."""

    data: list[SuspectValue]
    meta: SuspectsMeta
