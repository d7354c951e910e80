"""Everything a board page shows, read as one generation: its rows, its story, and what stands around them."""

from dataclasses import dataclass, replace

from app.database import Connection, Database
from app.domain.errors import InvalidValue, UnknownChoice
from app.read.board import LeaderboardRequest, read_board
from app.read.context import BoardContext, board_context
from app.read.days import BoardDaysService
from app.read.pages.board_extras import BoardExtras, market_of_day, rank_lines
from app.read.pages.board_stories import BoardStories
from app.read.pages.one_generation import of_one_generation
from app.read.pages.watched_board import watched_board
from app.schemas import DayStory, Leaderboard

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


class BoardPageService:
    """Reads board pages.

    Every method raises what the leaderboard raises, UnknownChoice (game), UnknownDay, NothingPublished,
    ServiceAway.
    """

    def __init__(self, database: Database, board_days: BoardDaysService) -> None:
        self._database = database
        self._stories = BoardStories(board_days)

    def page(self, request: BoardPageRequest) -> BoardPageData:
        """The page asked for."""
        return self._watchlist(request) if request.only is not None else self._whole(request)

    def _watchlist(self, request: BoardPageRequest) -> BoardPageData:
        with self._database.snapshot() as connection:
            context = _context(connection, request.view)
            watched = watched_board(connection, context, request.view, request.only or ())
            slugs = [row.box.slug for row in watched.board.data]
            extras = market_of_day(connection, context, slugs)
        return BoardPageData(watched.board, extras, absent=watched.absent)

    def _whole(self, request: BoardPageRequest) -> BoardPageData:
        return of_one_generation(lambda: self._read(request), lambda read: read[1])[0]

    def _read(self, request: BoardPageRequest) -> tuple[BoardPageData, tuple[int, ...]]:
        with self._database.snapshot() as connection:
            board = read_board(connection, request.view)
        view = replace(request.view, day=board.meta.date, game=board.meta.game)
        with self._database.snapshot() as connection:
            context = _context(connection, view)
            story = self._stories.told(connection, context)
            extras = replace(
                market_of_day(connection, context, [row.box.slug for row in board.data]),
                climbing=story.climbing,
                falling=story.falling,
                rank_lines=rank_lines(connection, context, request.followed, request.span_days),
            )
        generations = (board.meta.generation, story.generation, context.publication.generation)
        return BoardPageData(board, extras, story.day), generations


def _context(connection: Connection, view: LeaderboardRequest) -> BoardContext:
    return board_context(connection, view.metric, view.game, view.day)
