"""A page of a board of one day, and which board and day it is."""

import datetime as dt
from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.schemas.figures import BoxCard, ChartRecord, Figures, IsProvisional, Rank, RankState
from app.schemas.shape import shape


@shape
class DayInProgress:
    """A newer day on which fewer than half of the usual boxes are reported so far: unfinished, or broken."""

    date: dt.date
    boxes_observed: Annotated[int, Field(description="Boxes reported that day")]
    boxes_expected: Annotated[float | None, Field(description="Median of the up to 7 reported days before")]


@shape
class BoardMeta:
    """Which board and day an answer is about, and how fresh it is."""

    metric: str
    game: str | None
    date_asked: Annotated[dt.date | None, Field(description="The day asked for; null: the default day")]
    date: Annotated[dt.date, Field(description="The market day shown")]
    previous_ranked_day: Annotated[dt.date | None, Field(description="The day that ranks are compared with")]
    is_partial: Annotated[bool, Field(description="Fewer than half of the usual boxes were reported")]
    is_provisional: IsProvisional
    generation: Annotated[int, Field(description="Number of the publication this was made from")]
    published_at: datetime
    data_as_of: Annotated[dt.date | None, Field(description="The newest market day of the publication")]
    boxes_ranked: Annotated[int, Field(description="Boxes with a rank on the board that day")]
    boxes_observed: Annotated[int, Field(description="Boxes reported that day, in all games or in `game`")]
    boxes_expected: Annotated[
        float | None, Field(description="Median of the up to 7 reported days before; null on the first")
    ]
    in_progress: Annotated[
        DayInProgress | None, Field(description="A newer partial day, where no day was asked for")
    ]


@shape
class PageMeta:
    """Where a page of a list lies."""

    total: int
    limit: int
    offset: int
    next_offset: int | None
    previous_offset: int | None
    next_cursor: Annotated[str | None, Field(description="The next page of the same generation")]
    previous_cursor: str | None


@shape
class BoardPageMeta(PageMeta, BoardMeta):
    """Which board and day, and where the page of it lies."""


@shape
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
    global_rank: Annotated[Rank, Field(description="Rank by the same metric over all games")] = None
    primary_rank: Annotated[Rank, Field(description="Rank on the primary board, all games")] = None
    record: Annotated[ChartRecord | None, Field(description="Chart record, where asked for")] = None


@shape
class Leaderboard:
    """A page of the board of one day."""

    data: list[LeaderboardRow]
    meta: BoardPageMeta
