"""A day of a board against the one it is compared with: market moves, and what changed in the reports."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from app.database import Connection
from app.domain.boards import SUM_METRICS
from app.domain.comparable import (
    REPORTED_THAT_DAY,
    BoxReports,
    MarketplaceChange,
    Series,
    comparable_boxes,
    market_moves,
    marketplace_changes,
    report_columns,
    series_of,
    steady_prices,
)
from app.domain.explanation import ReportChanges
from app.read.context import BoardContext
from app.repositories import board_ranks, reports
from app.repositories.remembered import remembered

MOVE_SCHEMA = pl.Schema({"box_id": pl.Int64(), "move": pl.Int64()})
_PRICES: Mapping[Series, str] = {
    Series.FLOOR: "floor_price_usd",
    Series.MARKET_PRICE: "market_price_usd",
    Series.LISTINGS: "active_listings",
}

_BoxRows = Mapping[tuple[int, date], Sequence[Any]]


def moves_of_day(connection: Connection, context: BoardContext) -> pl.DataFrame:
    """box_id and move of the boxes of a day that can be compared, read once per generation.

    None on a partial day, on the first day, and on a board of sums.
    """
    key = ("moves", context.board, context.day.metric_date)
    return remembered(connection, key, lambda: _moves_of_day(connection, context))


def boxes_of_steady_price(connection: Connection, context: BoardContext, metric: str) -> pl.Series:
    """The boxes whose change of a price on the day can be compared; none on a partial or first day."""
    sides = _sides(connection, context, metric)
    return MOVE_SCHEMA.to_frame()["box_id"] if sides is None else steady_prices(*sides, metric)


def report_changes(connection: Connection, context: BoardContext, box_ids: Collection[int]) -> ReportChanges:
    """What changed for some boxes in the reports behind the board since the day it is compared with."""
    earlier, day = context.day.compared_with, context.day.metric_date
    if earlier is None:
        return ReportChanges()
    return changes_between(connection, context.board.metric, box_ids, (earlier, day))


def changes_between(
    connection: Connection, metric: str, box_ids: Collection[int], days: tuple[date, date]
) -> ReportChanges:
    """What changed for some boxes in the reports behind a metric from one day to another."""
    if not box_ids:
        return ReportChanges()
    rows = {(row.box_id, row.metric_date): row for row in reports.of_boxes(connection, box_ids, days)}
    without_row = [box for box in box_ids if (box, days[1]) not in rows]
    unreported = reports.last_of_unreported(connection, without_row, days[1]) if without_row else {}
    return ReportChanges(_marketplaces(connection, metric, rows, days), unreported)


def _moves_of_day(connection: Connection, context: BoardContext) -> pl.DataFrame:
    board, day = context.board, context.day
    sides = None if board.metric in SUM_METRICS else _sides(connection, context, board.metric)
    if sides is None or day.compared_with is None:
        return MOVE_SCHEMA.to_frame()
    ranks = (board_ranks.entries(connection, board, each) for each in (day.compared_with, day.metric_date))
    before, after = (each.select("box_id", "current_rank") for each in ranks)
    return market_moves(before, after, comparable_boxes(*sides, board.metric))


def _sides(
    connection: Connection, context: BoardContext, metric: str
) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    earlier, day = context.day.compared_with, context.day.metric_date
    if context.day.is_partial or earlier is None:
        return None
    rows = reports.on_days(connection, (earlier, day), report_columns(metric))
    is_later = pl.col("metric_date") == day
    return rows.filter(~is_later), rows.filter(is_later)


def _marketplaces(
    connection: Connection, metric: str, rows: Mapping[tuple[int, date], Any], days: tuple[date, date]
) -> dict[int, tuple[MarketplaceChange, ...]]:
    wanted = [box for box in dict.fromkeys(box for box, _ in rows) if _may_differ(rows, metric, box, days)]
    series: dict[tuple[int, date], list[Any]] = {key: [] for key in rows}
    for row in reports.of_marketplaces(connection, wanted, days) if wanted else ():
        series[row.box_id, row.metric_date].append(row)
    found = {box: tuple(_changes(rows, series, metric, box, days)) for box in wanted}
    return {box: changes for box, changes in found.items() if changes}


def _named_series(metric: str) -> list[Series]:
    return [each for each in series_of(metric) if each not in REPORTED_THAT_DAY]


def _may_differ(rows: Mapping[Any, Any], metric: str, box: int, days: tuple[date, date]) -> bool:
    before, after = (rows.get((box, day)) for day in days)
    if before is None or after is None:
        return False
    return any(
        each == Series.LISTINGS or getattr(before, each.source) != getattr(after, each.source)
        for each in _named_series(metric)
    )


def _changes(
    rows: Mapping[Any, Any], series: _BoxRows, metric: str, box: int, days: tuple[date, date]
) -> Iterable[MarketplaceChange]:
    found: list[MarketplaceChange] = []
    for each in _named_series(metric):
        before, after = (_box_reports(each, rows[box, day], series[box, day]) for day in days)
        found += marketplace_changes(before, after)
    return dict.fromkeys(found)


def _box_reports(series: Series, row: Any, marketplaces: Sequence[Any]) -> BoxReports:
    days = {each.marketplace: getattr(each, series.report_day) for each in marketplaces}
    newest = {name: day for name, day in days.items() if day is not None}
    if series == Series.VOLUME:
        counted = frozenset(row.volume_marketplaces or ())
        return BoxReports(counted, counted, newest)
    live = frozenset(each.marketplace for each in marketplaces if getattr(each, _PRICES[series]) is not None)
    if series == Series.LISTINGS:
        return BoxReports(live, live, newest)
    source = getattr(row, series.source)
    return BoxReports(frozenset() if source is None else frozenset({source}), live, newest)
