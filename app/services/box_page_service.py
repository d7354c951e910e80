"""Everything a box page shows, read as one generation: its day, its series, the board's days."""

from dataclasses import dataclass
from datetime import date

from app.database import Database
from app.domain.errors import ServiceAway
from app.repositories import ranks
from app.schemas import BoxDetail, TimeSeries
from app.services.board_context import RankedDay, published
from app.services.box_detail_service import BoxDetailRequest, BoxDetailService
from app.services.time_series_service import TimeSeriesRequest, TimeSeriesService

_ATTEMPTS = 5


@dataclass(frozen=True)
class BoxPageRequest:
    """A box, a ranked day (None: the latest), and how many days of its history."""

    box: str
    day: date | None = None
    days: int = 90

    def __post_init__(self) -> None:
        TimeSeriesRequest(self.box, days=self.days)


@dataclass(frozen=True, slots=True)
class BoxPageData:
    """A box on a day, its series up to that day, and all ranked days of the primary board."""

    detail: BoxDetail
    series: TimeSeries
    ranked_days: tuple[RankedDay, ...]


class BoxPageService:
    """Reads box pages."""

    def __init__(
        self, database: Database, box_detail: BoxDetailService, time_series: TimeSeriesService
    ) -> None:
        self._database, self._box_detail, self._time_series = database, box_detail, time_series

    def page(self, request: BoxPageRequest) -> BoxPageData:
        """The page asked for. Raises UnknownBox, UnknownDay, NothingPublished, ServiceAway."""
        for _ in range(_ATTEMPTS):
            detail = self._box_detail.detail(BoxDetailRequest(request.box, request.day))
            end = detail.data.metric_date
            series = self._time_series.series(TimeSeriesRequest(request.box, days=request.days, end=end))
            with self._database.snapshot() as connection:
                generation = published(connection).generation
                days = ranks.days(connection)
            if detail.meta.generation == series.meta.generation == generation:
                return BoxPageData(detail, series, tuple(RankedDay(*row) for row in days.iter_rows()))
        raise ServiceAway("The data are being published faster than they can be read. Ask again in a second.")
