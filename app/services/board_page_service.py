"""Everything a board page shows, read as one generation: rows, floors, movers, market line, days, lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from app.database import Connection, Database
from app.domain.boards import Board
from app.domain.day_sentence import DaySentence, day_sentence
from app.domain.errors import ServiceAway
from app.domain.simulated_market import is_simulated
from app.domain.traded_windows import TradedWindow, traded_windows
from app.repositories import board_page, board_rows, boxes, ranks
from app.schemas import BoardMeta, Leaderboard
from app.services.board_context import RankedDay, board_context, board_days, published
from app.services.leaderboard_service import LeaderboardRequest, LeaderboardService
from app.services.movers_service import rank_movers
from app.services.traded_days import TradedDays

SPARKLINE_DAYS = 30
TAPE_DAYS = 90
TAPE_DAYS_AHEAD = 30
BUMP_DAYS = 60
BUMP_LINES = 10
MOVERS_EACH_WAY = 3

_LONGEST_LOOK_BACK = timedelta(59)  # the 30 days before the last 30
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class NamedBox:
    """A box as it is named in a narrow place; `code` is null where the catalogue has none."""

    slug: str
    code: str | None
    short_name: str


@dataclass(frozen=True, slots=True)
class Mover:
    """A box whose rank changed; `rank_change` is positive for a climb."""

    box: NamedBox
    current_rank: int
    previous_rank: int
    rank_change: int


@dataclass(frozen=True, slots=True)
class DayTotals:
    """The day over all boxes. Null: nobody reported it. Floors are compared with those of the day before.

    `greatest_value` is that of the board's metric.
    """

    boxes_sold: float | None
    boxes_listed: int | None
    floors_up: int
    floors_down: int
    floors_flat: int
    floors_unknown: int
    greatest_value: float | None


@dataclass(frozen=True, slots=True)
class RankedCalendar:
    """All ranked days of the board, oldest first, and the one shown."""

    days: tuple[RankedDay, ...]
    shown: date

    @property
    def first(self) -> date:
        """The board's first ranked day."""
        return self.days[0].metric_date

    @property
    def last(self) -> date:
        """The board's last ranked day."""
        return self.days[-1].metric_date

    @property
    def previous(self) -> date | None:
        """The ranked day before the one shown, partial or not."""
        return max((day.metric_date for day in self.days if day.metric_date < self.shown), default=None)

    @property
    def next(self) -> date | None:
        """The ranked day after the one shown, partial or not."""
        return min((day.metric_date for day in self.days if day.metric_date > self.shown), default=None)

    def between(self, first: date, last: date) -> tuple[RankedDay, ...]:
        """The ranked days of a span."""
        return tuple(day for day in self.days if first <= day.metric_date <= last)


@dataclass(frozen=True, slots=True)
class BoardExtras:
    """What stands around the rows. `floors` is by slug: one value a day for 30 days, null where unknown.

    `traded_by_day` holds days that have a volume. Movers, `dropped`, `sentence` and `rank_lines` (ranks by
    day of the day's first boxes, in their order) are of the primary board, empty on any other.
    """

    games: tuple[str, ...]
    is_simulated: bool
    calendar: RankedCalendar
    traded_by_day: Mapping[date, float]
    traded: tuple[TradedWindow, ...]
    totals: DayTotals
    climbing: tuple[Mover, ...]
    falling: tuple[Mover, ...]
    dropped: tuple[NamedBox, ...]
    sentence: DaySentence | None
    floors: Mapping[str, tuple[float | None, ...]]
    rank_lines: tuple[tuple[NamedBox, Mapping[date, int]], ...]


@dataclass(frozen=True, slots=True)
class BoardPageData:
    """A page of the board and what stands around it, of one generation."""

    board: Leaderboard
    extras: BoardExtras


class BoardPageService:
    """Reads board pages."""

    def __init__(self, database: Database, leaderboard: LeaderboardService) -> None:
        self._database, self._leaderboard = database, leaderboard
        self._traded = TradedDays()

    def page(self, request: LeaderboardRequest) -> BoardPageData:
        """The page asked for. Raises what the leaderboard raises, ServiceAway."""
        for _ in range(_ATTEMPTS):
            board = self._leaderboard.leaderboard(request)
            with self._database.snapshot() as connection:
                if published(connection).generation == board.meta.generation:
                    return BoardPageData(board, _extras(connection, board, self._traded))
        raise ServiceAway("The data are being published faster than they can be read. Ask again in a second.")


def tape_span(calendar: RankedCalendar, day: date) -> tuple[date, date]:
    """The days of the tape: up to 90, the day shown among them, never beyond the board's own days."""
    last = min(calendar.last, day + timedelta(TAPE_DAYS_AHEAD))
    return max(calendar.first, last - timedelta(TAPE_DAYS - 1)), last


def bump_span(calendar: RankedCalendar, day: date) -> tuple[date, date]:
    """The days of the bump chart: up to 60, ending on the day shown."""
    return max(calendar.first, day - timedelta(BUMP_DAYS - 1)), day


def _extras(connection: Connection, board: Leaderboard, remembered: TradedDays) -> BoardExtras:
    day, which = board.meta.date, Board(board.meta.metric, board.meta.game)
    calendar = _calendar(connection, which, day)
    first, last = tape_span(calendar, day)
    first_traded = min(first, day - _LONGEST_LOOK_BACK)
    by_day = remembered.between(connection, board.meta.generation, first_traded, last)
    slugs = [row.box.slug for row in board.data]
    movers = _movers(connection, board.meta) if which.is_primary else ()
    return BoardExtras(
        games=tuple(name for name, _ in boxes.games(connection)),
        is_simulated=any(map(is_simulated, board_page.sources(connection, slugs[:1], day))),
        calendar=calendar,
        traded_by_day=by_day,
        traded=traded_windows(by_day, day),
        totals=DayTotals(*board_page.totals(connection, day, which.metric)),
        climbing=tuple(mover for mover in movers if mover.rank_change > 0),
        falling=tuple(mover for mover in movers if mover.rank_change < 0),
        dropped=_dropped(connection, board.meta) if which.is_primary else (),
        sentence=_sentence(connection, board.meta) if which.is_primary else None,
        floors=_floors(connection, slugs, day),
        rank_lines=_rank_lines(connection, calendar) if which.is_primary else (),
    )


def _calendar(connection: Connection, board: Board, day: date) -> RankedCalendar:
    days = board_days(connection, board).select("metric_date", "boxes_ranked", "is_partial", "compared_with")
    return RankedCalendar(tuple(RankedDay(*row) for row in days.iter_rows()), day)


def _movers(connection: Connection, meta: BoardMeta) -> tuple[Mover, ...]:
    moved = rank_movers(connection, board_context(connection, meta.metric, meta.game, meta.date))
    shown = pl.concat(
        moved.filter(way).head(MOVERS_EACH_WAY) for way in (pl.col("move") > 0, pl.col("move") < 0)
    )
    names = board_rows.cards(connection, shown["box_id"].to_list(), ["slug", "code", "short_name"])
    ranks = shown.select("box_id", "current_rank", "previous_rank", "rank_change").iter_rows()
    return tuple(Mover(NamedBox(*names[box_id]), *row) for box_id, *row in ranks)


def _dropped(connection: Connection, meta: BoardMeta) -> tuple[NamedBox, ...]:
    if meta.previous_ranked_day is None:
        return ()
    rows = board_page.dropped(connection, meta.previous_ranked_day, meta.date)
    return tuple(NamedBox(*row) for row in rows)


def _sentence(connection: Connection, meta: BoardMeta) -> DaySentence:
    day, before = meta.date, meta.previous_ranked_day
    rows = board_page.standings(connection, day)
    rows_before = rows.clear() if before is None else board_page.standings(connection, before)
    number_ones = board_page.number_ones(connection, day)
    return day_sentence(rows, rows_before, number_ones, ranks.days(connection), day)


def _floors(connection: Connection, slugs: Sequence[str], day: date) -> dict[str, tuple[float | None, ...]]:
    first = day - timedelta(SPARKLINE_DAYS - 1)
    known = {(slug, on): floor for slug, on, floor in board_page.floors(connection, slugs, first, day)}
    days = [first + timedelta(after) for after in range(SPARKLINE_DAYS)]
    return {slug: tuple(known.get((slug, on)) for on in days) for slug in slugs}


def _rank_lines(
    connection: Connection, calendar: RankedCalendar
) -> tuple[tuple[NamedBox, Mapping[date, int]], ...]:
    first, last = bump_span(calendar, calendar.shown)
    leading = [NamedBox(*row) for row in board_page.leaders(connection, last, BUMP_LINES)]
    lines: dict[str, dict[date, int]] = {box.slug: {} for box in leading}
    for slug, on, rank in board_page.rank_lines(connection, list(lines), first, last):
        lines[slug][on] = rank
    return tuple((box, lines[box.slug]) for box in leading)
