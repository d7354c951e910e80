"""Everything a board page shows, read from one snapshot: its rows, its story, and what stands around them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from app.database import Connection
from app.domain.errors import InvalidValue, UnknownChoice
from app.read.board import WORST, LeaderboardRequest, read_board
from app.read.context import BoardContext, board_context, meta_with, shows_provisional
from app.read.days import day_story
from app.read.pages.board_extras import BoardExtras, market_of_day, movers_each_way, rank_lines
from app.read.paging import page_meta
from app.read.rows import board_page, day_entries
from app.repositories import board_rows, boxes
from app.schemas import BoardPageMeta, DayStory, Leaderboard

SPANS_DAYS = (14, 35, 90)
PLAIN_SPAN_DAYS = 35
MOST_WATCHED = 200


@dataclass(frozen=True)
class BoardPageRequest:
    """The board page of a view.

    `followed` is the slug of the line that stands out in the bump chart, `span_days` the days of that chart.
    `only` keeps these boxes, with their ranks on the whole board: a watchlist; None keeps all, an empty one
    none. Raises UnknownChoice, InvalidValue.
    """

    view: LeaderboardRequest
    followed: str | None = None
    only: tuple[str, ...] | None = None
    span_days: int = PLAIN_SPAN_DAYS

    def __post_init__(self) -> None:
        if self.span_days not in SPANS_DAYS:
            raise UnknownChoice("span", str(self.span_days), tuple(map(str, SPANS_DAYS)))
        if len(self.only or ()) > MOST_WATCHED:
            raise InvalidValue("only", f"More than {MOST_WATCHED} boxes are named; leave some out.")


@dataclass(frozen=True, slots=True)
class BoardPageData:
    """A page of the board and what stands around it, of one generation.

    `story` is null for a watchlist, which `absent` belongs to: names of watched boxes without a rank.
    """

    board: Leaderboard
    extras: BoardExtras
    story: DayStory | None = None
    absent: tuple[str, ...] = ()


def read_board_page(connection: Connection, request: BoardPageRequest) -> BoardPageData:
    """The page of a board; raises what `read_board` raises."""
    return _whole(connection, request) if request.only is None else _watchlist(connection, request)


def _watchlist(connection: Connection, request: BoardPageRequest) -> BoardPageData:
    context = _context(connection, request.view)
    board, absent = _watched(connection, context, request.view, request.only or ())
    slugs = [row.box.slug for row in board.data]
    extras = market_of_day(connection, context, slugs, board.meta.date_asked)
    return BoardPageData(board, extras, absent=absent)


def _whole(connection: Connection, request: BoardPageRequest) -> BoardPageData:
    board = read_board(connection, request.view)
    meta = board.meta
    view = replace(request.view, metric=meta.metric, day=meta.date, game=meta.game)
    context = _context(connection, view)
    climbing, falling = movers_each_way(connection, context)
    extras = replace(
        market_of_day(connection, context, [row.box.slug for row in board.data], meta.date_asked),
        climbing=climbing,
        falling=falling,
        rank_lines=rank_lines(connection, context, request.followed, request.span_days),
    )
    return BoardPageData(board, extras, day_story(connection, context))


def _context(connection: Connection, view: LeaderboardRequest) -> BoardContext:
    return board_context(connection, view.metric, view.game, view.day)


def _watched(
    connection: Connection, context: BoardContext, view: LeaderboardRequest, watched: Sequence[str]
) -> tuple[Leaderboard, tuple[str, ...]]:
    box_ids = sorted(set(boxes.find_ids(connection, watched).values()) & _meant(connection, view))
    is_watched = pl.col("box_id").is_in(box_ids)
    entries = day_entries(connection, context).filter(is_watched)
    shown = entries.reverse() if view.order == WORST else entries
    rows = board_page(connection, context, shown)
    ranked = set(entries["box_id"])
    names = board_rows.cards(connection, [each for each in box_ids if each not in ranked], ["short_name"])
    meta = context.meta(view.day, is_provisional=shows_provisional(rows))
    page = page_meta(len(rows), max(1, len(rows)), 0)
    board = Leaderboard(rows, meta_with(BoardPageMeta, meta, **vars(page)))
    return board, tuple(sorted(name for (name,) in names.values()))


def _meant(connection: Connection, view: LeaderboardRequest) -> set[int]:
    return set(board_rows.matching(connection, (view.query or "").split())["box_id"])
