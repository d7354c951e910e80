"""Series as scripts read them: one column a figure, one place a calendar day."""

from collections.abc import Sequence
from datetime import date

from app.web.pages.svg.paths import calendar
from app.web.pages.view_models.box import SeriesDay

Column = list[float | None] | list[str] | list[int]

_FIGURES = (
    "floor_price_usd",
    "daily_volume_usd",
    "unified_volume_7d_ema",
    "active_listings_count",
    "boxes_sold",
    "rank",
)


def series_columns(series: Sequence[SeriesDay], first: date, last: date) -> dict[str, Column]:
    """Columns of equal length: `day` as ISO dates, figures by name, null in all on a missing day."""
    by_day = {entry.day: entry for entry in series}
    days = calendar(first, last)
    columns: dict[str, Column] = {"day": [day.isoformat() for day in days]}
    columns["is_missing"] = [int(day not in by_day) for day in days]
    for figure in _FIGURES:
        columns[figure] = [getattr(by_day[day], figure) if day in by_day else None for day in days]
    return columns
