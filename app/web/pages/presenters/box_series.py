"""The days of a box for charts and table."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.read.ranked_days import RankedDay
from app.web.pages.presenters.movement import movement_of_change
from app.web.pages.view_models import Movement, SeriesDay


def series_days(rows: Iterable[Mapping[str, Any]], ranked_days: Sequence[RankedDay]) -> tuple[SeriesDay, ...]:
    """Every day of the span with figures, oldest first; those of partial boards are marked."""
    partial = {day.metric_date for day in ranked_days if day.is_partial}
    return tuple(_day(row, partial) for row in rows)


def reported_figures(rows: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The figures that any day of the span has."""
    return frozenset(key for row in rows for key, value in row.items() if value is not None)


def _day(row: Mapping[str, Any], partial: set[date]) -> SeriesDay:
    return SeriesDay(
        day=row["metric_date"],
        rank=row["current_rank"],
        movement=None if row["metric_date"] in partial else _movement(row),
        floor_price_usd=row["floor_price_usd"],
        market_price_usd=row["market_price_usd"],
        daily_volume_usd=row["daily_volume_usd"],
        unified_volume_7d_ema=row["unified_volume_7d_ema"],
        boxes_sold=row["boxes_sold"],
        boxes_added=row["boxes_added"],
        active_listings_count=row["active_listings_count"],
        is_partial=row["metric_date"] in partial,
        is_carried=row["is_carried"],
        observed_on=row["observed_on"],
        missing=tuple(row["missing_marketplaces"]),
    )


def _movement(row: Mapping[str, Any]) -> Movement | None:
    change: int | None = row["rank_change"]
    return None if change is None else movement_of_change(change, row["previous_rank"])
