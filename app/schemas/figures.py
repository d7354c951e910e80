"""One box: its card, ranks, figures and chart record."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.domain.figures import Figures
from app.domain.ranking import RankState
from app.schemas.shape import shape

__all__ = [
    "BoxCard",
    "Boxes",
    "ChartRecord",
    "Dollars",
    "Figures",
    "IsProvisional",
    "Percent",
    "Rank",
    "RankState",
    "Ranks",
]

Dollars = Annotated[float | None, Field(description="US dollars, to the cent", examples=[1234.5])]
Percent = Annotated[float | None, Field(description="Percent, to 0.01", examples=[-3.2])]
Boxes = Annotated[float | None, Field(description="Boxes, may be a fraction", examples=[4.5])]
IsProvisional = Annotated[
    bool, Field(description="A box in `data` has an average of fewer than 7 observations")
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
    """The rank of a box on the board."""

    current_rank: Rank
    previous_rank: Rank
    rank_change: Annotated[int | None, Field(description="previous_rank - current_rank; positive: climbed")]


@shape
class ChartRecord:
    """The chart record of a box as of the day shown, never looking ahead."""

    rank_state: RankState
    peak_rank: Annotated[
        int | None,
        Field(description="Best rank on a whole day on which it was reported; null: none yet"),
    ]
    peak_date: date | None
    days_ranked: Annotated[int, Field(description="Whole days with a rank; partial days do not count")]
    days_at_number_one: Annotated[int, Field(description="Whole days at rank 1, reported that day")]
    streak: Annotated[int, Field(description="Consecutive whole days with a rank")]
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
