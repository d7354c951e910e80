"""Which figures the boxes of a day have: columns, menus and notes of pages and tables follow it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.database import Connection
from app.domain.board_ranks import ALL_GAMES
from app.read.context import BoardContext
from app.repositories import day_contents
from app.repositories.remembered import remembered


@dataclass(frozen=True, slots=True)
class DayContents:
    """How many boxes a day has, and how many of them have each figure that orders a board."""

    boxes: int = 0
    boxes_with: Mapping[str, int] = field(default_factory=dict)

    def has(self, figure: str) -> bool:
        """Whether any box has the figure; it must be one that orders a board."""
        return self.boxes_with.get(figure, 0) > 0

    def boxes_without(self, figure: str) -> int:
        """How many boxes have no value of the figure."""
        return max(0, self.boxes - self.boxes_with.get(figure, 0))


def read_day_contents(connection: Connection, context: BoardContext) -> DayContents:
    """The contents of the context's day, inside its game."""
    game, day = context.board.game, context.day.metric_date

    def read() -> DayContents:
        return DayContents(
            day_contents.boxes_on(connection, game, day),
            day_contents.boxes_by_metric(connection, game or ALL_GAMES, day),
        )

    return remembered(connection, ("day_contents", game, day), read)
