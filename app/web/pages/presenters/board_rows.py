"""Rows and columns of the board's table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from app.domain.boards import BOARD_METRICS, PRIMARY_METRIC
from app.domain.figure import Figure
from app.read.board import BEST, WORST, LeaderboardRequest
from app.read.pages.board import BoardPageRequest
from app.schemas import Figures, LeaderboardRow
from app.web.pages.presenters.urls import board_url
from app.web.pages.view_models import BoardColumn, BoardRow, ColumnKey

_OWN_COLUMN: dict[str, ColumnKey] = {
    "floor_price_usd": "floor",
    "boxes_sold_30d_avg": "sold",
    "active_listings_count": "listed",
    "liquidity_score": "liquidity",
    "expected_days_to_sell": "days",
}
_CHANGE_OF_WINDOW = {
    "24h": ("floor_price_1d_change_pct", "24 h"),
    "7d": ("floor_price_7d_change_pct", "7 d"),
    "30d": ("floor_price_30d_change_pct", "30 d"),
}


def value_metric(view: LeaderboardRequest) -> Figure:
    """What the value column shows: the board's metric, or the primary one if that has its own column."""
    metric = view.metric
    has_own = metric in _OWN_COLUMN or metric == _change(view)[0]
    return BOARD_METRICS[PRIMARY_METRIC if has_own else metric]


def board_columns(page: BoardPageRequest, linked: frozenset[str]) -> tuple[BoardColumn, ...]:
    """The heads: those of `linked` metrics sort by them; that of the board's metric reverses the order."""
    value, (change, window) = value_metric(page.view), _change(page.view)
    columns = (
        ("", BoardColumn("name", "Box")),
        _column(page, "value", value),
        _column(page, "floor", BOARD_METRICS["floor_price_usd"]),
        _column(page, "change", BOARD_METRICS[change], window),
        _column(page, "sold", BOARD_METRICS["boxes_sold_30d_avg"]),
        _column(page, "listed", BOARD_METRICS["active_listings_count"]),
        _column(page, "liquidity", BOARD_METRICS["liquidity_score"]),
        _column(page, "days", BOARD_METRICS["expected_days_to_sell"]),
    )
    return tuple(head if metric in linked else replace(head, url=None) for metric, head in columns)


def board_rows(
    view: LeaderboardRequest,
    rows: Sequence[LeaderboardRow],
    floors: Mapping[str, tuple[float | None, ...]],
    greatest: float | None,
) -> tuple[BoardRow, ...]:
    """The rows; `greatest` is the greatest value of the board that day, on whichever page of it."""
    return tuple(_row(view, row, floors.get(row.box.slug, ()), greatest) for row in rows)


def _row(
    view: LeaderboardRequest,
    row: LeaderboardRow,
    sparkline: tuple[float | None, ...],
    greatest: float | None,
) -> BoardRow:
    value = _figure(row.figures, value_metric(view).key)
    return BoardRow(
        row,
        value,
        _share(value, greatest) if value_metric(view).key == view.metric else 0.0,
        _figure(row.figures, _change(view)[0]),
        global_rank=row.global_rank if view.game else None,
        volume_rank=None if view.game or view.metric == PRIMARY_METRIC else row.primary_rank,
        sparkline=sparkline,
    )


def _column(
    page: BoardPageRequest, key: ColumnKey, figure: Figure, label: str = ""
) -> tuple[str, BoardColumn]:
    head = BoardColumn(key, label or figure.label, unit="" if label else figure.unit.sign)
    if figure.key != page.view.metric:
        return figure.key, replace(head, url=board_url(page, metric=figure.key, order=BEST))
    turned = WORST if page.view.order == BEST else BEST
    is_rising = figure.is_ascending == (page.view.order == BEST)
    order: Literal["ascending", "descending"] = "ascending" if is_rising else "descending"
    return figure.key, replace(head, url=board_url(page, order=turned), sorted=order)


def _change(view: LeaderboardRequest) -> tuple[str, str]:
    return _CHANGE_OF_WINDOW[BOARD_METRICS[view.metric].window or "7d"]


def _figure(figures: Figures, name: str) -> float | None:
    value: float | None = getattr(figures, name)
    return value


def _share(value: float | None, greatest: float | None) -> float:
    if value is None or not greatest or greatest < 0:
        return 0.0
    return min(1.0, max(0.0, value / greatest))
