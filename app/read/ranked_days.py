"""The ranked days of boards, and the day and the board that are shown where none is named."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from app.database import Connection
from app.domain.board_ranks import ALL_GAMES
from app.domain.boards import BOARD_METRICS, DEFAULT_METRICS, Board
from app.domain.chart_history import days_of_history
from app.domain.days import LATEST_DAY
from app.domain.errors import NoRanks, UnknownDay
from app.domain.ranked_days import ranked_days
from app.repositories import board_ranks, default_boards, ranks, reported_days
from app.repositories.remembered import remembered
from app.schemas import DayInProgress

PRIMARY = Board()
_DAY = ["metric_date", "boxes_ranked", "is_partial", "compared_with", "boxes_observed", "boxes_expected"]
_REPORTED = ["metric_date", "boxes_observed", "boxes_expected", "is_partial"]


@dataclass(frozen=True)
class RankedDay:
    """A ranked day of a board; `boxes_expected` is the median that the partial rule compares with."""

    metric_date: date
    boxes_ranked: int
    is_partial: bool
    compared_with: date | None
    boxes_observed: int
    boxes_expected: float | None


def board_ranked_days(connection: Connection, board: Board) -> pl.DataFrame:
    """The `ranked_days` of a board with boxes_expected, oldest first."""
    return remembered(connection, ("days", board), lambda: _board_ranked_days(connection, board))


def history_days(connection: Connection, board: Board) -> pl.DataFrame:
    """The `days_of_history` of a board, for the chart histories of its boxes."""
    key = ("history_days", board)
    return remembered(connection, key, lambda: days_of_history(board_ranked_days(connection, board)))


def all_ranked_days(connection: Connection, board: Board = PRIMARY) -> tuple[RankedDay, ...]:
    """All ranked days of a board, oldest first."""
    return tuple(_days_by_date(connection, board).values())


def find_day(connection: Connection, board: Board, day: date | None) -> RankedDay:
    """The ranked day of a board: None is its newest whole day, else its newest; LATEST_DAY its newest.

    Raises UnknownDay, NoRanks.
    """
    days = _days_by_date(connection, board)
    if not days:
        raise _no_ranks(connection, board)
    if day == LATEST_DAY:
        return days[max(days)]
    if day is None:
        whole = max((each for each in days if not days[each].is_partial), default=None)
        return days[whole or max(days)]
    if day not in days:
        raise UnknownDay(day, _nearest(days, day))
    return days[day]


def find_default(connection: Connection, game: str | None, day: date | None) -> tuple[Board, RankedDay]:
    """The board shown where no metric is named, and its day.

    None is the default day; another day has the default board where that has ranks on it, else the first of
    DEFAULT_METRICS that has some. Raises UnknownDay, NoRanks.
    """
    decided = default_boards.find(connection, game or ALL_GAMES)
    if decided is not None and day is None:
        day = decided.metric_date
    boards = _candidates(game, None if decided is None else decided.metric)
    for meant in _days_meant(connection, game, day):
        for board in boards:
            found = _days_by_date(connection, board).get(meant)
            if found is not None:
                return board, found
    raise _not_found(connection, game, day)


def days_with_reports(connection: Connection) -> frozenset[date]:
    """The days on which any box of the market was reported."""
    return frozenset(_reported_days(connection, None)["metric_date"])


def day_in_progress(connection: Connection, game: str | None, shown: date) -> DayInProgress | None:
    """The newest reported day where it is partial and later than the day shown."""
    newest = remembered(connection, ("newest_day", game), lambda: _newest_partial(connection, game))
    return newest if newest is not None and newest.date > shown else None


def _candidates(game: str | None, decided: str | None) -> tuple[Board, ...]:
    metrics = dict.fromkeys((decided or DEFAULT_METRICS[0], *DEFAULT_METRICS, *BOARD_METRICS))
    return tuple(Board(metric, game) for metric in metrics)


def _days_meant(connection: Connection, game: str | None, day: date | None) -> Iterator[date]:
    if day is not None and day != LATEST_DAY:
        yield day
        return
    newest_first = _reported_days(connection, game).reverse()
    if day is None:
        yield from newest_first.filter(~pl.col("is_partial"))["metric_date"]
    yield from newest_first["metric_date"]


def _newest_partial(connection: Connection, game: str | None) -> DayInProgress | None:
    newest = _reported_days(connection, game).tail(1).filter("is_partial")
    return None if newest.is_empty() else DayInProgress(*newest.select(_REPORTED[:3]).row(0))


def _days_by_date(connection: Connection, board: Board) -> Mapping[date, RankedDay]:
    def read() -> Mapping[date, RankedDay]:
        rows = board_ranked_days(connection, board).select(_DAY).iter_rows()
        return {row[0]: RankedDay(*row) for row in rows}

    return remembered(connection, ("days_by_date", board), read)


def _board_ranked_days(connection: Connection, board: Board) -> pl.DataFrame:
    reported = _reported_days(connection, board.game)
    counts = ranks.days(connection) if board.is_primary else board_ranks.day_counts(connection, board)
    expected = reported.select("metric_date", "boxes_expected")
    return ranked_days(counts, reported).join(expected, on="metric_date", how="left", maintain_order="left")


def _reported_days(connection: Connection, game: str | None) -> pl.DataFrame:
    return remembered(connection, ("reported", game), lambda: _read_reported_days(connection, game))


def _read_reported_days(connection: Connection, game: str | None) -> pl.DataFrame:
    days = reported_days.stored(connection, game or ALL_GAMES)
    if days.is_empty() and game is not None:  # as after an upgrade, before the first refresh
        days = reported_days.stored(connection, ALL_GAMES)
    return days.select(_REPORTED)


def _not_found(connection: Connection, game: str | None, day: date | None) -> UnknownDay | NoRanks:
    reported = _reported_days(connection, game)["metric_date"].to_list()
    if not reported or day in {None, LATEST_DAY}:
        return NoRanks(f"No box{'' if game is None else f' of {game}'} has a figure that ranks it.", ())
    assert day is not None
    return UnknownDay(day, _nearest(reported, day))


def _no_ranks(connection: Connection, board: Board) -> NoRanks:
    inside = "" if board.game is None else f" in {board.game}"
    ranked = board_ranks.ranked_boards(connection, board, None)
    metrics = [metric for metric in BOARD_METRICS if (metric, board.game) in ranked]
    return NoRanks(f"The board by {BOARD_METRICS[board.metric].ordering}{inside} has no ranks.", metrics)


def _nearest(days: Iterable[date], day: date) -> str:
    before = max((each for each in days if each < day), default=None)
    after = min((each for each in days if each > day), default=None)
    if before is None or after is None:
        which = "first" if before is None else "newest"
        return f"Its {which} day is {after or before}."
    return f"The nearest days with ranks are {before} and {after}."
