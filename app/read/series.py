"""Figures and ranks of one box over time."""

from dataclasses import dataclass, fields
from datetime import date, timedelta

from app.database import Database
from app.domain.errors import InvalidValue, NothingPublished, UnknownChoice
from app.read.context import published
from app.repositories import box_days, boxes
from app.repositories.versions import Publication
from app.schemas import Figures, Ranks, SeriesMeta, TimeSeries

SERIES_COLUMNS = [field.name for shape in (Ranks, Figures) for field in fields(shape)]
MOST_DAYS = 36_525


@dataclass(frozen=True)
class TimeSeriesRequest:
    """A box and a span: `days` up to `end` (None: the newest), or from `start`; no `metrics` means all."""

    box: str
    metrics: tuple[str, ...] = ()
    days: int | None = None
    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        for name in self.metrics:
            if name not in SERIES_COLUMNS:
                raise UnknownChoice("metric", name, SERIES_COLUMNS)
        if self.days is not None and self.start is not None:
            raise InvalidValue("days", "Give days or start, not both.")
        if self.days is not None and not 1 <= self.days <= MOST_DAYS:
            raise InvalidValue("days", f"days is {self.days}; give a number from 1 to {MOST_DAYS}.")
        if self.start and self.end and self.start > self.end:
            raise InvalidValue("start", f"The span ends ({self.end}) before it starts ({self.start}).")


class TimeSeriesService:
    """Reads the series of a box."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def series(self, request: TimeSeriesRequest) -> TimeSeries:
        """One row per observed day, oldest first; the default span is the last 90 days of the data.

        Raises UnknownBox, NothingPublished, ServiceAway.
        """
        columns = list(request.metrics) or SERIES_COLUMNS
        with self._database.snapshot() as connection:
            publication = published(connection)
            box_id = boxes.find_id(connection, request.box)
            slug: str = boxes.get(connection, box_id).slug
            first, last = _span(request, publication)
            rows = box_days.series(connection, box_id, first, last, [*columns, "is_provisional"])
        names = ["metric_date", *columns]
        return TimeSeries(
            [dict(zip(names, row[:-1], strict=True)) for row in rows],
            SeriesMeta(
                slug,
                first,
                last,
                columns,
                any(row[-1] for row in rows),
                publication.generation,
                publication.published_at,
                publication.data_as_of,
            ),
        )


def _span(request: TimeSeriesRequest, publication: Publication) -> tuple[date, date]:
    last = request.end or publication.data_as_of
    if last is None:
        raise NothingPublished
    return request.start or last - timedelta(days=(request.days or 90) - 1), last
