"""The client: one method per resource of the API."""

import datetime
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Literal, TypedDict, Unpack
from urllib.parse import quote

from boxrank_client.connection import Connection
from boxrank_client.paging import whole_list
from boxrank_client.shapes import (
    Around,
    BoardDays,
    BoxCard,
    BoxComparison,
    BoxDetail,
    BoxDistance,
    ComparedBox,
    DayComparison,
    DayReport,
    ExplainedMove,
    FoundBoxes,
    Games,
    Leaderboard,
    LeaderboardRow,
    Metric,
    Movers,
    MoversBy,
    Order,
    Outcome,
    Period,
    RankHistory,
    Sparkline,
    Standings,
    TimeSeries,
    Window,
)

Day = datetime.date
FileFormat = Literal["csv", "jsonl", "parquet"]

_API = "/api/v1"
_BOXES = f"{_API}/booster-boxes"
_PAGE = 200


class Board(TypedDict, total=False):
    """Which board: by a metric, or by volume over a window; left out: its 7-day average, all games."""

    metric: Metric | None
    window: Window | None
    game: str | None


class BoardOfDay(Board, total=False):
    """A board on a ranked day; left out: the latest."""

    date: Day | None


class Boxrank(Connection):
    """All questions. A box is named by its slug, or by `scheme:value` of an identifier."""

    def board(
        self,
        *,
        order: Order = "best",
        q: str | None = None,
        limit: int = 50,
        offset: int = 0,
        cursor: str | None = None,
        **board: Unpack[BoardOfDay],
    ) -> Leaderboard:
        """A page of a board. `q` searches names; a `cursor` of another page takes the place of `offset`."""
        place = {"offset": offset} if cursor is None else {"cursor": cursor}
        return self._asker.ask(Leaderboard, _BOXES, _sent(order=order, q=q, limit=limit, **place, **board))

    def board_rows(
        self, *, order: Order = "best", q: str | None = None, **board: Unpack[BoardOfDay]
    ) -> Iterator[LeaderboardRow]:
        """All rows of a board, of one generation: read again where a newer one is published meanwhile."""

        def page_at(cursor: str | None) -> Leaderboard:
            return self.board(order=order, q=q, limit=_PAGE, cursor=cursor, **board)

        pages = whole_list(page_at, next_place=lambda page: page.meta.next_cursor)
        return (row for page in pages for row in page.data)

    def box(self, box: str, *, date: Day | None = None) -> BoxDetail:
        """A box on a day; left out: the latest it was seen on."""
        return self._asker.ask(BoxDetail, _box(box), _sent(date=date))

    def time_series(
        self,
        box: str,
        *,
        metrics: Iterable[str] | None = None,
        start: Day | None = None,
        end: Day | None = None,
        days: int | None = None,
    ) -> TimeSeries:
        """Figures and ranks per observed day, oldest first: from `start`, or the last `days`, up to `end`."""
        names = None if metrics is None else ",".join(metrics)
        asked = _sent(metrics=names, start=start, end=end, days=days)
        return self._asker.ask(TimeSeries, f"{_box(box)}/time-series", asked)

    def sparkline(
        self, box: str, *, metric: Metric = "floor_price_usd", days: int = 30, end: Day | None = None
    ) -> Sparkline:
        """One figure per calendar day; a day nobody reported is null."""
        return self._asker.ask(Sparkline, f"{_box(box)}/sparkline", _sent(metric=metric, days=days, end=end))

    def rank_history(
        self, box: str, *, start: Day | None = None, end: Day | None = None, **board: Unpack[Board]
    ) -> RankHistory:
        """Ranks of a box on the ranked days it stood on, with peaks and streaks as of each."""
        return self._asker.ask(RankHistory, f"{_box(box)}/rank-history", _sent(start=start, end=end, **board))

    def around(self, box: str, *, count: int = 5, **board: Unpack[BoardOfDay]) -> Around:
        """The rows above and below a box, `count` each way; at an end of the board more on the other side."""
        return self._asker.ask(Around, f"{_box(box)}/around", _sent(count=count, **board))

    def explanation(self, box: str, **board: Unpack[BoardOfDay]) -> ExplainedMove:
        """What the move of a box consists of; the parts add up to its rank change."""
        return self._asker.ask(ExplainedMove, f"{_box(box)}/explanation", _sent(**board))

    def distance(self, box: str, **board: Unpack[BoardOfDay]) -> BoxDistance:
        """The gap of a box to the neighbouring ranks, and the volume that would close it."""
        return self._asker.ask(BoxDistance, f"{_box(box)}/distance", _sent(**board))

    def ranks(self, boxes: Iterable[str], **board: Unpack[BoardOfDay]) -> Standings:
        """Where many boxes stand; `meta.missing` tells of those that do not."""
        return self._asker.ask(Standings, f"{_API}/ranks", _sent(boxes=",".join(boxes), **board))

    def movers(
        self,
        *,
        by: MoversBy = "rank",
        period: Period | None = None,
        limit: int = 10,
        **board: Unpack[BoardOfDay],
    ) -> Movers:
        """Climbers and fallers of a day, `limit` each, the widest move first."""
        return self._asker.ask(Movers, f"{_API}/movers", _sent(by=by, period=period, limit=limit, **board))

    def days(self, **board: Unpack[Board]) -> BoardDays:
        """The ranked days of a board."""
        return self._asker.ask(BoardDays, f"{_API}/days", _sent(**board))

    def day(self, day: Day | None = None, **board: Unpack[Board]) -> DayReport:
        """A ranked day, else the latest: its neighbours, its sentence, who dropped out."""
        name = "latest" if day is None else day.isoformat()
        return self._asker.ask(DayReport, f"{_API}/days/{name}", _sent(**board))

    def compare_days(
        self,
        before: Day,
        after: Day,
        *,
        outcome: Outcome | None = None,
        limit: int = 50,
        offset: int = 0,
        **board: Unpack[Board],
    ) -> DayComparison:
        """A page of who entered, left, climbed, fell and stayed between two ranked days."""
        span = {"from": before, "to": after}
        asked = _sent(**span, outcome=outcome, limit=limit, offset=offset, **board)
        return self._asker.ask(DayComparison, f"{_API}/compare", asked)

    def compared_boxes(
        self, before: Day, after: Day, *, outcome: Outcome | None = None, **board: Unpack[Board]
    ) -> Iterator[ComparedBox]:
        """All rows of a comparison, of one generation."""

        def page_at(offset: int | None) -> DayComparison:
            place = offset or 0
            return self.compare_days(before, after, outcome=outcome, limit=_PAGE, offset=place, **board)

        pages = whole_list(page_at, next_place=lambda page: page.meta.next_offset)
        return (row for page in pages for row in page.data)

    def compare_boxes(self, boxes: Iterable[str], *, date: Day | None = None) -> BoxComparison:
        """A few boxes side by side on one day."""
        return self._asker.ask(
            BoxComparison, f"{_API}/compare/boxes", _sent(boxes=",".join(boxes), date=date)
        )

    def search(self, q: str, *, game: str | None = None, limit: int = 20, offset: int = 0) -> FoundBoxes:
        """A page of the boxes whose names and codes hold every word of `q`."""
        return self._asker.ask(
            FoundBoxes, f"{_API}/search", _sent(q=q, game=game, limit=limit, offset=offset)
        )

    def found_boxes(self, q: str, *, game: str | None = None) -> Iterator[BoxCard]:
        """All boxes that a search finds, of one generation."""

        def page_at(offset: int | None) -> FoundBoxes:
            return self.search(q, game=game, limit=_PAGE, offset=offset or 0)

        pages = whole_list(page_at, next_place=lambda page: page.meta.next_offset)
        return (box for page in pages for box in page.data)

    def games(self) -> Games:
        """The games, and how many boxes each has."""
        return self._asker.ask(Games, f"{_API}/games")

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
        span = {"from": first, "to": last}
        with self._asker.stream(f"{_API}/export/ranks", _sent(format=format, **span, **board)) as pieces:
            return sum(file.write(piece) for piece in pieces)


def _box(box: str) -> str:
    return f"{_BOXES}/{quote(box, safe='')}"


def _sent(**parameters: object) -> dict[str, str]:
    return {name: str(value) for name, value in parameters.items() if value is not None}
