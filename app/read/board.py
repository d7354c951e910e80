"""Any board of any day, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

import polars as pl

from app.database import Connection
from app.domain.errors import InvalidValue
from app.domain.ranking import rank_state
from app.read.context import BoardContext, board_context, meta_with, published, shows_provisional
from app.read.paging import (
    BoardCursor,
    BoardView,
    check_generation,
    check_view,
    decode_cursor,
    encode_cursor,
)
from app.read.parameters import (
    BOARD_METRIC,
    DAY,
    GAME,
    LIMIT,
    LONGEST_QUERY,
    OFFSET,
    ChoiceParameter,
    TextParameter,
    check_fields,
)
from app.read.ranked_days import day_in_progress
from app.read.rows import BOX_COLUMNS, FIGURE_COLUMNS, board_page, day_entries
from app.repositories import board_rows, leaderboard
from app.schemas import BoardPageMeta, BoxCard, Figures, Leaderboard, LeaderboardRow, PageMeta

FARTHEST_LEAN_OFFSET = 2000
"""Beyond it, passing over the rows before the page costs more than unpacking the ranks of the day."""

BEST, WORST = "best", "worst"
ORDERS = (BEST, WORST)

_RANKS, _BOX_END = 4, 4 + len(BOX_COLUMNS)


@dataclass(frozen=True)
class LeaderboardRequest:
    """A page of a board: its day and metric (None: the default ones), game (None: all), and place.

    `order` "worst" turns the display round, ranks stay. `query` keeps the boxes whose slug, name, code or set
    holds every word. A `cursor` of an earlier page takes the place of `offset`. `include_history` adds the
    chart record of each box. Raises InvalidValue, UnknownChoice.
    """

    day: Annotated[date | None, DAY] = None
    game: Annotated[str | None, GAME] = None
    limit: Annotated[int, LIMIT] = 50
    offset: Annotated[int, OFFSET] = 0
    metric: Annotated[str | None, BOARD_METRIC] = None
    order: Annotated[
        str, ChoiceParameter("order", "Best rank first, or last; ranks stay the same", choices=ORDERS)
    ] = BEST
    cursor: Annotated[
        str | None, TextParameter("cursor", "In place of `offset`: `next_cursor` of a page")
    ] = None
    query: Annotated[
        str | None,
        TextParameter("q", "Only boxes whose slug, name, code or set holds every word", most=LONGEST_QUERY),
    ] = None
    include_history: bool = False

    def __post_init__(self) -> None:
        check_fields(self)
        if self.offset and self.cursor:
            raise InvalidValue("cursor", "Give a cursor or an offset, not both.")

    @property
    def is_plain(self) -> bool:
        """It shows rows of the board in their order: those of the primary board are read in one statement."""
        return self.order == BEST and not self.query and not self.include_history


def read_board(connection: Connection, request: LeaderboardRequest) -> Leaderboard:
    """The page asked for, all of one generation. Inside one game the ranks are those within the game.

    Raises UnknownDay, UnknownChoice (game), InvalidValue (a cursor of another view or generation),
    NoRanks, NothingPublished, Unavailable.
    """
    cursor = decode_cursor(request.cursor) if request.cursor else None
    if cursor:
        check_generation(cursor, published(connection).generation)
    day = cursor.day if cursor and request.day is None else request.day
    context = board_context(connection, request.metric, request.game, day)
    if request.day is None and cursor:
        progress = day_in_progress(connection, context.board.game, context.day.metric_date)
        context = replace(context, in_progress=progress)
    view = _view(request, context)
    offset = _offset(request, cursor, view)
    is_lean = context.board.is_primary and request.is_plain and offset <= FARTHEST_LEAN_OFFSET
    rows, total = (_stored if is_lean else _unpacked)(connection, context, request, offset)
    meta = context.meta(request.day, is_provisional=shows_provisional(rows))
    page = _page(request, offset, total, view)
    return Leaderboard(rows, meta_with(BoardPageMeta, meta, **vars(page)))


def _stored(
    connection: Connection, context: BoardContext, request: LeaderboardRequest, offset: int
) -> tuple[list[LeaderboardRow], int]:
    day = context.day
    return _stored_rows(connection, day.metric_date, request.limit, offset), day.boxes_ranked


def _unpacked(
    connection: Connection, context: BoardContext, request: LeaderboardRequest, offset: int
) -> tuple[list[LeaderboardRow], int]:
    entries = _displayed(connection, context, request)
    shown = entries.slice(offset, request.limit)
    return board_page(connection, context, shown, has_records=request.include_history), entries.height


def _displayed(connection: Connection, context: BoardContext, request: LeaderboardRequest) -> pl.DataFrame:
    entries = day_entries(connection, context)
    words = (request.query or "").split()
    if words:
        found = board_rows.matching(connection, words)
        entries = entries.join(found, on="box_id", how="semi", maintain_order="left")
    return entries.reverse() if request.order == WORST else entries


def _view(request: LeaderboardRequest, context: BoardContext) -> BoardView:
    board, day, generation = context.board, context.day.metric_date, context.publication.generation
    return BoardView(board.metric, board.game, request.order, request.query, day.isoformat(), generation)


def _offset(request: LeaderboardRequest, cursor: BoardCursor | None, view: BoardView) -> int:
    if cursor is None:
        return request.offset
    check_view(cursor, view)
    return cursor.offset


def _stored_rows(connection: Connection, day: date, limit: int, offset: int) -> list[LeaderboardRow]:
    found = leaderboard.page(
        connection,
        day,
        limit=limit + 1,  # the row after the page tells whether its last row is tied
        offset=offset,
        box_columns=BOX_COLUMNS,
        figure_columns=FIGURE_COLUMNS,
    )
    next_ranks: list[int | None] = [*(row[0] for row in found[1:]), None]
    return [
        _row(offset + index, row, next_rank)
        for index, (row, next_rank) in enumerate(zip(found, next_ranks, strict=False), start=1)
    ][:limit]


def _row(position: int, row: Sequence[Any], next_rank: int | None) -> LeaderboardRow:
    rank, previous_rank, rank_change, ranked_before = row[:_RANKS]
    is_tied = rank == next_rank or rank < position
    return LeaderboardRow(
        position,
        rank,
        is_tied,
        previous_rank,
        rank_change,
        rank_state(rank_change, ranked_before=bool(ranked_before)),
        BoxCard(*row[_RANKS:_BOX_END]),
        Figures(*row[_BOX_END:]),
        rank,
        rank,
    )


def _page(request: LeaderboardRequest, offset: int, total: int, view: BoardView) -> PageMeta:
    after, before = offset + request.limit, max(0, offset - request.limit)
    next_offset = after if after < total else None
    previous_offset = before if offset else None
    return PageMeta(
        total,
        request.limit,
        offset,
        next_offset,
        previous_offset,
        None if next_offset is None else encode_cursor(BoardCursor(view, next_offset)),
        None if previous_offset is None else encode_cursor(BoardCursor(view, previous_offset)),
    )
