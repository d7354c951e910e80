"""Rows and columns of the board's table: what the boxes of the day have, and nothing that none has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.domain.boards import BOARD_METRICS, PRIMARY_METRIC
from app.domain.comparable import shows_movement
from app.domain.figure import Figure
from app.read.board import BEST, WORST
from app.read.day_contents import DayContents
from app.read.pages.board import BoardPageRequest
from app.schemas import BoardMeta, LeaderboardRow
from app.web.pages.cells import FigureCell, figure_cell
from app.web.pages.presenters.urls import board_url, metric_url
from app.web.pages.view_models import BoardColumn, BoardRow, ColumnKey

FLOOR, MARKET_PRICE = "floor_price_usd", "market_price_usd"
MEAN_30D, SUM_30D = "unified_volume_30d_sma", "volume_30d_usd"

_OWN_COLUMNS: Mapping[ColumnKey, str] = {
    "market": MARKET_PRICE,
    "floor": FLOOR,
    "sold": "boxes_sold_30d_avg",
    "listed": "active_listings_count",
    "liquidity": "liquidity_score",
    "days": "expected_days_to_sell",
}
_BESIDE_A_SUM = ("liquidity_score", "expected_days_to_sell")
"""Columns that make room for the sum of a month."""
_CHANGE_DAYS = (1, 7, 30)
_CHANGE_LABELS = {1: "24 h", 7: "7 d", 30: "30 d"}
_USUAL_CHANGE_DAYS = 7


@dataclass(frozen=True, slots=True)
class TableFigures:
    """Which figure each column of a table shows: that of the value column, and the others in their order."""

    value: str
    others: tuple[tuple[ColumnKey, str], ...]

    @property
    def all(self) -> tuple[tuple[ColumnKey, str], ...]:
        """Every column but that of the name."""
        return (("value", self.value), *self.others)


def table_figures(meta: BoardMeta, contents: DayContents) -> TableFigures:
    """The columns of a board's day: the figure that ranks the boxes, and the usual ones that any box has.

    Where the board's metric has a column of its own, the value column shows the primary metric, if any box
    has it. A partial day shows no changes.
    """
    change = price_change(meta.metric, contents)
    has_own = meta.metric in (*_OWN_COLUMNS.values(), change)
    value = PRIMARY_METRIC if has_own and contents.has(PRIMARY_METRIC) else meta.metric
    own = list(_OWN_COLUMNS.items())
    own.insert(2, ("change", change))
    if value == MEAN_30D:
        own.insert(0, ("sum", SUM_30D))
    hidden = {value, *([change] if meta.is_partial else []), *(_BESIDE_A_SUM if value == MEAN_30D else [])}
    return TableFigures(
        value, tuple((key, figure) for key, figure in own if figure not in hidden and contents.has(figure))
    )


def price_change(metric: str, contents: DayContents) -> str:
    """The change of price beside a board's metric: of the floor, else of the market price."""
    days = BOARD_METRICS[metric].period_days
    window = days if days in _CHANGE_DAYS else _USUAL_CHANGE_DAYS
    return f"{'floor_price' if contents.has(FLOOR) else 'market_price'}_{window}d_change_pct"


def board_columns(
    page: BoardPageRequest, meta: BoardMeta, figures: TableFigures, linked: frozenset[str]
) -> tuple[BoardColumn, ...]:
    """The heads: those of `linked` metrics sort by them; that of the board's metric reverses the order."""
    heads = (_column(page, meta, key, BOARD_METRICS[figure]) for key, figure in figures.all)
    columns = zip(figures.all, heads, strict=True)
    return (
        BoardColumn("name", "Box"),
        *(head if figure in linked else replace(head, url=None) for (_, figure), head in columns),
    )


def board_rows(
    rows: Sequence[LeaderboardRow],
    meta: BoardMeta,
    figures: TableFigures,
    prices: Mapping[str, tuple[float | None, ...]],
    greatest: float | None,
) -> tuple[BoardRow, ...]:
    """The rows; `greatest` is the greatest value of the board that day, on whichever page of it."""
    return tuple(_row(row, meta, figures, prices.get(row.box.slug, ()), greatest) for row in rows)


def _row(
    row: LeaderboardRow,
    meta: BoardMeta,
    figures: TableFigures,
    sparkline: tuple[float | None, ...],
    greatest: float | None,
) -> BoardRow:
    cells = tuple(_cells(row, meta, figures))
    is_other = meta.game is None and meta.metric != PRIMARY_METRIC
    is_news = shows_movement(meta.metric, meta.previous_ranked_day, row.rank_change)
    return BoardRow(
        row,
        cells,
        _share(cells[0].value, greatest) if figures.value == meta.metric else 0.0,
        global_rank=row.global_rank if meta.game else None,
        volume_rank=row.primary_rank if is_other else None,
        sparkline=sparkline,
        is_still=meta.is_partial or not is_news,
    )


def _cells(row: LeaderboardRow, meta: BoardMeta, figures: TableFigures) -> Iterator[FigureCell]:
    day = row.figures.observed_on if row.figures.is_carried else meta.date
    for _, figure in figures.all:
        cell = figure_cell(row.figures, figure, day, is_column=True)
        yield replace(cell, tone="") if meta.is_partial else cell


def _column(page: BoardPageRequest, meta: BoardMeta, key: ColumnKey, figure: Figure) -> BoardColumn:
    is_change = key == "change"
    label = _CHANGE_LABELS[figure.period_days or _USUAL_CHANGE_DAYS] if is_change else figure.label
    head = BoardColumn(key, label, unit="" if is_change else figure.unit.sign)
    if figure.key != meta.metric:
        return replace(head, url=metric_url(page, meta, figure.key))
    turned = WORST if page.view.order == BEST else BEST
    is_rising = figure.is_ascending == (page.view.order == BEST)
    order: Literal["ascending", "descending"] = "ascending" if is_rising else "descending"
    return replace(head, url=board_url(page, order=turned), sorted=order)


def _share(value: float | None, greatest: float | None) -> float:
    if value is None or not greatest or greatest < 0:
        return 0.0
    return min(1.0, max(0.0, value / greatest))
