"""Everything a box page shows, read as one generation: its day, its series, where it stands and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.database import Database
from app.read.around import AroundRequest, AroundService
from app.read.box import BoxDetailRequest, BoxDetailService
from app.read.context import RankedDay, all_ranked_days, published
from app.read.explanation import DistanceRequest, ExplanationRequest, ExplanationService
from app.read.pages.one_generation import of_one_generation
from app.read.series import TimeSeriesRequest, TimeSeriesService
from app.repositories import box_days, boxes
from app.schemas import Around, BoxDetail, BoxDistance, ExplainedMove, TimeSeries

NEIGHBOURS_EACH_WAY = 2
PLAIN_DAYS = 90


@dataclass(frozen=True)
class BoxPageRequest:
    """A box, a ranked day (None: the latest), how many days of its history, and how its table is sorted.

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
    """Where a ranked box stands on the primary board that day, and why."""

    around: Around
    move: ExplainedMove
    distance: BoxDistance


@dataclass(frozen=True, slots=True)
class BoxPageData:
    """A box on a day, its series up to that day, and all ranked days of the primary board.

    `standing` is null while the box has no rank on the day, `ranked_since` when it never had one.
    """

    detail: BoxDetail
    series: TimeSeries
    ranked_days: tuple[RankedDay, ...]
    ranked_since: date | None
    standing: BoxStanding | None


@dataclass(frozen=True, slots=True)
class BoxReaders:
    """The services a box page is read from."""

    detail: BoxDetailService
    series: TimeSeriesService
    around: AroundService
    explanation: ExplanationService


class BoxPageService:
    """Reads box pages."""

    def __init__(self, database: Database, readers: BoxReaders) -> None:
        self._database, self._readers = database, readers

    def page(self, request: BoxPageRequest) -> BoxPageData:
        """The page asked for. Raises UnknownBox, UnknownDay, NothingPublished, ServiceAway."""
        return of_one_generation(lambda: self._read(request), lambda read: read[1])[0]

    def _read(self, request: BoxPageRequest) -> tuple[BoxPageData, tuple[int, ...]]:
        detail = self._readers.detail.detail(BoxDetailRequest(request.box, request.day))
        slug, end = detail.data.box.slug, detail.data.metric_date
        series = self._readers.series.series(TimeSeriesRequest(slug, days=request.days, end=end))
        standing = self._standing(slug, end) if detail.data.ranks.current_rank is not None else None
        with self._database.snapshot() as connection:
            generation = published(connection).generation
            days = all_ranked_days(connection)
            since = box_days.first_ranked_day(connection, boxes.find_id(connection, slug), end)
        data = BoxPageData(detail, series, days, since, standing)
        return data, (generation, *_generations(data))

    def _standing(self, slug: str, day: date) -> BoxStanding:
        around = self._readers.around.around(AroundRequest(box=slug, day=day, count=NEIGHBOURS_EACH_WAY))
        move = self._readers.explanation.explain(ExplanationRequest(box=slug, day=day))
        distance = self._readers.explanation.distance(DistanceRequest(box=slug, day=day))
        return BoxStanding(around, move, distance)


def _generations(data: BoxPageData) -> Iterator[int]:
    yield data.detail.meta.generation
    yield data.series.meta.generation
    if data.standing is not None:
        for part in (data.standing.around, data.standing.move, data.standing.distance):
            yield part.meta.generation
