"""The rank of a box: its neighbours, over time, why it moved, and how far the next rank is."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from app.domain.distance import Rung, VolumeTargets
from app.domain.explanation import MovePart
from app.schemas.boards import BoardMeta, LeaderboardRow
from app.schemas.figures import BoxCard, ChartRecord, IsProvisional, Rank, RankState
from app.schemas.shape import shape

RankChange = Annotated[int | None, Field(description="previous_rank - current_rank; positive: climbed")]
BoardValue = Annotated[float | None, Field(description="The metric of the board, in its unit")]


@shape
class Standing:
    """One box on one day of a board."""

    slug: str
    name: str
    position: int
    current_rank: int
    previous_rank: Rank
    rank_change: RankChange
    rank_state: RankState
    value: BoardValue
    percentile: Annotated[
        float | None,
        Field(description="Percent of the other boxes that are worse, ties by half; null for one alone"),
    ]
    top_percent: Annotated[float, Field(description="The N of: among the top N percent")]


@shape
class MissingStanding:
    """A requested box without a rank: unknown, or not on this board that day."""

    box: str
    reason: Literal["unknown", "not_ranked"]


@shape
class StandingsMeta(BoardMeta):
    """Which board and day, and the requested boxes without a rank on it."""

    missing: list[MissingStanding]


@shape
class Standings:
    """Ranks of many boxes in the requested order, each once; `meta.missing` lists those that have none."""

    data: list[Standing]
    meta: StandingsMeta

    @property
    def missing(self) -> list[MissingStanding]:
        """The requested boxes without a rank."""
        return self.meta.missing


@shape
class AroundMeta(BoardMeta):
    """Which board and day, and where the box itself stands."""

    box: Standing


@shape
class Around:
    """The rows around a box in display order; at an end of the board the window shifts and keeps its size."""

    data: list[LeaderboardRow]
    meta: AroundMeta

    @property
    def box(self) -> Standing:
        """Where the box itself stands."""
        return self.meta.box


@shape
class RankDay:
    """A box on one of its ranked days."""

    metric_date: date
    value: BoardValue
    current_rank: int
    previous_rank: Rank
    rank_change: RankChange
    is_carried: Annotated[bool, Field(description="Not reported that day: the figures of an earlier report")]
    is_partial: Annotated[bool, Field(description="A partial day, which counts in no record")]
    record: ChartRecord


@shape
class RankHistoryMeta:
    """Which board and span a rank history covers; days missing in it have no rank of the box."""

    box: str
    metric: str
    game: str | None
    start: date | None
    end: date | None
    is_provisional: IsProvisional
    generation: int
    published_at: datetime
    data_as_of: date | None


@shape
class RankHistory:
    """The ranks of one box on one board, oldest first."""

    data: list[RankDay]
    meta: RankHistoryMeta


@shape
class Explanation:
    """Why a box moved; the changes of `parts` add up to `rank_change` exactly (boards of sums have no parts).

    Ranks and values are null on a day without the box; `text` is the explanation in words.
    """

    box: BoxCard
    previous_rank: Rank
    current_rank: Rank
    rank_change: RankChange
    previous_value: BoardValue
    current_value: BoardValue
    parts: tuple[MovePart, ...]
    last_report: Annotated[date | None, Field(description="Of a box that left the board for want of reports")]
    text: str


@shape
class ExplainedMove:
    """The explanation of one box on one day; it is compared with `meta.previous_ranked_day`."""

    data: Explanation
    meta: BoardMeta


@shape
class Distance:
    """The gap of a box to the neighbouring ranks.

    `better` and `worse` are null at the ends of the board; `targets`, the volumes of tomorrow, are null on
    boards that are not by the 7-day average, and where a marketplace that counts did not report.
    """

    box: BoxCard
    rank: int
    value: float
    better: Rung | None
    worse: Rung | None
    targets: VolumeTargets | None


@shape
class BoxDistance:
    """The distance of one box to the next ranks on one day."""

    data: Distance
    meta: BoardMeta
