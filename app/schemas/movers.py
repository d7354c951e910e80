"""The boxes that moved most on a day: climbers and fallers, by rank, floor or market price."""

from typing import Annotated, Literal

from pydantic import Field

from app.schemas.boards import BoardMeta
from app.schemas.figures import BoxCard, Boxes, Dollars, Percent, Rank
from app.schemas.shape import shape

Direction = Literal["CLIMBER", "FALLER"]


@shape
class Mover:
    """A box that moved; ranks are null where it has none on the board."""

    direction: Direction
    box: BoxCard
    current_rank: Rank
    previous_rank: Rank
    rank_change: Annotated[int | None, Field(description="previous_rank - current_rank; positive: climbed")]
    floor_price_usd: Dollars
    floor_price_1d_change_pct: Percent
    floor_price_7d_change_pct: Percent
    floor_price_30d_change_pct: Percent
    market_price_usd: Dollars
    market_price_1d_change_pct: Percent
    market_price_7d_change_pct: Percent
    market_price_30d_change_pct: Percent
    market_price_90d_change_pct: Percent
    boxes_sold_7d: Annotated[
        Boxes, Field(description="Null where no sales were reported: its prices changed often enough")
    ]


@shape
class MoversOfDay:
    """Climbers have gained and fallers have lost, the widest move first; each trades enough to count."""

    climbers: list[Mover]
    fallers: list[Mover]


@shape
class Movers:
    """The movers of a day of a board."""

    data: MoversOfDay
    meta: BoardMeta
