"""Which figures stand beside the boxes of a board, under which headings, and how each is written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rich.text import Text

from app.cli.output import DASH, decimal, dollars, percent, whole
from app.domain.boards import BOARD_METRICS, PRIMARY_METRIC, Board
from app.schemas import LeaderboardRow

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

HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "daily_volume_usd": "volume 24h",
        "unified_volume_7d_ema": "volume 7d",
        "unified_volume_usd": "volume 30d",
        "floor_price_usd": "floor",
        "floor_price_1d_change_pct": "floor 1d",
        "floor_price_7d_change_pct": "7d",
        "floor_price_30d_change_pct": "floor 30d",
        "active_listings_count": "listed",
        "boxes_sold_30d_avg": "sold/d",
        "visible_market_cap_usd": "market cap",
        "liquidity_score": "liquidity",
        "expected_days_to_sell": "days to sell",
        "days_to_20pct_increase": "to +20%",
        "momentum_pct": "momentum",
    }
)

ORDERS: Mapping[str, str] = MappingProxyType(
    {
        "daily_volume_usd": "the day's volume",
        "unified_volume_7d_ema": "7-day volume",
        "unified_volume_usd": "30-day volume",
        "active_listings_count": "listings",
        "boxes_sold_30d_avg": "boxes sold a day",
    }
)
"""What a heading calls a metric whose label does not fit behind "by"."""


@dataclass(frozen=True)
class Column:
    """A column of a board: its heading, and what it says of a row."""

    heading: str
    write: Callable[[LeaderboardRow], Written]


def board_columns(board: Board) -> list[Column]:
    """What ranks the boxes, the ranks they have on wider boards, then usual figures while there is room."""
    figures = [name for name in USUAL if name != board.metric]
    columns = [_figure_column(board.metric), *_wider_ranks(board), *map(_figure_column, figures)]
    return columns[:MOST_FIGURES]


def figure(metric: str, value: float | None) -> Written:
    """A value of a board's metric in its unit."""
    if metric == "active_listings_count":
        return whole(None if value is None else int(value))
    unit = BOARD_METRICS[metric].unit
    if unit == "usd":
        return dollars(value)
    if unit == "percent":
        return percent(value)
    return decimal(value, 2 if unit == "count" else 1)


def amount(metric: str, value: float) -> str:
    """A value of a board's metric inside a sentence."""
    written = str(figure(metric, value))
    return f"{written} days" if BOARD_METRICS[metric].unit == "days" else written


def gap(metric: str, size: float) -> str:
    """How far two values of a board's metric lie apart, without a sign."""
    is_in_points = BOARD_METRICS[metric].unit in ("percent", "score")
    return f"{size:,.2f} points" if is_in_points else amount(metric, size)


def ordered_by(metric: str) -> str:
    """The metric in the words of a heading."""
    label = BOARD_METRICS[metric].label
    return f"by {ORDERS.get(metric) or label[:1].lower() + label[1:]}"


def _figure_column(name: str) -> Column:
    return Column(HEADINGS[name], lambda row: figure(name, getattr(row.figures, name)))


def _wider_ranks(board: Board) -> Iterator[Column]:
    if board.game is not None:
        yield Column("all games", lambda row: _rank(row.global_rank))
    if board.metric != PRIMARY_METRIC:
        yield Column("rank 7d", lambda row: _rank(row.primary_rank))


def _rank(rank: int | None) -> str:
    return DASH if rank is None else str(rank)
