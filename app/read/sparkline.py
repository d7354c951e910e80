"""One metric of one box, day by day, with the days that nobody knows as gaps."""

from dataclasses import dataclass
from datetime import date

from app.database import Database
from app.domain.boards import Board
from app.domain.days import days_between
from app.domain.errors import InvalidValue
from app.read.series import TimeSeriesRequest, TimeSeriesService
from app.schemas import Sparkline, SparklinePoint

MOST_DAYS = 3653
FLOOR = "floor_price_usd"


@dataclass(frozen=True)
class SparklineRequest:
    """A box by slug or `scheme:value`, a metric of the boards, and `days` up to `end` (None: the newest).

    Raises UnknownChoice (metric), InvalidValue.
    """

    box: str
    metric: str = FLOOR
    days: int = 30
    end: date | None = None

    def __post_init__(self) -> None:
        Board(self.metric)
        if not 1 <= self.days <= MOST_DAYS:
            raise InvalidValue("days", f"days is {self.days}; give a number from 1 to {MOST_DAYS}.")
        if self.end is not None and self.end.toordinal() < self.days:
            raise InvalidValue("end", f"{self.days} days before {self.end} there is no calendar.")


class SparklineService:
    """Reads sparklines."""

    def __init__(self, database: Database) -> None:
        self._series = TimeSeriesService(database)

    def sparkline(self, request: SparklineRequest) -> Sparkline:
        """One point per calendar day. Raises UnknownBox, NothingPublished, ServiceAway."""
        asked = TimeSeriesRequest(request.box, (request.metric,), request.days, None, request.end)
        series = self._series.series(asked)
        known = {row["metric_date"]: row[request.metric] for row in series.data}
        days = days_between(series.meta.start, series.meta.end)
        return Sparkline([_point(day, known.get(day)) for day in days], series.meta)


def _point(day: date, value: date | float | str | None) -> SparklinePoint:
    assert value is None or isinstance(value, int | float)
    return SparklinePoint(day, value)
