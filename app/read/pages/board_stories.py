"""What is told of a board's day, remembered for one generation: every page and search of the day needs it."""

import threading
from dataclasses import dataclass
from datetime import date

from app.database import Connection
from app.read.context import BoardContext
from app.read.days import BoardDaysService, DayRequest
from app.read.pages.board_extras import Mover, movers_each_way
from app.schemas import DayStory

MOST_REMEMBERED = 256

_Key = tuple[str, str | None, date]


@dataclass(frozen=True, slots=True)
class BoardStory:
    """The sentence and the dropped boxes of a day, its widest climbs and falls, and their generation."""

    generation: int
    day: DayStory
    climbing: tuple[Mover, ...]
    falling: tuple[Mover, ...]


class BoardStories:
    """Reads stories, each once in the life of a generation."""

    def __init__(self, board_days: BoardDaysService) -> None:
        self._board_days = board_days
        self._lock = threading.Lock()
        self._generation = 0
        self._known: dict[_Key, BoardStory] = {}

    def told(self, connection: Connection, context: BoardContext) -> BoardStory:
        """The story of the context's day. A publication in between may make it one of another generation.

        Raises what the days of a board raise.
        """
        key = (context.board.metric, context.board.game, context.day.metric_date)
        known = self._of(context.publication.generation)
        story = known.get(key)
        if story is None:
            story = self._read(connection, context)
            if story.generation == context.publication.generation and len(known) < MOST_REMEMBERED:
                known[key] = story
        return story

    def _read(self, connection: Connection, context: BoardContext) -> BoardStory:
        board, day = context.board, context.day.metric_date
        told = self._board_days.day(DayRequest(board.metric, board.game, day))
        return BoardStory(told.meta.generation, told.data, *movers_each_way(connection, context))

    def _of(self, generation: int) -> dict[_Key, BoardStory]:
        with self._lock:
            if generation > self._generation:
                self._generation, self._known = generation, {}
            return self._known if generation == self._generation else {}
