"""Everything a box page shows, read from one snapshot: its day, its series, where it stands and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.database import Connection
from app.domain.boards import Board
from app.read.around import AroundRequest, read_around
from app.read.box import BoxDetailRequest, read_box
from app.read.context import published
from app.read.explanation import DistanceRequest, ExplanationRequest, read_distance, read_explanation
from app.read.ranked_days import RankedDay, all_ranked_days, days_with_reports
from app.read.rows import box_histories, ranks_by_day
from app.read.series import TimeSeriesRequest, read_series
from app.read.suspects import suspects_of_box
from app.repositories import boxes
from app.schemas import Around, BoxDetail, BoxDistance, ExplainedMove, Ranks, SuspectValue, TimeSeries

NEIGHBOURS_EACH_WAY = 2
PLAIN_DAYS = 90
MOST_SUSPECTS = 10


@dataclass(frozen=True)
class BoxPageRequest:
    """A box, a ranked day (None: the default day), how many days of its history, and how its table is sorted.

    `sort` is a column of the table (None: its days); `is_rising` puts the least, or the oldest, first.
    """

    box: str
    day: date | None = None
    days: int = PLAIN_DAYS
    sort: str | None = None
    is_rising: bool = False

    def __post_init__(self) -> None:
        TimeSeriesRequest(self.box, days=self.days)


@dataclass(frozen=True, slots=True)
class BoxStanding:
    """The rank of a box on the board of the page that day, and why."""

    around: Around
    move: ExplainedMove
    distance: BoxDistance


@dataclass(frozen=True, slots=True)
class BoxPageData:
    """A box on a day, its series up to that day, its ranks by day, and all ranked days of the board.

    On `reported_days` any box of the market was reported. `suspects` are the newest values of the box that
    are not used.

    `standing` is null while the box has no rank on the day.
    """

    detail: BoxDetail
    series: TimeSeries
    ranked_days: tuple[RankedDay, ...]
    ranks: Mapping[date, Ranks]
    standing: BoxStanding | None
    is_simulated: bool
    reported_days: frozenset[date]
    suspects: tuple[SuspectValue, ...]

    @property
    def ranked_since(self) -> date | None:
        """The first day on which the box is ranked; null while it never was."""
        return min(self.ranks, default=None)


def read_box_page(connection: Connection, request: BoxPageRequest) -> BoxPageData:
    """The page of a box. Raises UnknownBox, UnknownDay, NothingPublished."""
    detail = read_box(connection, BoxDetailRequest(request.box, request.day))
    slug, end = detail.data.box.slug, detail.data.metric_date
    series = read_series(connection, TimeSeriesRequest(slug, days=request.days, end=end))
    standing = _standing(connection, detail) if detail.data.ranks.current_rank is not None else None
    board = Board(detail.meta.metric)
    box_id = boxes.find_id(connection, request.box)
    ranks = ranks_by_day(box_histories(connection, board, [box_id], detail.meta.date), box_id)
    days, is_simulated = all_ranked_days(connection, board), published(connection).is_simulated
    reported = days_with_reports(connection)
    suspects = suspects_of_box(connection, box_id, detail.meta.date, MOST_SUSPECTS)
    return BoxPageData(detail, series, days, ranks, standing, is_simulated, reported, suspects)


def _standing(connection: Connection, detail: BoxDetail) -> BoxStanding:
    metric, day, slug = detail.meta.metric, detail.data.metric_date, detail.data.box.slug
    around = AroundRequest(metric=metric, box=slug, day=day, count=NEIGHBOURS_EACH_WAY)
    return BoxStanding(
        read_around(connection, around),
        read_explanation(connection, ExplanationRequest(metric=metric, box=slug, day=day)),
        read_distance(connection, DistanceRequest(metric=metric, box=slug, day=day)),
    )
