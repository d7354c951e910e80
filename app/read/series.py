"""Figures and ranks of one box over time."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Annotated

from app.database import Connection
from app.domain.days import days_between
from app.domain.errors import InvalidValue
from app.read.context import last_day, published
from app.read.parameters import (
    BOX,
    END,
    METRICS,
    START,
    ChoiceParameter,
    ChoicesParameter,
    NumberParameter,
    check_fields,
)
from app.repositories import box_days, boxes
from app.repositories.versions import Publication
from app.schemas import Figures, Ranks, SeriesMeta, Sparkline, SparklinePoint, TimeSeries

SERIES_COLUMNS = [field.name for shape in (Ranks, Figures) for field in fields(shape)]
MOST_DAYS, MOST_SPARKLINE_DAYS = 36_525, 3653
FLOOR = "floor_price_usd"


@dataclass(frozen=True)
class TimeSeriesRequest:
    """A box and a span: `days` up to `end` (None: the newest), or from `start`; no `metrics` means all."""

    box: Annotated[str, BOX]
    metrics: Annotated[
        tuple[str, ...],
        ChoicesParameter(
            "metrics",
            "Names divided by commas; left out: all",
            ["floor_price_usd", "current_rank"],
            choices=tuple(SERIES_COLUMNS),
            item="metric",
        ),
    ] = ()
    days: Annotated[
        int | None,
        NumberParameter(
            "days", "Days up to the last one, in place of `start`; default 90", least=1, most=MOST_DAYS
        ),
    ] = None
    start: Annotated[date | None, START] = None
    end: Annotated[date | None, END] = None

    def __post_init__(self) -> None:
        check_fields(self)
        if self.days is not None and self.start is not None:
            raise InvalidValue("days", "Give days or start, not both.")
        if self.start and self.end and self.start > self.end:
            raise InvalidValue("start", f"The span ends ({self.end}) before it starts ({self.start}).")


@dataclass(frozen=True)
class SparklineRequest:
    """A box by slug or `scheme:value`, a metric of the boards, and `days` up to `end` (None: the newest).

    Raises UnknownChoice (metric), InvalidValue.
    """

    box: Annotated[str, BOX]
    metric: Annotated[str, ChoiceParameter("metric", "Which metric", choices=METRICS)] = FLOOR
    days: Annotated[
        int, NumberParameter("days", "Calendar days up to `end`", least=1, most=MOST_SPARKLINE_DAYS)
    ] = 30
    end: Annotated[date | None, END] = None

    def __post_init__(self) -> None:
        check_fields(self)
        if self.end is not None and self.end.toordinal() < self.days:
            raise InvalidValue("end", f"{self.days} days before {self.end} there is no calendar.")


def read_series(connection: Connection, request: TimeSeriesRequest) -> TimeSeries:
    """One row per day with figures, reported or carried, oldest first; by default of the last 90 days.

    Raises UnknownBox, NothingPublished.
    """
    columns = list(request.metrics) or SERIES_COLUMNS
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


def read_sparkline(connection: Connection, request: SparklineRequest) -> Sparkline:
    """One point per calendar day, null where no figure is known. Raises UnknownBox, NothingPublished."""
    span = TimeSeriesRequest(request.box, (request.metric,), request.days, None, request.end)
    series = read_series(connection, span)
    known = {row["metric_date"]: row[request.metric] for row in series.data}
    days = days_between(series.meta.start, series.meta.end)
    return Sparkline([_point(day, known.get(day)) for day in days], series.meta)


def _span(request: TimeSeriesRequest, publication: Publication) -> tuple[date, date]:
    last = last_day(publication, request.end)
    return request.start or last - timedelta(days=(request.days or 90) - 1), last


def _point(day: date, value: object) -> SparklinePoint:
    assert value is None or isinstance(value, int | float)
    return SparklinePoint(day, value)
