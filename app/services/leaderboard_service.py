"""The board of a day, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from app.database import Connection, Database
from app.domain.boards import resolve_game
from app.domain.errors import InvalidValue
from app.repositories import boxes, leaderboard
from app.schemas import BoxCard, Figures, Leaderboard, LeaderboardRow, PageMeta
from app.services.board_context import RankedDay, board_meta, published, ranked_day

LARGEST_PAGE = 500

_BOX_COLUMNS = [field.name for field in fields(BoxCard)]
_FIGURE_COLUMNS = [field.name for field in fields(Figures)]
_RANKS, _BOX_END = 4, 4 + len(_BOX_COLUMNS)


@dataclass(frozen=True)
class LeaderboardRequest:
    """A page of a board: its day (None: the latest), game (None: all), and place. Raises InvalidValue."""

    day: date | None = None
    game: str | None = None
    limit: int = 50
    offset: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= LARGEST_PAGE:
            raise InvalidValue("limit", f"limit is {self.limit}; give a number from 1 to {LARGEST_PAGE}.")
        if self.offset < 0:
            raise InvalidValue("offset", f"offset is {self.offset}; give a number from 0 up.")


class LeaderboardService:
    """Reads the primary board: ranks as stored, in display order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def leaderboard(self, request: LeaderboardRequest) -> Leaderboard:
        """The page asked for, all of one generation.

        Inside one game the ranks stay those of the board of all games.
        Raises UnknownDay, UnknownChoice (game), NothingPublished, ServiceAway.
        """
        with self._database.snapshot() as connection:
            publication = published(connection)
            day = ranked_day(connection, request.day)
            game = resolve_game(request.game, _games(connection, request.game))
            total = day.boxes_ranked if game is None else leaderboard.count(connection, day.metric_date, game)
            rows = _rows(connection, day, request, game)
        return Leaderboard(
            rows[: request.limit],
            board_meta(publication, day, request.day, game),
            _page(request, total),
        )


def _games(connection: Connection, asked: str | None) -> list[str]:
    return [] if asked is None else [name for name, _ in boxes.games(connection)]


def _rows(
    connection: Connection, day: RankedDay, request: LeaderboardRequest, game: str | None
) -> list[LeaderboardRow]:
    found = leaderboard.page(
        connection,
        day.metric_date,
        game=game,
        limit=request.limit + 1,  # the row after the page tells whether its last row is tied
        offset=request.offset,
        box_columns=_BOX_COLUMNS,
        figure_columns=_FIGURE_COLUMNS,
    )
    next_ranks: list[int | None] = [row[0] for row in found[1:]]
    return [
        _row(request.offset + index, row, next_rank)
        for index, (row, next_rank) in enumerate(zip(found, [*next_ranks, None], strict=True), start=1)
    ]


def _row(position: int, row: Sequence[Any], next_rank: int | None) -> LeaderboardRow:
    rank, previous_rank, rank_change, state = row[:_RANKS]
    is_tied = rank in (next_rank,) or rank < position
    return LeaderboardRow(
        position,
        rank,
        is_tied,
        previous_rank,
        rank_change,
        state,
        BoxCard(*row[_RANKS:_BOX_END]),
        Figures(*row[_BOX_END:]),
    )


def _page(request: LeaderboardRequest, total: int) -> PageMeta:
    after = request.offset + request.limit
    before = max(0, request.offset - request.limit) if request.offset else None
    return PageMeta(total, request.limit, request.offset, after if after < total else None, before)
