"""The publication, the board and the ranked day that a reader's question is about."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Any, Protocol, TypeVar

import polars as pl

from app.database import Connection
from app.domain.boards import Board, resolve_game
from app.domain.days import LATEST_DAY
from app.domain.errors import NothingPublished
from app.read.parameters import BOARD_METRIC, DAY, GAME, check_fields
from app.read.ranked_days import RankedDay, board_ranked_days, day_in_progress, find_day, find_default
from app.repositories import box_days, boxes, versions
from app.repositories.remembered import of_catalogue
from app.repositories.versions import Publication
from app.schemas import BoardMeta, DayInProgress, Figures

Meta = TypeVar("Meta", bound=BoardMeta)


@dataclass(frozen=True)
class BoardDayRequest:
    """A board (metric, None: the default one; game, None: all) and a ranked day of it (None: the default).

    An unknown metric raises UnknownChoice.
    """

    metric: Annotated[str | None, BOARD_METRIC] = None
    game: Annotated[str | None, GAME] = None
    day: Annotated[date | None, DAY] = None

    def __post_init__(self) -> None:
        check_fields(self)


class HasFigures(Protocol):
    """A row with the figures of a box."""

    @property
    def figures(self) -> Figures: ...


@dataclass(frozen=True)
class BoardContext:
    """A board on one of its ranked days; `days` holds all of its `ranked_days`.

    `in_progress` is a newer partial day, where no day was named.
    """

    publication: Publication
    board: Board
    days: pl.DataFrame
    day: RankedDay
    in_progress: DayInProgress | None = None

    def meta(self, asked: date | None, *, is_provisional: bool = False) -> BoardMeta:
        """What an answer says about its board, day and freshness.

        `is_provisional` is that of the figures it shows; an answer that shows none is not.
        """
        day, publication = self.day, self.publication
        return BoardMeta(
            self.board.metric,
            self.board.game,
            day.metric_date if asked == LATEST_DAY else asked,
            day.metric_date,
            day.compared_with,
            day.is_partial,
            is_provisional,
            publication.generation,
            publication.published_at,
            publication.data_as_of,
            day.boxes_ranked,
            day.boxes_observed,
            day.boxes_expected,
            self.in_progress,
        )


def published(connection: Connection) -> Publication:
    """The current publication. Raises NothingPublished."""
    publication = versions.current(connection)
    if publication is None:
        raise NothingPublished
    return publication


def last_day(publication: Publication, end: date | None) -> date:
    """The last day of a span: the one named, else, or for LATEST_DAY, the newest of the publication."""
    newest = publication.data_as_of or publication.published_at.date()
    return newest if end is None or end == LATEST_DAY else end


def find_board(connection: Connection, metric: str | None, game: str | None) -> Board:
    """The board by its metric (None: the default one) and game, whatever the game's case.

    Raises UnknownChoice with the choices, NoRanks.
    """
    known_game = find_game(connection, game)
    return find_default(connection, known_game, None)[0] if metric is None else Board(metric, known_game)


def find_game(connection: Connection, game: str | None) -> str | None:
    """The game as the catalogue spells it, whatever its case. Raises UnknownChoice with the games."""
    return None if game is None else resolve_game(game, game_names(connection))


def game_names(connection: Connection) -> tuple[str, ...]:
    """The games of the catalogue, by name."""
    return of_catalogue(connection, "games", lambda: tuple(name for name, _ in boxes.games(connection)))


def board_context(
    connection: Connection, metric: str | None, game: str | None, day: date | None
) -> BoardContext:
    """A board on a ranked day: those named, else the default ones; see `find_day` and `find_default`.

    Raises UnknownChoice (metric or game), UnknownDay, NoRanks, NothingPublished.
    """
    publication = published(connection)
    known_game = find_game(connection, game)
    if metric is None:
        board, found = find_default(connection, known_game, day)
    else:
        board = Board(metric, known_game)
        found = find_day(connection, board, day)
    progress = day_in_progress(connection, known_game, found.metric_date) if day is None else None
    return BoardContext(publication, board, board_ranked_days(connection, board), found, progress)


def shows_provisional(shown: Iterable[HasFigures]) -> bool:
    """Whether the figures of any row rest on fewer than 7 observations."""
    return any(row.figures.is_provisional for row in shown)


def provisional_on_day(connection: Connection, context: BoardContext, shown: pl.DataFrame) -> bool:
    """Whether any of the boxes shown (box_id) was provisional on the day of the context."""
    return box_days.has_provisional(connection, shown["box_id"].to_list(), [context.day.metric_date])


def meta_with(shape: type[Meta], meta: BoardMeta, **more: Any) -> Meta:
    """The same as a shape that says more."""
    return shape(**{field.name: getattr(meta, field.name) for field in fields(BoardMeta)}, **more)
