"""Everything a compare page shows, read as one generation: each box on the day, its series, boxes to add."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.database import Connection
from app.domain.errors import InvalidValue
from app.read.box import boxes_on
from app.read.context import BoardContext, shows_provisional
from app.read.ranked_days import RankedDay, all_ranked_days, days_with_reports
from app.read.rows import box_histories, day_entries, ranks_by_day
from app.read.series import SERIES_COLUMNS, TimeSeriesRequest
from app.repositories import board_rows, box_days, boxes
from app.repositories.remembered import remembered
from app.schemas import BoardMeta, BoxDay, Ranks

MOST_COMPARED = 4
MOST_CHOICES = 500
PLAIN_DAYS = 60

SeriesRow = dict[str, date | float | int | bool | str | list[str] | None]


@dataclass(frozen=True)
class ComparePageRequest:
    """Up to four boxes by slug or `scheme:value`, a ranked day (None: the default day), days of history.

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
    """A box that may be added; `rank` is that of the day on the board of the page."""

    slug: str
    code: str | None
    short_name: str
    rank: int


@dataclass(frozen=True, slots=True)
class BoxOverTime:
    """A box on the day, its figures on each day of the span that has some, oldest first, and its ranks."""

    day: BoxDay
    series: tuple[SeriesRow, ...]
    ranks: Mapping[date, Ranks]


@dataclass(frozen=True, slots=True)
class ComparePageData:
    """Boxes side by side; `choices` are ranked boxes of the day, best first, at most MOST_CHOICES.

    On `reported_days` any box of the market was reported.
    """

    meta: BoardMeta
    boxes: tuple[BoxOverTime, ...]
    choices: tuple[BoxChoice, ...]
    ranked_days: tuple[RankedDay, ...]
    reported_days: frozenset[date]
    is_simulated: bool


def read_compare_page(connection: Connection, request: ComparePageRequest) -> ComparePageData:
    """The page asked for. Raises UnknownBox, UnknownDay, NoRanks, NothingPublished."""
    ids = dict.fromkeys(boxes.find_id(connection, box) for box in request.boxes)
    context, found = boxes_on(connection, list(ids), request.day)
    last = context.day.metric_date
    histories = box_histories(connection, context.board, list(ids), last)
    return ComparePageData(
        context.meta(request.day, is_provisional=shows_provisional(found)),
        tuple(
            BoxOverTime(
                each, _series(connection, box_id, request.days, last), ranks_by_day(histories, box_id)
            )
            for box_id, each in zip(ids, found, strict=True)
        ),
        _choices(connection, context),
        all_ranked_days(connection, context.board),
        days_with_reports(connection),
        context.publication.is_simulated,
    )


def _series(connection: Connection, box_id: int, days: int, last: date) -> tuple[SeriesRow, ...]:
    first = date.fromordinal(max(1, last.toordinal() - days + 1))
    rows = box_days.series(connection, box_id, first, last, SERIES_COLUMNS)
    return tuple(dict(zip(("metric_date", *SERIES_COLUMNS), row, strict=True)) for row in rows)


def _choices(connection: Connection, context: BoardContext) -> tuple[BoxChoice, ...]:
    key = ("choices", context.board, context.day.metric_date)
    return remembered(connection, key, lambda: _read_choices(connection, context))


def _read_choices(connection: Connection, context: BoardContext) -> tuple[BoxChoice, ...]:
    entries = day_entries(connection, context).head(MOST_CHOICES).select("box_id", "current_rank")
    names = board_rows.cards(connection, entries["box_id"].to_list(), ["slug", "code", "short_name"])
    return tuple(_choice(names[box_id], rank) for box_id, rank in entries.iter_rows())


def _choice(names: tuple[Any, ...], rank: int) -> BoxChoice:
    slug, code, short_name = names
    return BoxChoice(slug, code, short_name, rank)
