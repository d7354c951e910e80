"""Answers as files: the rows of the JSON answers, flat, as CSV. An empty cell is null, never zero."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from app.bootstrap import Services
from app.schemas import BoxCard, Figures, Leaderboard, TimeSeries
from app.services.cache_service import LEADERBOARD, TIME_SERIES
from app.services.json_answers import arguments_of
from app.services.leaderboard_service import LeaderboardRequest
from app.services.reads import Computed
from app.services.time_series_service import TimeSeriesRequest

CSV = "text/csv; charset=utf-8"

_RANK_COLUMNS = ["position", "current_rank", "is_tied", "previous_rank", "rank_change", "rank_state"]
_BOX_COLUMNS = [field.name for field in fields(BoxCard)]
_FIGURE_COLUMNS = [field.name for field in fields(Figures)]


@dataclass(frozen=True)
class BoardFileRequest:
    """The same page of a board, as CSV."""

    page: LeaderboardRequest


@dataclass(frozen=True)
class SeriesFileRequest:
    """The same series, as CSV."""

    series: TimeSeriesRequest


def register_files(services: Services) -> None:
    """Teach the reads of the house to answer with files."""
    services.reads.register(
        BoardFileRequest,
        kind="leaderboard-csv",
        ttl_seconds=services.ttl_seconds[LEADERBOARD],
        arguments=lambda request: arguments_of(request.page),
        compute=_computing_board(services),
    )
    services.reads.register(
        SeriesFileRequest,
        kind="time-series-csv",
        ttl_seconds=services.ttl_seconds[TIME_SERIES],
        arguments=lambda request: arguments_of(request.series),
        compute=_computing_series(services),
    )


def board_file_name(request: LeaderboardRequest) -> str:
    """Carries the board and the day asked for."""
    return _file_name("board", request.metric, request.game, _iso(request.day) or "latest")


def series_file_name(request: TimeSeriesRequest) -> str:
    """Carries the box and the span asked for."""
    return _file_name(request.box, _iso(request.start), _iso(request.end) or "latest")


def board_csv(board: Leaderboard) -> bytes:
    """A header and one line per row: metric_date, ranks, box, figures."""
    header = ["metric_date", *_RANK_COLUMNS, *_BOX_COLUMNS, *_FIGURE_COLUMNS]
    lines = (
        [
            board.meta.date,
            *(getattr(row, name) for name in _RANK_COLUMNS),
            *(getattr(row.box, name) for name in _BOX_COLUMNS),
            *(getattr(row.figures, name) for name in _FIGURE_COLUMNS),
        ]
        for row in board.data
    )
    return _csv(header, lines)


def series_csv(series: TimeSeries) -> bytes:
    """A header and one line per observed day, oldest first."""
    header = ["box", "metric_date", *series.meta.metrics]
    lines = ([series.meta.box, *(row[name] for name in header[1:])] for row in series.data)
    return _csv(header, lines)


def _csv(header: list[str], lines: Iterable[list[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in line] for line in lines)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _file_name(*parts: str | None) -> str:
    words = "-".join(["boxrank", *(part for part in parts if part)]).lower()
    safe = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in words)
    return f"{safe}.csv"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _computing_board(services: Services) -> Callable[[BoardFileRequest], Computed]:
    def compute(request: BoardFileRequest) -> Computed:
        board = services.leaderboard.leaderboard(request.page)
        return Computed(board_csv(board), CSV, board.meta.generation)

    return compute


def _computing_series(services: Services) -> Callable[[SeriesFileRequest], Computed]:
    def compute(request: SeriesFileRequest) -> Computed:
        series = services.time_series.series(request.series)
        return Computed(series_csv(series), CSV, series.meta.generation)

    return compute
