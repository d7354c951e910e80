"""Series as scripts read them: one column a figure, one place a calendar day."""

from collections.abc import Sequence
from datetime import date

from app.web.pages.svg.charts import price_indexes, whole_ranks
from app.web.pages.svg.paths import calendar
from app.web.pages.view_models.box import SeriesDay

Column = list[float | None] | list[str] | list[int]
Named = Sequence[tuple[str, str, Sequence[SeriesDay]]]
"""Label, look and series of boxes side by side."""

_FIGURES = (
    "floor_price_usd",
    "market_price_usd",
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
    columns["is_missing"] = [int(day not in by_day or by_day[day].is_carried) for day in days]
    for figure in _FIGURES:
        columns[figure] = [getattr(by_day[day], figure) if day in by_day else None for day in days]
    return columns


def compared_columns(named: Named, first: date, last: date) -> dict[str, Column | list[list[float | None]]]:
    """What the lines of compared boxes are worth: their `labels`, and for each `day` a value of each box.

    `floors` and `market` prices are set to 100 on their first day, to a tenth; null where a line is broken.
    """
    days = calendar(first, last)
    floors = [price_indexes(series, "floor_price_usd") for _, _, series in named]
    market = [price_indexes(series, "market_price_usd") for _, _, series in named]
    ranks = [whole_ranks(series) for _, _, series in named]
    return {
        "labels": [label for label, _, _ in named],
        "day": [day.isoformat() for day in days],
        "floors": [[_tenths(line.get(day)) for line in floors] for day in days],
        "market": [[_tenths(line.get(day)) for line in market] for day in days],
        "ranks": [[line.get(day) for line in ranks] for day in days],
    }


def _tenths(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
