"""The publication, the board and the ranked day that a reader's question is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Any, Protocol, TypeVar

import polars as pl

from app.database import Connection
from app.domain.board_ranks import ALL_GAMES
from app.domain.boards import PRIMARY_METRIC, Board, resolve_game
from app.domain.chart_history import days_of_history
from app.domain.errors import NothingPublished, UnknownDay
from app.domain.ranked_days import ranked_days
from app.read.parameters import BOARD_METRIC, DAY, GAME, check_fields
from app.repositories import board_ranks, box_days, boxes, ranks, reported_days, versions
from app.repositories.remembered import of_catalogue, remembered
from app.repositories.versions import Publication
from app.schemas import BoardMeta, Figures

Meta = TypeVar("Meta", bound=BoardMeta)

PRIMARY = Board()
_DAY = ["metric_date", "boxes_ranked", "is_partial", "compared_with"]


@dataclass(frozen=True)
class BoardDayRequest:
    """A board (metric, game; None: all games) and a ranked day of it (None: the latest).

    An unknown metric raises UnknownChoice.
    """

    metric: Annotated[str, BOARD_METRIC] = PRIMARY_METRIC
    game: Annotated[str | None, GAME] = None
    day: Annotated[date | None, DAY] = None

    def __post_init__(self) -> None:
        check_fields(self)


class HasFigures(Protocol):
    """A row with the figures of a box."""

    @property
    def figures(self) -> Figures: ...


@dataclass(frozen=True)
class RankedDay:
    """A ranked day of a board."""

    metric_date: date
    boxes_ranked: int
    is_partial: bool
    compared_with: date | None


@dataclass(frozen=True)
class BoardContext:
    """A board on one of its ranked days; `days` holds all of its `ranked_days`."""

    publication: Publication
    board: Board
    days: pl.DataFrame
    day: RankedDay

    def meta(self, asked: date | None, *, is_provisional: bool = False) -> BoardMeta:
        """What an answer says about its board, day and freshness."""
        return board_meta(self.publication, self.day, asked, self.board, is_provisional=is_provisional)


def published(connection: Connection) -> Publication:
    """The current publication. Raises NothingPublished."""
    publication = versions.current(connection)
    if publication is None:
        raise NothingPublished
    return publication


def ranked_day(connection: Connection, day: date | None) -> RankedDay:
    """The ranked day of the primary board asked for, or the latest.

    Raises UnknownDay, or NothingPublished where there is none at all.
    """
    days = _days_by_date(connection, PRIMARY)
    if day is not None and day not in days:
        raise UnknownDay(day)
    if not days:
        raise NothingPublished
    return days[max(days) if day is None else day]


def find_board(connection: Connection, metric: str, game: str | None) -> Board:
    """The board by its metric and game, whatever the game's case. Raises UnknownChoice with the choices."""
    return Board(metric, resolve_game(game, () if game is None else game_names(connection)))


def game_names(connection: Connection) -> tuple[str, ...]:
    """The games of the catalogue, by name."""
    return of_catalogue(connection, "games", lambda: tuple(name for name, _ in boxes.games(connection)))


def board_context(connection: Connection, metric: str, game: str | None, day: date | None) -> BoardContext:
    """A board on the ranked day asked for, or on its latest.

    Raises UnknownChoice (metric or game), UnknownDay, NothingPublished.
    """
    publication = published(connection)
    board = find_board(connection, metric, game)
    days = _days_by_date(connection, board)
    found = days.get(max(days, default=date.min) if day is None else day)
    if found is None:
        raise _no_such_day(publication, day)
    return BoardContext(publication, board, board_ranked_days(connection, board), found)


def board_ranked_days(connection: Connection, board: Board) -> pl.DataFrame:
    """The `ranked_days` of a board, oldest first."""
    return remembered(connection, ("days", board), lambda: _board_ranked_days(connection, board))


def history_days(connection: Connection, board: Board) -> pl.DataFrame:
    """The `days_of_history` of a board, for the chart histories of its boxes."""
    key = ("history_days", board)
    return remembered(connection, key, lambda: days_of_history(board_ranked_days(connection, board)))


def all_ranked_days(connection: Connection, board: Board = PRIMARY) -> tuple[RankedDay, ...]:
    """All ranked days of a board, oldest first."""

    return tuple(_days_by_date(connection, board).values())


def board_meta(
    publication: Publication,
    day: RankedDay,
    asked: date | None,
    board: Board | None = None,
    *,
    is_provisional: bool = False,
) -> BoardMeta:
    """What an answer says about its board (None: the primary one), day and freshness.

    `is_provisional` is that of the figures it shows; an answer that shows none is not.
    """
    board = board or Board()
    return BoardMeta(
        board.metric,
        board.game,
        asked,
        day.metric_date,
        day.compared_with,
        day.is_partial,
        is_provisional,
        publication.generation,
        publication.published_at,
        publication.data_as_of,
        day.boxes_ranked,
    )


def shows_provisional(shown: Iterable[HasFigures]) -> bool:
    """Whether the figures of any row rest on fewer than 7 observations."""
    return any(row.figures.is_provisional for row in shown)


def provisional_on_day(connection: Connection, context: BoardContext, shown: pl.DataFrame) -> bool:
    """Whether any of the boxes shown (box_id) was provisional on the day of the context."""
    return box_days.has_provisional(connection, shown["box_id"].to_list(), [context.day.metric_date])


def meta_with(shape: type[Meta], meta: BoardMeta, **more: Any) -> Meta:
    """The same as a shape that says more."""
    return shape(**{field.name: getattr(meta, field.name) for field in fields(BoardMeta)}, **more)


def _days_by_date(connection: Connection, board: Board) -> Mapping[date, RankedDay]:
    def read() -> Mapping[date, RankedDay]:
        rows = board_ranked_days(connection, board).select(_DAY).iter_rows()
        return {day.metric_date: day for day in (RankedDay(*row) for row in rows)}

    return remembered(connection, ("ranked_days", board), read)


def _board_ranked_days(connection: Connection, board: Board) -> pl.DataFrame:
    if board.is_primary:
        return ranks.days(connection)
    reported = reported_days.stored(connection, board.game or ALL_GAMES)
    return ranked_days(board_ranks.day_counts(connection, board), reported)


def _no_such_day(publication: Publication, day: date | None) -> UnknownDay | NothingPublished:
    asked = day or publication.data_as_of
    return NothingPublished() if asked is None else UnknownDay(asked)
