"""Any board of any day, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import polars as pl

from app.database import Connection
from app.domain.boards import PRIMARY_METRIC, Board
from app.domain.errors import InvalidValue
from app.domain.ranking import rank_state
from app.read.context import (
    BoardContext,
    board_context,
    board_meta,
    meta_with,
    published,
    ranked_day,
    shows_provisional,
)
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
    """A page of a board: its day (None: the latest), game (None: all), metric, and place.

    `order` "worst" turns the display round, ranks stay. `query` keeps the boxes whose slug, name, code or set
    holds every word. A `cursor` of an earlier page takes the place of `offset`. `include_history` adds the
    chart record of each box. Raises InvalidValue, UnknownChoice.
    """

    day: Annotated[date | None, DAY] = None
    game: Annotated[str | None, GAME] = None
    limit: Annotated[int, LIMIT] = 50
    offset: Annotated[int, OFFSET] = 0
    metric: Annotated[str, BOARD_METRIC] = PRIMARY_METRIC
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
    def is_lean(self) -> bool:
        """The stored ranks of the primary board answer it in one statement."""
        is_primary = Board(self.metric, self.game).is_primary
        return is_primary and self.order == BEST and not self.query and not self.include_history


def read_board(connection: Connection, request: LeaderboardRequest) -> Leaderboard:
    """The page asked for, all of one generation. Inside one game the ranks are those within the game.

    Raises UnknownDay, UnknownChoice (game), InvalidValue (a cursor of another view or generation),
    NothingPublished, Unavailable.
    """
    cursor = decode_cursor(request.cursor) if request.cursor else None
    if cursor:
        check_generation(cursor, published(connection).generation)
    offset = cursor.offset if cursor else request.offset
    read = _lean if request.is_lean and offset <= FARTHEST_LEAN_OFFSET else _any
    return read(connection, request, cursor)


def _lean(connection: Connection, request: LeaderboardRequest, cursor: BoardCursor | None) -> Leaderboard:
    publication = published(connection)
    day = ranked_day(connection, cursor.day if cursor and request.day is None else request.day)
    view = _view(request, None, day.metric_date, publication.generation)
    offset = _offset(request, cursor, view)
    rows = _stored_rows(connection, day.metric_date, request.limit, offset)
    page = _page(request, offset, day.boxes_ranked, view)
    meta = board_meta(publication, day, request.day, is_provisional=shows_provisional(rows))
    return Leaderboard(rows, meta_with(BoardPageMeta, meta, **vars(page)))


def _any(connection: Connection, request: LeaderboardRequest, cursor: BoardCursor | None) -> Leaderboard:
    day = cursor.day if cursor and request.day is None else request.day
    context = board_context(connection, request.metric, request.game, day)
    generation = context.publication.generation
    view = _view(request, context.board.game, context.day.metric_date, generation)
    offset = _offset(request, cursor, view)
    entries = _displayed(connection, context, request)
    shown = entries.slice(offset, request.limit)
    rows = board_page(connection, context, shown, has_records=request.include_history)
    meta = context.meta(request.day, is_provisional=shows_provisional(rows))
    page = _page(request, offset, entries.height, view)
    return Leaderboard(rows, meta_with(BoardPageMeta, meta, **vars(page)))


def _displayed(connection: Connection, context: BoardContext, request: LeaderboardRequest) -> pl.DataFrame:
    entries = day_entries(connection, context)
    words = (request.query or "").split()
    if words:
        found = board_rows.matching(connection, words)
        entries = entries.join(found, on="box_id", how="semi", maintain_order="left")
    return entries.reverse() if request.order == WORST else entries


def _view(request: LeaderboardRequest, game: str | None, day: date, generation: int) -> BoardView:
    return BoardView(request.metric, game, request.order, request.query, day.isoformat(), generation)


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
