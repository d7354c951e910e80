"""The key figures of a box page, from the stored figures of its day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.figure import Figure
from app.domain.figures import FIGURES, Figures
from app.schemas import BoxDay
from app.web.pages.view_models.box import KeyFigure
from app.words.figures import count, decimal, dollars, percent, plural, short_day, signed, tone
from app.words.sentences import NO_TIGHTENING

Notes = tuple[tuple[str, str], ...]

_DAYS_IN_WINDOW = 30
_SHEET = sorted(
    (figure for figure in FIGURES.values() if figure.place is not None), key=lambda figure: figure.place or 0
)


@dataclass(frozen=True, slots=True)
class Before:
    """What the notes compare with: figures of the previous ranked day."""

    day: date
    volume_7d_ema_usd: float | None = None
    listings_count: int | None = None


def key_figures(box: BoxDay, before: Before | None = None) -> tuple[KeyFigure, ...]:
    """The figures with a place on the sheet, each with its notes."""
    return tuple(_key_figure(figure, box, before) for figure in _SHEET)


def _key_figure(figure: Figure, box: BoxDay, before: Before | None) -> KeyFigure:
    write = _NOTES.get(figure.key)
    notes = () if write is None else write(box.figures, box, before)
    return KeyFigure(figure, getattr(box.figures, figure.key), notes)


def _floor_notes(figures: Figures, *_: object) -> Notes:
    changes = ((figures.floor_price_1d_change_pct, "1 d"), (figures.floor_price_7d_change_pct, "7 d"))
    known = [(change, window) for change, window in changes if change is not None]
    return tuple((f"{percent(change)} {window}", tone(change)) for change, window in known)


def _average_notes(figures: Figures, _: BoxDay, before: Before | None) -> Notes:
    if figures.is_provisional:
        return (("provisional: fewer than 7 observations", ""),)
    now = figures.unified_volume_7d_ema
    if now is None or before is None or not before.volume_7d_ema_usd:
        return ()
    change = 100 * (now / before.volume_7d_ema_usd - 1)
    return ((f"{percent(change)} since {short_day(before.day)}", tone(change)),)


def _traded_notes(figures: Figures, box: BoxDay, _: Before | None) -> Notes:
    estimated = (("estimated from boxes sold", ""),) if figures.daily_volume_is_estimated else ()
    volumes = [(row.marketplace, row.volume_usd) for row in box.marketplaces]
    known = [(f"{name} {dollars(volume)}", "") for name, volume in volumes if volume is not None]
    return (*known, *estimated) if len(known) > 1 else estimated


def _coverage_notes(figures: Figures, *_: object) -> Notes:
    if figures.volume_30d_coverage is None:
        return ()
    days = round(figures.volume_30d_coverage * _DAYS_IN_WINDOW)
    return ((f"{days} of {_DAYS_IN_WINDOW} days reported", ""),)


def _momentum_notes(figures: Figures, *_: object) -> Notes:
    if figures.momentum_pct is None and figures.is_provisional:
        return (("not while provisional", ""),)
    return _when(figures.momentum_pct, "7 d average against 30 d mean")


def _cap_notes(figures: Figures, *_: object) -> Notes:
    if figures.listed_value_usd is None or figures.active_listings_count is None:
        return ()
    return ((f"{plural(figures.active_listings_count, 'box', 'boxes')} at the floor", ""),)


def _listing_notes(figures: Figures, _: BoxDay, before: Before | None) -> Notes:
    now = figures.active_listings_count
    if now is None or before is None or before.listings_count is None:
        return ()
    change = "unchanged" if now == before.listings_count else signed(now - before.listings_count)
    return ((f"{change} since {short_day(before.day)}", ""),)


def _tightening_notes(figures: Figures, *_: object) -> Notes:
    if figures.days_of_supply is not None:
        return (("if supply keeps tightening", ""),)
    reason = figures.days_of_supply_reason
    return () if reason is None else ((NO_TIGHTENING[reason], ""),)


def _when(value: float | None, words: str) -> Notes:
    return () if value is None else ((words, ""),)


def _today(value: float | None) -> Notes:
    if value is None:
        return (("not reported today", ""),)
    return ((f"today {count(value) if value == round(value) else decimal(value)}", ""),)


_NOTES: Mapping[str, Callable[[Figures, BoxDay, Before | None], Notes]] = {
    "floor_price_usd": _floor_notes,
    "unified_volume_7d_ema": _average_notes,
    "daily_volume_usd": _traded_notes,
    "volume_30d_usd": _coverage_notes,
    "momentum_pct": _momentum_notes,
    "listed_value_usd": _cap_notes,
    "boxes_sold_30d_avg": lambda figures, *_: _today(figures.boxes_sold),
    "boxes_added_30d_avg": lambda figures, *_: _today(figures.boxes_added),
    "active_listings_count": _listing_notes,
    "liquidity_score": lambda figures, *_: _when(figures.liquidity_score, "of 100"),
    "expected_days_to_sell": lambda figures, *_: _when(figures.expected_days_to_sell, "at this month's pace"),
    "days_of_supply": _tightening_notes,
}
