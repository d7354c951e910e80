"""The columns of a board: which figures, under which headings, written how."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rich.text import Text

from app.cli.output import written
from app.domain.boards import BOARD_METRICS, PRIMARY_METRIC, Board
from app.domain.figure import DAYS, PERCENT, SCORE
from app.domain.figures import FIGURES, Figures
from app.schemas import BoardMeta, LeaderboardRow
from app.words.figures import DASH, decimal, in_full, short_day
from app.words.reports import capped_figure, report_day

Written = str | Text

MOST_FIGURES = 5
"""So many columns fit eighty characters beside rank, move, box and name."""

USUAL = (
    PRIMARY_METRIC,
    "market_price_usd",
    "floor_price_usd",
    "floor_price_7d_change_pct",
    "boxes_sold_30d_avg",
    "active_listings_count",
    "market_price_7d_change_pct",
    "market_price_30d_change_pct",
)
"""The figures beside the one that ranks the boxes, where any box shown has them."""

_BESIDE = {"unified_volume_30d_sma": ("volume_30d_usd", "volume_30d_coverage")}
"""Figures shown beside the one that ranks the boxes, before the usual ones."""

OLD = "bright_black"
"""The style of figures of an earlier report."""


@dataclass(frozen=True)
class Column:
    """A column of a board: its heading, and its text for a row."""

    heading: str
    write: Callable[[LeaderboardRow], Written]


def board_columns(meta: BoardMeta, rows: Sequence[LeaderboardRow]) -> list[Column]:
    """What ranks the boxes, their ranks on wider boards, then usual figures that they have.

    There are as many as fit; the last one is the day of the report where any figure is an earlier one.
    """
    names = [*_BESIDE.get(meta.metric, ()), *USUAL]
    shown = [name for name in names if name != meta.metric and _is_shown(name, meta, rows)]
    first = (_figure_column(meta.metric, meta), *_wider_ranks(Board(meta.metric, meta.game), rows))
    columns = [*first, *(_figure_column(name, meta) for name in shown)]
    reported = Column("reported", lambda row: _reported(row, meta, (meta.metric, *shown)))
    if all(reported.write(row) == "" for row in rows):
        return columns[:MOST_FIGURES]
    return [*columns[: MOST_FIGURES - 1], reported]


def _is_shown(name: str, meta: BoardMeta, rows: Sequence[LeaderboardRow]) -> bool:
    is_move = meta.is_partial and FIGURES[name].unit == PERCENT
    return not is_move and any(getattr(row.figures, name) is not None for row in rows)


def amount(metric: str, value: float) -> str:
    """A value of a board's metric inside a sentence."""
    unit = BOARD_METRICS[metric].unit
    return f"{in_full(value, unit)}{' days' if unit == DAYS else ''}"


def gap(metric: str, size: float) -> str:
    """How far two values of a board's metric lie apart, without a sign."""
    is_in_points = BOARD_METRICS[metric].unit in (PERCENT, SCORE)
    return f"{decimal(size, 2)} points" if is_in_points else amount(metric, size)


def figure(metric: str, value: float | None) -> Written:
    """A value of a board's metric in its unit."""
    return written(value, BOARD_METRICS[metric].unit)


def ordered_by(metric: str) -> str:
    """The metric as a heading."""
    return f"by {BOARD_METRICS[metric].ordering}"


def figure_of(figures: Figures, name: str, day: date) -> Written:
    """A figure of a box on a day; capped and earlier ones say so."""
    capped = capped_figure(figures, name)
    text = capped or written(getattr(figures, name), FIGURES[name].unit)
    return text if report_day(figures, name, day) is None else Text(f"{text}*", OLD)


def _figure_column(name: str, meta: BoardMeta) -> Column:
    return Column(FIGURES[name].heading, lambda row: figure_of(row.figures, name, _row_day(row, meta)))


def _row_day(row: LeaderboardRow, meta: BoardMeta) -> date:
    return row.figures.observed_on if row.figures.is_carried else meta.date


def _reported(row: LeaderboardRow, meta: BoardMeta, names: Sequence[str]) -> str:
    day = _row_day(row, meta)
    earlier = {found for name in names if (found := report_day(row.figures, name, day))}
    days = [short_day(day)] if row.figures.is_carried else []
    return ", ".join([*days, *(f"{short_day(each)}*" for each in sorted(earlier))])


def _wider_ranks(board: Board, rows: Sequence[LeaderboardRow]) -> Iterator[Column]:
    if board.game is not None:
        yield Column("all games", lambda row: _rank(row.global_rank))
    if board.metric != PRIMARY_METRIC and any(row.primary_rank is not None for row in rows):
        yield Column("rank 7d", lambda row: _rank(row.primary_rank))


def _rank(rank: int | None) -> str:
    return DASH if rank is None else str(rank)
