"""The key figures of a box page, from the stored figures of its day."""

from collections.abc import Callable, Mapping

from app.domain.figures import FIGURES
from app.web.pages.view_models.box import BoxMetrics, KeyFigure
from app.words.figures import count, decimal, dollars, percent, plural, short_day, signed, tone
from app.words.sentences import NO_TIGHTENING

Notes = tuple[tuple[str, str], ...]

_DAYS_IN_WINDOW = 30
_SHEET = sorted(
    (figure for figure in FIGURES.values() if figure.place is not None), key=lambda figure: figure.place or 0
)


def key_figures(metrics: BoxMetrics) -> tuple[KeyFigure, ...]:
    """The figures with a place on the sheet, each with its notes."""
    return tuple(
        KeyFigure(figure, getattr(metrics, figure.key), _notes(figure.key, metrics)) for figure in _SHEET
    )


def _notes(key: str, metrics: BoxMetrics) -> Notes:
    write = _NOTES.get(key)
    return () if write is None else write(metrics)


def _floor_notes(metrics: BoxMetrics) -> Notes:
    changes = ((metrics.floor_price_1d_change_pct, "1 d"), (metrics.floor_price_7d_change_pct, "7 d"))
    known = [(change, window) for change, window in changes if change is not None]
    return tuple((f"{percent(change)} {window}", tone(change)) for change, window in known)


def _average_notes(metrics: BoxMetrics) -> Notes:
    now, before = metrics.unified_volume_7d_ema, metrics.previous_volume_7d_ema
    if metrics.is_provisional:
        return (("provisional: fewer than 7 observations", ""),)
    if now is None or not before or metrics.previous_day is None:
        return ()
    change = 100 * (now / before - 1)
    return ((f"{percent(change)} since {short_day(metrics.previous_day)}", tone(change)),)


def _traded_notes(metrics: BoxMetrics) -> Notes:
    estimated = (("estimated from boxes sold", ""),) if metrics.daily_volume_is_estimated else ()
    if len(metrics.volume_by_marketplace) < 2:
        return estimated
    return (
        *((f"{name} {dollars(volume)}", "") for name, volume in metrics.volume_by_marketplace),
        *estimated,
    )


def _coverage_notes(metrics: BoxMetrics) -> Notes:
    if metrics.volume_30d_coverage is None:
        return ()
    days = round(metrics.volume_30d_coverage * _DAYS_IN_WINDOW)
    return ((f"{days} of {_DAYS_IN_WINDOW} days reported", ""),)


def _momentum_notes(metrics: BoxMetrics) -> Notes:
    if metrics.momentum_pct is None and metrics.is_provisional:
        return (("not while provisional", ""),)
    return _when(metrics.momentum_pct, "7 d average against 30 d mean")


def _cap_notes(metrics: BoxMetrics) -> Notes:
    if metrics.visible_market_cap_usd is None or metrics.active_listings_count is None:
        return ()
    return ((f"{plural(metrics.active_listings_count, 'box', 'boxes')} at the floor", ""),)


def _listing_notes(metrics: BoxMetrics) -> Notes:
    now, before = metrics.active_listings_count, metrics.previous_listings_count
    if now is None or before is None or metrics.previous_day is None:
        return ()
    change = "unchanged" if now == before else signed(now - before)
    return ((f"{change} since {short_day(metrics.previous_day)}", ""),)


def _tightening_notes(metrics: BoxMetrics) -> Notes:
    if metrics.days_to_20pct_increase is not None:
        return (("if supply keeps tightening", ""),)
    reason = metrics.days_to_20pct_increase_reason
    return () if reason is None else ((NO_TIGHTENING[reason], ""),)


def _when(value: float | None, words: str) -> Notes:
    return () if value is None else ((words, ""),)


def _today(value: float | None) -> Notes:
    if value is None:
        return (("not reported today", ""),)
    return ((f"today {count(value) if value == round(value) else decimal(value)}", ""),)


_NOTES: Mapping[str, Callable[[BoxMetrics], Notes]] = {
    "floor_price_usd": _floor_notes,
    "unified_volume_7d_ema": _average_notes,
    "daily_volume_usd": _traded_notes,
    "unified_volume_usd": _coverage_notes,
    "momentum_pct": _momentum_notes,
    "visible_market_cap_usd": _cap_notes,
    "boxes_sold_30d_avg": lambda metrics: _today(metrics.boxes_sold),
    "boxes_added_30d_avg": lambda metrics: _today(metrics.boxes_added),
    "active_listings_count": _listing_notes,
    "liquidity_score": lambda metrics: _when(metrics.liquidity_score, "of 100"),
    "expected_days_to_sell": lambda metrics: _when(metrics.expected_days_to_sell, "at this month's pace"),
    "days_to_20pct_increase": _tightening_notes,
}
