"""What stands around the rows of a board page: movers, market, days, and the ranks of the leading boxes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from app.database import Connection
from app.domain.board_ranks import ALL_GAMES
from app.domain.boards import Board
from app.read.context import BoardContext, game_names
from app.read.day_contents import DayContents, read_day_contents
from app.read.market import Market, read_market
from app.read.movers import rank_movers
from app.read.ranked_days import RankedDay, all_ranked_days
from app.read.rows import day_entries
from app.repositories import board_page, board_ranks, board_rows, boxes, market_days
from app.repositories.remembered import remembered

SPARKLINE_DAYS = 30
TAPE_DAYS = 90
TAPE_DAYS_AHEAD = 30
BUMP_LINES = 10
MOVERS_EACH_WAY = 3

FLOOR, MARKET_PRICE = "floor_price_usd", "market_price_usd"

_NAMES = ["slug", "code", "short_name"]


@dataclass(frozen=True, slots=True)
class NamedBox:
    """A box as it is named in a narrow place; `code` is null where the catalogue has none."""

    slug: str
    code: str | None
    short_name: str


@dataclass(frozen=True, slots=True)
class RankMover:
    """A box whose rank changed; `rank_change` is positive for a climb."""

    box: NamedBox
    current_rank: int
    previous_rank: int
    rank_change: int


RankLine = tuple[NamedBox, Mapping[date, int]]
"""A box and its ranks by day."""


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
    """What stands around the rows. `contents` is of the board's day; `prices` is by slug: one value of
    `price_figure` (the floor, or the market price where no box has a floor) a day for 30 days, null where
    unknown.

    `traded_by_day` holds days that have a volume; it and `market` are of the boxes of the board's game.
    Movers, `greatest_value` of the board's metric and `rank_lines` (the day's first boxes in their order,
    then the followed one) are of the very board, all its pages. `linked_boards` (metric and game) are those
    that menus may lead to: with ranks on the requested day, or on any where none is requested.
    """

    games: tuple[str, ...]
    is_simulated: bool
    calendar: RankedCalendar
    traded_by_day: Mapping[date, float]
    market: Market
    contents: DayContents
    price_figure: str
    prices: Mapping[str, tuple[float | None, ...]]
    linked_boards: frozenset[tuple[str, str | None]] = frozenset()
    greatest_value: float | None = None
    climbing: tuple[RankMover, ...] = ()
    falling: tuple[RankMover, ...] = ()
    rank_lines: tuple[RankLine, ...] = field(default=())


def tape_span(calendar: RankedCalendar, day: date) -> tuple[date, date]:
    """The days of the tape: up to 90, the day shown among them, never beyond the board's own days."""
    last = min(calendar.last, day + timedelta(TAPE_DAYS_AHEAD))
    return max(calendar.first, last - timedelta(TAPE_DAYS - 1)), last


def bump_span(calendar: RankedCalendar, span_days: int) -> tuple[date, date]:
    """The days of the bump chart, up to the day shown, or to the one it is compared with if it is partial."""
    shown = next(day for day in calendar.days if day.metric_date == calendar.shown)
    last = (shown.compared_with if shown.is_partial else None) or calendar.shown
    return max(calendar.first, last - timedelta(span_days - 1)), last


def ranked_calendar(connection: Connection, context: BoardContext) -> RankedCalendar:
    """The ranked days of the context's board."""
    return RankedCalendar(all_ranked_days(connection, context.board), context.day.metric_date)


def market_of_day(
    connection: Connection, context: BoardContext, slugs: Sequence[str], requested: date | None
) -> BoardExtras:
    """Market, days and floors; no movers and no lines. `slugs` are those of the rows shown."""
    day, calendar = context.day.metric_date, ranked_calendar(connection, context)
    game, contents = context.board.game, read_day_contents(connection, context)
    price_figure = FLOOR if contents.has(FLOOR) or not contents.has(MARKET_PRICE) else MARKET_PRICE
    return BoardExtras(
        games=game_names(connection),
        is_simulated=context.publication.is_simulated,
        calendar=calendar,
        traded_by_day=market_days.traded_by_day(connection, game or ALL_GAMES, *tape_span(calendar, day)),
        market=read_market(connection, game, day),
        contents=contents,
        price_figure=price_figure,
        prices=_prices(connection, price_figure, slugs, day),
        linked_boards=_linked_boards(connection, context.board, requested),
        greatest_value=_greatest_value(connection, context),
    )


def _linked_boards(
    connection: Connection, board: Board, day: date | None
) -> frozenset[tuple[str, str | None]]:
    key = ("linked_boards", board, day)
    return remembered(connection, key, lambda: board_ranks.ranked_boards(connection, board, day))


def movers_each_way(
    connection: Connection, context: BoardContext
) -> tuple[tuple[RankMover, ...], tuple[RankMover, ...]]:
    """The widest climbs and the widest falls, read once per generation; none on a partial day."""
    key = ("movers_each_way", context.board, context.day.metric_date)
    return remembered(connection, key, lambda: _movers_each_way(connection, context))


def _movers_each_way(
    connection: Connection, context: BoardContext
) -> tuple[tuple[RankMover, ...], tuple[RankMover, ...]]:
    climbing, falling = rank_movers(connection, context, MOVERS_EACH_WAY)
    names = _names(connection, [*climbing["box_id"], *falling["box_id"]])
    return _movers(climbing, names), _movers(falling, names)


def rank_lines(
    connection: Connection, context: BoardContext, followed: str | None, span_days: int
) -> tuple[RankLine, ...]:
    """Ranks by day, in the span, of the first boxes of its last day, and of the followed one beside them."""
    span = bump_span(ranked_calendar(connection, context), span_days)
    leading = board_ranks.entries(connection, context.board, span[1])["box_id"].head(BUMP_LINES).to_list()
    extra = boxes.find_ids(connection, [followed]).values() if followed else ()
    box_ids = list(dict.fromkeys([*leading, *extra]))
    ranks = board_ranks.ranks_of_boxes(connection, context.board, box_ids, span[1], span[0])
    lines: dict[int, dict[date, int]] = {box_id: {} for box_id in box_ids}
    for box_id, day, rank in ranks.iter_rows():
        lines[box_id][day] = rank
    names = _names(connection, box_ids)
    return tuple((names[box_id], line) for box_id, line in lines.items() if line)


def _movers(moved: pl.DataFrame, names: Mapping[int, NamedBox]) -> tuple[RankMover, ...]:
    rows = moved.select("box_id", "current_rank", "previous_rank", "rank_change").iter_rows()
    return tuple(RankMover(names[box_id], *ranks) for box_id, *ranks in rows)


def _names(connection: Connection, box_ids: Iterable[int]) -> dict[int, NamedBox]:
    cards = board_rows.cards(connection, list(box_ids), _NAMES)
    return {box_id: NamedBox(*card) for box_id, card in cards.items()}


def _greatest_value(connection: Connection, context: BoardContext) -> float | None:
    entries = day_entries(connection, context)
    end = entries.tail(1) if context.board.is_ascending else entries.head(1)
    metric, day = context.board.metric, context.day.metric_date
    values = board_rows.values_on(connection, metric, day, end["box_id"].to_list())["value"].to_list()
    return values[0] if values else None


def _prices(
    connection: Connection, figure: str, slugs: Sequence[str], day: date
) -> dict[str, tuple[float | None, ...]]:
    first = day - timedelta(SPARKLINE_DAYS - 1)
    found = board_page.prices(connection, figure, slugs, first, day)
    known = {(slug, on): price for slug, on, price in found}
    days = [first + timedelta(after) for after in range(SPARKLINE_DAYS)]
    return {slug: tuple(known.get((slug, on)) for on in days) for slug in slugs}
