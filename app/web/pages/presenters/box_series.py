"""The days of a box for charts and table."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.read.ranked_days import RankedDay
from app.schemas import Ranks
from app.web.pages.presenters.movement import movement_of_change
from app.web.pages.view_models import Movement, SeriesDay


def series_days(
    rows: Iterable[Mapping[str, Any]], ranks: Mapping[date, Ranks], ranked_days: Sequence[RankedDay]
) -> tuple[SeriesDay, ...]:
    """Every day of the span with figures, oldest first, with its rank; days of partial boards are marked."""
    partial = {day.metric_date for day in ranked_days if day.is_partial}
    return tuple(_day(row, ranks.get(row["metric_date"]), row["metric_date"] in partial) for row in rows)


def reported_figures(rows: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The figures that any day of the span has."""
    return frozenset(key for row in rows for key, value in row.items() if value is not None)


def _day(row: Mapping[str, Any], ranks: Ranks | None, is_partial: bool) -> SeriesDay:
    return SeriesDay(
        day=row["metric_date"],
        rank=None if ranks is None else ranks.current_rank,
        movement=None if is_partial else _movement(ranks),
        floor_price_usd=row["floor_price_usd"],
        market_price_usd=row["market_price_usd"],
        daily_volume_usd=row["daily_volume_usd"],
        unified_volume_7d_ema=row["unified_volume_7d_ema"],
        boxes_sold=row["boxes_sold"],
        boxes_added=row["boxes_added"],
        active_listings_count=row["active_listings_count"],
        is_partial=is_partial,
        is_carried=row["is_carried"],
        observed_on=row["observed_on"],
        missing=tuple(row["missing_marketplaces"]),
    )


def _movement(ranks: Ranks | None) -> Movement | None:
    if ranks is None or ranks.rank_change is None:
        return None
    return movement_of_change(ranks.rank_change, ranks.previous_rank)
