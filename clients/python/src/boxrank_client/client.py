"""The client: one method per resource of the API, whole lists, and the export."""

import datetime
from collections.abc import Iterator
from typing import BinaryIO, Literal, TypedDict, Unpack

from boxrank_client.asking import sent
from boxrank_client.connection import Connection
from boxrank_client.paging import whole_list
from boxrank_client.resources import Resources
from boxrank_client.shapes import (
    BoxCard,
    ComparedBox,
    DayComparison,
    FoundBoxes,
    Leaderboard,
    LeaderboardRow,
    Metric,
    Order,
    Outcome,
    Window,
)

Day = datetime.date
FileFormat = Literal["csv", "jsonl", "parquet"]

_PAGE = 200


class Board(TypedDict, total=False):
    """Which board: by a metric, or by volume over a window; left out: the default board, all games."""

    metric: Metric | None
    window: Window | None
    game: str | None


class BoardOfDay(Board, total=False):
    """A board on a ranked day; left out: the latest whole one; "latest": the newest, partial or not."""

    date: Day | Literal["latest"] | None


class Boxrank(Connection, Resources):
    """The resources of one server. A box is named by its slug, or by `scheme:value` of an identifier."""

    def board_rows(
        self, *, order: Order = "best", q: str | None = None, **board: Unpack[BoardOfDay]
    ) -> Iterator[LeaderboardRow]:
        """All rows of a board, of one generation: read again where a newer one is published meanwhile."""

        def page_at(cursor: str | None) -> Leaderboard:
            return self.board(order=order, q=q, limit=_PAGE, cursor=cursor, **board)

        pages = whole_list(page_at, next_place=lambda page: page.meta.next_cursor)
        return (row for page in pages for row in page.data)

    def compared_boxes(
        self, before: Day, after: Day, *, outcome: Outcome | None = None, **board: Unpack[Board]
    ) -> Iterator[ComparedBox]:
        """All rows of a comparison, of one generation."""

        def page_at(offset: int | None) -> DayComparison:
            place = offset or 0
            return self.compare_days(before, after, outcome=outcome, limit=_PAGE, offset=place, **board)

        pages = whole_list(page_at, next_place=lambda page: page.meta.next_offset)
        return (row for page in pages for row in page.data)

    def found_boxes(self, q: str, *, game: str | None = None) -> Iterator[BoxCard]:
        """All boxes that a search finds, of one generation."""

        def page_at(offset: int | None) -> FoundBoxes:
            return self.search(q, game=game, limit=_PAGE, offset=offset or 0)

        pages = whole_list(page_at, next_place=lambda page: page.meta.next_offset)
        return (box for page in pages for box in page.data)

    def export_ranks(
        self,
        file: BinaryIO,
        *,
        format: FileFormat = "csv",
        first: Day | None = None,
        last: Day | None = None,
        **board: Unpack[Board],
    ) -> int:
        """Write all ranks of a board from `first` to `last` into a file; the bytes written."""
        asked = sent({"format": format, "from": first, "to": last, **board})
        with self._asker.stream("/api/v1/export/ranks", asked) as pieces:
            return sum(file.write(piece) for piece in pieces)
