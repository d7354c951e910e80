"""The daily table of a box: which days it lists, in which order, and the heads that turn it round."""

from app.domain.errors import UnknownChoice
from app.domain.figure import Figure
from app.domain.figures import FIGURES
from app.read.pages.box import BoxPageRequest
from app.read.series import MOST_DAYS
from app.web.pages.presenters.urls import box_page_url
from app.web.pages.view_models import DayColumn, SeriesDay

LISTED_DAYS = 30
MOST_LISTED_DAYS = 1000

_FIGURES = {
    "floor": "floor_price_usd",
    "market": "market_price_usd",
    "traded": "daily_volume_usd",
    "average": "unified_volume_7d_ema",
    "sold": "boxes_sold",
    "added": "boxes_added",
    "listed": "active_listings_count",
}
SORTS = ("rank", *_FIGURES)


def listed_days(request: BoxPageRequest, series: tuple[SeriesDay, ...]) -> tuple[SeriesDay, ...]:
    """The first observed days: by day the newest first, else the greatest; days without the figure last.

    Raises UnknownChoice.
    """
    most = MOST_LISTED_DAYS if request.days == MOST_DAYS else LISTED_DAYS
    observed = tuple(day for day in series if not day.is_carried)
    newest_first = tuple(reversed(observed))
    if request.sort is None:
        return (observed if request.is_rising else newest_first)[:most]
    if request.sort not in SORTS:
        raise UnknownChoice("sort", request.sort, SORTS)
    field = _FIGURES.get(request.sort, "rank")
    known = [day for day in newest_first if has(day, field)]
    unknown = [day for day in newest_first if not has(day, field)]
    known.sort(key=lambda day: float(getattr(day, field)), reverse=not request.is_rising)
    return (*known, *unknown)[:most]


def day_columns(request: BoxPageRequest, series: tuple[SeriesDay, ...]) -> tuple[DayColumn, ...]:
    """The heads of what any day of the series has: each sorts by its column, and then turns it round."""
    fields = {key: name for key, name in _FIGURES.items() if any(has(day, name) for day in series)}
    return (
        _column(request, None, "Day"),
        *([_column(request, "rank", "#")] if any(has(day, "rank") for day in series) else []),
        *(_column(request, key, _heading(FIGURES[name])) for key, name in fields.items()),
    )


def has(day: SeriesDay, name: str) -> bool:
    """Whether a day has a figure."""
    return getattr(day, name) is not None


def _heading(figure: Figure) -> str:
    return f"{figure.heading.capitalize()} {figure.unit.sign}".strip()


def _column(request: BoxPageRequest, key: str | None, label: str) -> DayColumn:
    is_sorted = request.sort == key
    # a first look at ranks wants the best of them, at anything else the greatest
    is_rising = not request.is_rising if is_sorted else key == "rank"
    url = f"{box_page_url(request, sort=key, is_rising=is_rising)}#days"
    if not is_sorted:
        return DayColumn(key or "day", label, url)
    return DayColumn(key or "day", label, url, "ascending" if request.is_rising else "descending")
