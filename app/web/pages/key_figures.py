"""The key figures of a box page, from the stored figures of its day."""

from app.web.pages.definitions import DEFINITIONS
from app.web.pages.view_models.box import BoxMetrics, KeyFigure, NoTighteningReason
from app.words.figures import (
    ValueKind,
    count,
    decimal,
    dollars,
    percent,
    plural,
    short_day,
    shown,
    signed,
    tone,
)

Notes = tuple[tuple[str, str], ...]

_DAYS_IN_WINDOW = 30
_NO_TIGHTENING: dict[NoTighteningReason, str] = {
    "no_sales": "no sales this month",
    "not_tightening": "not tightening: no more is sold than added",
    "too_slow": "tightening too slowly to say",
    "short_history": "fewer than 7 observed days",
}


def key_figures(metrics: BoxMetrics) -> tuple[KeyFigure, ...]:
    """The twelve figures in the order of the sheet, each with note and definition; an empty one says why."""
    return (*_trade_figures(metrics), *_supply_figures(metrics))


def _trade_figures(metrics: BoxMetrics) -> tuple[KeyFigure, ...]:
    return (
        _figure("floor_price_usd", metrics.floor_price_usd, "price", _floor_notes(metrics)),
        _figure("unified_volume_7d_ema", metrics.unified_volume_7d_ema, "dollars", _average_notes(metrics)),
        _figure("daily_volume_usd", metrics.daily_volume_usd, "dollars", _traded_notes(metrics)),
        _figure("unified_volume_usd", metrics.unified_volume_usd, "dollars", _coverage_notes(metrics)),
        _figure("momentum_pct", metrics.momentum_pct, "percent", _momentum_notes(metrics)),
        _figure("visible_market_cap_usd", metrics.visible_market_cap_usd, "dollars", _cap_notes(metrics)),
    )


def _supply_figures(metrics: BoxMetrics) -> tuple[KeyFigure, ...]:
    return (
        _figure("boxes_sold_30d_avg", metrics.boxes_sold_30d_avg, "decimal", _today(metrics.boxes_sold)),
        _figure("boxes_added_30d_avg", metrics.boxes_added_30d_avg, "decimal", _today(metrics.boxes_added)),
        _figure("active_listings_count", metrics.active_listings_count, "count", _listing_notes(metrics)),
        _figure(
            "liquidity_score", metrics.liquidity_score, "count", _when(metrics.liquidity_score, "of 100")
        ),
        _figure(
            "expected_days_to_sell",
            metrics.expected_days_to_sell,
            "count",
            _when(metrics.expected_days_to_sell, "at this month's pace"),
        ),
        _figure(
            "days_to_20pct_increase", metrics.days_to_20pct_increase, "count", _tightening_notes(metrics)
        ),
    )


def _figure(field: str, value: float | None, kind: ValueKind, notes: Notes) -> KeyFigure:
    definition = DEFINITIONS[field]
    return KeyFigure(
        label=definition.label,
        value=None if value is None else shown(value, kind),
        absent=definition.empty_when,
        notes=notes,
        definition_lead=definition.lead,
        definition=definition.text,
        formula=definition.formula,
    )


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
    return () if reason is None else ((_NO_TIGHTENING[reason], ""),)


def _when(value: float | None, words: str) -> Notes:
    return () if value is None else ((words, ""),)


def _today(value: float | None) -> Notes:
    if value is None:
        return (("not reported today", ""),)
    return ((f"today {count(value) if value == round(value) else decimal(value)}", ""),)
