"""All ranks of a board over time as one file: CSV, JSON Lines or Parquet."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import IO, Annotated, Any

import polars as pl

from app.database import Connection
from app.domain.boards import Board
from app.domain.chart_history import chart_history, with_carried
from app.domain.errors import InvalidValue, UnknownChoice
from app.read.context import find_board, published
from app.read.parameters import BOARD_METRIC, GAME, DayOrLatestParameter, DayParameter, check_fields
from app.read.ranked_days import board_ranked_days
from app.repositories import board_ranks, board_rows, box_days
from app.repositories.versions import Publication

_Write = Callable[[pl.DataFrame, Any], object]

_WRITERS: Mapping[str, _Write] = MappingProxyType(
    {
        "csv": pl.DataFrame.write_csv,
        "jsonl": pl.DataFrame.write_ndjson,
        "parquet": pl.DataFrame.write_parquet,
        "excel": partial(pl.DataFrame.write_csv, include_bom=True),
        "excel-semicolon": partial(
            pl.DataFrame.write_csv, include_bom=True, separator=";", decimal_comma=True
        ),
    }
)
FORMATS = tuple(_WRITERS)
EXPORT_COLUMNS = [
    "metric_date",
    "box",
    "value",
    "current_rank",
    "previous_rank",
    "rank_change",
    "rank_state",
    "peak_rank",
    "days_ranked",
    "streak",
    "is_carried",
]

_BOXES_AT_ONCE = 500


@dataclass(frozen=True)
class RankExportRequest:
    """A board (metric, None: the default one) and a span of days (None: no bound).

    Raises UnknownChoice (metric), InvalidValue.
    """

    metric: Annotated[str | None, BOARD_METRIC] = None
    game: Annotated[str | None, GAME] = None
    first: Annotated[date | None, DayParameter("from", "First day; left out: the oldest", "2026-01-01")] = (
        None
    )
    last: Annotated[
        date | None, DayOrLatestParameter("to", "Last day; left out, or `latest`: the newest", "2026-01-31")
    ] = None

    def __post_init__(self) -> None:
        check_fields(self)
        if self.first and self.last and self.first > self.last:
            raise InvalidValue("from", f"The range ends ({self.last}) before it begins ({self.first}).")


def check_export(connection: Connection, request: RankExportRequest) -> tuple[Publication, Board]:
    """What would be exported, and from which publication; raises at once what `export_rows` would raise."""
    return published(connection), find_board(connection, request.metric, request.game)


def export_rows(connection: Connection, request: RankExportRequest) -> pl.DataFrame:
    """EXPORT_COLUMNS of every ranked box and day, by day in display order; `box` is the slug.

    Peaks, days and streaks are as of each day and count from the first day of the board, not of the span.
    Raises UnknownChoice (game), NoRanks, NothingPublished.
    """
    published(connection)
    return _rows(connection, find_board(connection, request.metric, request.game), request)


def export_writer(format_name: str) -> Callable[[pl.DataFrame, Path | IO[bytes]], int]:
    """Writes rows as one of FORMATS and gives their number; a file appears whole or not at all.

    Raises UnknownChoice (format).
    """
    if format_name not in FORMATS:
        raise UnknownChoice("format", format_name, FORMATS)
    return partial(_write, _WRITERS[format_name])


def _write(write: _Write, rows: pl.DataFrame, destination: Path | IO[bytes]) -> int:
    if not isinstance(destination, Path):
        write(rows, destination)
        return rows.height
    unfinished = destination.with_name(f".{destination.name}.{os.getpid()}.part")
    try:
        write(rows, unfinished)
        unfinished.replace(destination)
    finally:
        unfinished.unlink(missing_ok=True)
    return rows.height


def _rows(connection: Connection, board: Board, request: RankExportRequest) -> pl.DataFrame:
    days = board_ranked_days(connection, board)
    ranks = board_ranks.history(connection, board, None, request.last).drop("global_rank")
    is_asked = pl.col("metric_date") >= (request.first or date.min)
    carried = box_days.carried_days(connection, None, request.last or date.max)
    history = chart_history(with_carried(ranks, carried), days).filter(is_asked)
    if history.is_empty():
        return _chosen(history.with_columns(value=pl.lit(None, pl.Float64), slug=pl.lit(None, pl.String)))
    values = pl.concat(_values(connection, board, history))
    history = history.join(values, on=["box_id", "metric_date"], how="left")
    return _chosen(history.join(board_rows.names(connection), on="box_id", how="left"))


def _values(connection: Connection, board: Board, history: pl.DataFrame) -> Iterator[pl.DataFrame]:
    # By runs of boxes: in the order of the table, and never all values at once as Python objects.
    first, last = history["metric_date"].min(), history["metric_date"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    box_ids = history["box_id"].unique().sort()
    for start in range(0, len(box_ids), _BOXES_AT_ONCE):
        run = box_ids[start : start + _BOXES_AT_ONCE]
        yield board_rows.values_between(connection, board.metric, (first, last), (run[0], run[-1]))


def _chosen(history: pl.DataFrame) -> pl.DataFrame:
    return history.rename({"slug": "box"}).sort("metric_date", "position").select(EXPORT_COLUMNS)
