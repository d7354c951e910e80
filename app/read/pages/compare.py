"""Everything a compare page shows, read as one generation: each box on the day, its series, boxes to add."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.database import Connection
from app.domain.boards import PRIMARY_METRIC
from app.domain.errors import InvalidValue
from app.read.box import box_days_by
from app.read.context import (
    RankedDay,
    all_ranked_days,
    board_context,
    board_meta,
    published,
    ranked_day,
    shows_provisional,
)
from app.read.rows import day_entries
from app.read.series import SERIES_COLUMNS, TimeSeriesRequest
from app.repositories import board_rows, box_days, boxes
from app.repositories.remembered import remembered
from app.schemas import BoardMeta, BoxDay

MOST_COMPARED = 4
MOST_CHOICES = 500
PLAIN_DAYS = 60

SeriesRow = dict[str, date | float | int | bool | str | None]


@dataclass(frozen=True)
class ComparePageRequest:
    """Up to four boxes by slug or `scheme:value`, a ranked day (None: the latest), days of history.

    Fewer than two boxes are a choice not made yet. Raises InvalidValue.
    """

    boxes: tuple[str, ...] = ()
    day: date | None = None
    days: int = PLAIN_DAYS

    def __post_init__(self) -> None:
        if len(self.boxes) > MOST_COMPARED:
            raise InvalidValue("boxes", f"{len(self.boxes)} boxes are named; name {MOST_COMPARED} at most.")
        TimeSeriesRequest("", days=self.days)


@dataclass(frozen=True, slots=True)
class BoxChoice:
    """A box that may be added; `rank` is that of the day on the primary board."""

    slug: str
    code: str | None
    short_name: str
    rank: int


@dataclass(frozen=True, slots=True)
class BoxOverTime:
    """A box on the day, and its figures and ranks on each observed day of the span, oldest first."""

    day: BoxDay
    series: tuple[SeriesRow, ...]


@dataclass(frozen=True, slots=True)
class ComparePageData:
    """Boxes side by side; `choices` are ranked boxes of the day, best first, at most MOST_CHOICES."""

    meta: BoardMeta
    boxes: tuple[BoxOverTime, ...]
    choices: tuple[BoxChoice, ...]
    ranked_days: tuple[RankedDay, ...]


def read_compare_page(connection: Connection, request: ComparePageRequest) -> ComparePageData:
    """The page asked for. Raises UnknownBox, UnknownDay, NothingPublished."""
    publication = published(connection)
    day = ranked_day(connection, request.day)
    ids = dict.fromkeys(boxes.find_id(connection, box) for box in request.boxes)
    found = box_days_by(connection, list(ids), day.metric_date, publication)
    return ComparePageData(
        board_meta(publication, day, request.day, is_provisional=shows_provisional(found)),
        tuple(
            BoxOverTime(each, _series(connection, box_id, request.days, day.metric_date))
            for box_id, each in zip(ids, found, strict=True)
        ),
        _choices(connection, day.metric_date),
        all_ranked_days(connection),
    )


def _series(connection: Connection, box_id: int, days: int, last: date) -> tuple[SeriesRow, ...]:
    first = date.fromordinal(max(1, last.toordinal() - days + 1))
    rows = box_days.series(connection, box_id, first, last, SERIES_COLUMNS)
    return tuple(dict(zip(("metric_date", *SERIES_COLUMNS), row, strict=True)) for row in rows)


def _choices(connection: Connection, day: date) -> tuple[BoxChoice, ...]:
    return remembered(connection, ("choices", day), lambda: _read_choices(connection, day))


def _read_choices(connection: Connection, day: date) -> tuple[BoxChoice, ...]:
    context = board_context(connection, PRIMARY_METRIC, None, day)
    entries = day_entries(connection, context).head(MOST_CHOICES).select("box_id", "current_rank")
    names = board_rows.cards(connection, entries["box_id"].to_list(), ["slug", "code", "short_name"])
    return tuple(_choice(names[box_id], rank) for box_id, rank in entries.iter_rows())


def _choice(names: tuple[Any, ...], rank: int) -> BoxChoice:
    slug, code, short_name = names
    return BoxChoice(slug, code, short_name, rank)
