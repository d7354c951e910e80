"""The days of a board: the list, one day, and two compared."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.domain.chart_history import DropReason
from app.domain.comparable import MarketplaceChange
from app.domain.sentences import SentencePart
from app.schemas.boards import BoardMeta, PageMeta
from app.schemas.figures import BoxCard, Rank
from app.schemas.shape import shape

Outcome = Literal["ENTERED", "LEFT", "CLIMBED", "FELL", "UNCHANGED"]


@shape
class BoardDay:
    """One ranked day of a board."""

    metric_date: date
    boxes_ranked: int
    boxes_observed: Annotated[int, Field(description="Boxes reported that day, in all games or in one")]
    boxes_expected: Annotated[
        float | None, Field(description="Median of the up to 7 reported days before; null on the first")
    ]
    is_partial: Annotated[bool, Field(description="Fewer than half of the usual boxes were reported")]
    compared_with: Annotated[date | None, Field(description="The latest ranked day before it that is whole")]
    earlier_day: Annotated[date | None, Field(description="The ranked day before it, partial or not")]
    later_day: Annotated[date | None, Field(description="The ranked day after it, partial or not")]


@shape
class BoardDays:
    """The ranked days of a board, oldest first; `meta` is that of the default day."""

    data: list[BoardDay]
    meta: BoardMeta


@shape
class DroppedBox:
    """A box that was ranked on the day compared with, and is not on this one."""

    box: BoxCard
    last_rank: int
    last_rank_date: date
    last_observed_on: Annotated[date, Field(description="The day of its last report, up to this one")]
    reason: Annotated[DropReason, Field(description="No report still good, or none of the figure")]


@shape
class Sentence:
    """The sentence that opens a day; a part with a slug is the name of that box."""

    text: str
    parts: tuple[SentencePart, ...]


@shape
class SentenceOfDay:
    """The sentence of a day of a board."""

    data: Sentence
    meta: BoardMeta


@shape
class DayStory:
    """One ranked day: its neighbours, its sentence, and the boxes that left, best first."""

    day: BoardDay
    sentence: Sentence
    dropped: list[DroppedBox]


@shape
class DayReport:
    """The story of a day of a board."""

    data: DayStory
    meta: BoardMeta


@shape
class ComparedBox:
    """A box on two days of a board; ranks and values are null where it had none."""

    slug: str
    name: str
    outcome: Outcome
    rank_before: Rank
    rank_after: Rank
    rank_change: Annotated[int | None, Field(description="rank_before - rank_after; positive: climbed")]
    value_before: float | None
    value_after: float | None
    last_observed_on: Annotated[
        date | None, Field(description="Of a box that left for want of reports: the day of its last one")
    ]
    marketplaces: Annotated[
        tuple[MarketplaceChange, ...],
        Field(description="Those that count on one of the days only: the change is not one of the market"),
    ]


@shape
class DayComparisonMeta(PageMeta, BoardMeta):
    """Which board; its day is the second one. `counts` are the boxes of every outcome, shown or not.

    `total` counts the boxes of the outcome asked for.
    """

    before: BoardDay
    after: BoardDay
    counts: dict[Outcome, int]


@shape
class DayComparison:
    """Two days of a board: boxes in the order of the second day, then those that left."""

    data: list[ComparedBox]
    meta: DayComparisonMeta

    @property
    def before(self) -> BoardDay:
        """The first day."""
        return self.meta.before

    @property
    def after(self) -> BoardDay:
        """The second day."""
        return self.meta.after

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many boxes met each outcome."""
        return self.meta.counts

    @property
    def total(self) -> int:
        """How many boxes of the outcome asked for there are."""
        return self.meta.total
