"""The columns of a board: which figures, under which headings, written how."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.text import Text

from app.cli.output import written
from app.domain.boards import BOARD_METRICS, PRIMARY_METRIC, Board
from app.domain.figure import DAYS, PERCENT, SCORE
from app.schemas import LeaderboardRow
from app.words.figures import DASH, decimal, in_full

Written = str | Text

MOST_FIGURES = 5
"""So many columns fit eighty characters beside rank, move, box and name."""

USUAL = (
    PRIMARY_METRIC,
    "floor_price_usd",
    "floor_price_7d_change_pct",
    "boxes_sold_30d_avg",
    "active_listings_count",
)
"""The figures beside the one that ranks the boxes."""


@dataclass(frozen=True)
class Column:
    """A column of a board: its heading, and its text for a row."""

    heading: str
    write: Callable[[LeaderboardRow], Written]


def board_columns(board: Board) -> list[Column]:
    """What ranks the boxes, the ranks they have on wider boards, then usual figures while there is room."""
    figures = [name for name in USUAL if name != board.metric]
    columns = [_figure_column(board.metric), *_wider_ranks(board), *map(_figure_column, figures)]
    return columns[:MOST_FIGURES]


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


def _figure_column(name: str) -> Column:
    return Column(BOARD_METRICS[name].heading, lambda row: figure(name, getattr(row.figures, name)))


def _wider_ranks(board: Board) -> Iterator[Column]:
    if board.game is not None:
        yield Column("all games", lambda row: _rank(row.global_rank))
    if board.metric != PRIMARY_METRIC:
        yield Column("rank 7d", lambda row: _rank(row.primary_rank))


def _rank(rank: int | None) -> str:
    return DASH if rank is None else str(rank)
