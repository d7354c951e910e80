"""What files are called: what they hold, board, day, and what else was chosen."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from app.read.board import BEST, LeaderboardRequest
from app.read.day_comparison import DayComparisonRequest
from app.read.lookup import SearchRequest
from app.read.movers import DEFAULT_PERIOD, RANK, MoversRequest
from app.read.series import TimeSeriesRequest
from app.schemas import PageMeta
from app.words.cells import EXCEL_DIALECTS

MOST_METRICS_NAMED = 3

Choices = tuple[object, ...]


def file_name(words: tuple[object, ...], format_name: str) -> str:
    """`boxrank-` and the words, plain ASCII, lower case; what is None or empty is left out."""
    written = "-".join(["boxrank", *(str(word) for word in words if word)]).lower()
    safe = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in written)
    return f"{safe}.{'csv' if format_name in EXCEL_DIALECTS else format_name}"


def choices_of(kind: str, asked: Any) -> Choices:
    """Words for what a request of a kind chooses beside board, box and days."""
    return _CHOICES[kind](asked) if kind in _CHOICES else ()


def start_of(answer: Any) -> str | None:
    """Which row a page begins with, unless it is the first."""
    meta = answer.meta
    return f"from-{meta.offset + 1}" if isinstance(meta, PageMeta) and meta.offset else None


def _of_board(asked: LeaderboardRequest) -> Choices:
    return (None if asked.order == BEST else asked.order, asked.query)


def _of_movers(asked: MoversRequest) -> Choices:
    return (f"by-{asked.by}", asked.period or (None if asked.by == RANK else DEFAULT_PERIOD))


def _of_comparison(asked: DayComparisonRequest) -> Choices:
    return (asked.outcome,)


def _of_series(asked: TimeSeriesRequest) -> Choices:
    names = asked.metrics
    return names if len(names) <= MOST_METRICS_NAMED else (f"{len(names)}-metrics",)


def _of_search(asked: SearchRequest) -> Choices:
    return (asked.query, asked.game)


_CHOICES: Mapping[str, Callable[[Any], Choices]] = MappingProxyType(
    {
        "leaderboard": _of_board,
        "movers": _of_movers,
        "day-comparison": _of_comparison,
        "time-series": _of_series,
        "search": _of_search,
    }
)
"""Where two requests for one board and day make different files, whose names must differ too."""
