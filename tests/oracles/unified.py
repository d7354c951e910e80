"""The unified row of one box on one day, and what each marketplace gives to it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.oracles.market import Figure
from tests.oracles.rounding import cents, millionths
from tests.oracles.series import BoxSheets, Report, Sheet
from tests.oracles.supply import mean, monthly_mean, supply_figures

Row = dict[str, Any]
FLOOR_CHANGES = ((1, 0), (7, 2), (30, 5))
MARKET_PRICE_CHANGES = (*FLOOR_CHANGES, (90, 10))
LISTINGS = "active_listings"


def row_of(box: BoxSheets, day: date) -> Row | None:
    """All figures of a box on a reported day; none where nothing of it is good any more."""
    observed = [each for each in box.observed if each <= day]
    if not observed or observed[-1] <= day - timedelta(days=box.settings.good_days):
        return None
    floor, price = box.price("floor_price_usd", day), box.price("market_price_usd", day)
    return {
        "observed_on": observed[-1],
        "is_carried": observed[-1] < day,
        "observed_days": len(observed),
        **_price_figures(box, "floor_price", "floor", FLOOR_CHANGES, floor, day),
        **_price_figures(box, "market_price", "market_price", MARKET_PRICE_CHANGES, price, day),
        **_extremes(box, floor, price),
        **_listing_figures(box, floor, day),
        **_boxes(box, day),
        **volume_figures(box, day),
        **supply_figures(box, day, len(observed)),
    }


def marketplaces_of(box: BoxSheets, day: date) -> dict[str, Row]:
    """What each marketplace observed in the good days before knows about a box."""
    good_days = box.settings.good_days
    return {
        name: _marketplace_row(sheet, day, good_days)
        for name, sheet in box.sheets.items()
        if sheet.is_observed(day, good_days)
    }


def _marketplace_row(sheet: Sheet, day: date, good_days: int) -> Row:
    names = {"floor_price_usd": "floor_on", "market_price_usd": "market_price_on", LISTINGS: "listings_on"}
    row: Row = {"observed_on": max(each for each in sheet.observed if each <= day)}
    for name, dated in names.items():
        row[dated], row[name] = sheet.of(name).live(day, good_days) or (None, None)
    average, volume = sheet.going_average(day), sheet.of("volume").on(day)
    return row | {
        "units_sold": sheet.of("units_sold").on(day),
        "units_listed": sheet.of("units_listed").on(day),
        "volume_usd": volume,
        "volume_is_estimated": None if volume is None else day in sheet.estimated,
        "ema_state": average and average.state,
        "volume_on": average and average.day,
        "ema_observations": average.observations if average else 0,
    }


def _price_figures(
    box: BoxSheets,
    prefix: str,
    short: str,
    changes: Sequence[tuple[int, int]],
    found: tuple[str, Report] | None,
    day: date,
) -> Row:
    marketplace, (on, price) = found or (None, (None, None))
    row: Row = {f"{prefix}_usd": cents(price), f"{short}_marketplace": marketplace, f"{short}_on": on}
    for days, tolerance in changes:
        change, basis = None, None
        if found and not (days == 1 and found[1][0] < day):
            change, basis = _change(box, f"{prefix}_usd", found, days, tolerance)
        row[f"{prefix}_{days}d_change_pct"], row[f"{prefix}_{days}d_basis_on"] = change, basis
    return row


def _change(
    box: BoxSheets, name: str, found: tuple[str, Report], days: int, tolerance: int
) -> tuple[float | None, date | None]:
    marketplace, (on, price) = found
    last = on - timedelta(days=days)
    basis = box.sheets[marketplace].of(name).newest_within(last - timedelta(days=tolerance), last)
    if basis is None or basis[1] == 0:
        return None, None
    return cents(100 * (price / basis[1] - 1)), basis[0]


def _extremes(box: BoxSheets, floor: tuple[str, Report] | None, price: tuple[str, Report] | None) -> Row:
    found, basis = (price, "market_price") if price else (floor, "floor_price")
    if found is None:
        names = ("price_basis", "drawdown_pct", *(f"market_price_{each}" for each in _EXTREMES))
        return dict.fromkeys(names)
    marketplace, (on, now) = found
    reports = box.sheets[marketplace].of(f"{basis}_usd").window(on, 365)
    high = max(reports, key=lambda report: report[1])
    low = min(reports, key=lambda report: report[1])
    return {
        "price_basis": basis,
        "market_price_high_usd": cents(high[1]),
        "market_price_high_on": high[0],
        "market_price_low_usd": cents(low[1]),
        "market_price_low_on": low[0],
        "drawdown_pct": cents(100 * (now / high[1] - 1)) if high[1] else None,
    }


_EXTREMES = ("high_usd", "high_on", "low_usd", "low_on")


def _listing_figures(box: BoxSheets, floor: tuple[str, Report] | None, day: date) -> Row:
    live = box.live(LISTINGS, day)
    listed = sum((value for _, value in live.values()), Fraction(0)) if live else None
    return {
        "active_listings_count": None if listed is None else int(listed),
        "listings_on": min((on for on, _ in live.values()), default=None),
        "listed_value_usd": None if listed is None or floor is None else cents(listed * floor[1][1]),
    }


def _boxes(box: BoxSheets, day: date) -> Row:
    row: Row = {}
    for name, figure in (("units_sold", "boxes_sold"), ("units_listed", "boxes_added")):
        series = [sheet.of(name) for sheet in box.sheets.values()]
        row[figure] = millionths(_total([each.on(day) for each in series]))
        live = [each for each in series if each.live(day, box.settings.good_days)]
        row[f"{figure}_30d_avg"] = millionths(_total([monthly_mean(each, day) for each in live]))
    return row


def _total(figures: Sequence[Figure]) -> Figure:
    known = [each for each in figures if each is not None]
    return sum(known, Fraction(0)) if known else None


def volume_figures(box: BoxSheets, day: date) -> Row:
    """The dollars of a day, their average, sum and mean; weighted once, at the end."""
    counted = dict(box.counted())
    live = {name: report for name, report in box.live("volume", day).items() if name in counted}
    today = {name: sheet.of("volume").on(day) for name, sheet in counted.items()}
    volume = _weighted(box, today)
    missing = tuple(name for name in live if today[name] is None)
    estimated = any(day in counted[name].estimated for name in counted)
    return {
        "daily_volume_usd": cents(volume),
        "daily_volume_is_estimated": None if volume is None else estimated,
        "volume_marketplaces": tuple(live),
        "missing_marketplaces": missing,
        "daily_volume_is_incomplete": None if volume is None else bool(missing),
        "volume_on": min((on for on, _ in live.values()), default=None),
        "volume_30d_usd": cents(_sum_of_30_days(box, counted, day)),
        **_averages(box, {name: counted[name] for name in live}, day),
    }


def _weighted(box: BoxSheets, figures: Mapping[str, Figure]) -> float | None:
    known = {name: float(each) for name, each in figures.items() if each is not None}
    return sum(float(box.settings.weight(name)) * each for name, each in known.items()) if known else None


def _sum_of_30_days(box: BoxSheets, counted: Mapping[str, Sheet], day: date) -> float | None:
    windows = {name: sheet.of("volume").window(day, 30) for name, sheet in counted.items()}
    sums = {name: mean(window) * len(window) for name, window in windows.items() if window}
    return _weighted(box, sums)


def _averages(box: BoxSheets, live: Mapping[str, Sheet], day: date) -> Row:
    if not live:
        return dict.fromkeys(_AVERAGES)
    averages = {name: average for name, sheet in live.items() if (average := sheet.average(day))}
    state = sum(float(box.settings.weight(name)) * each.state for name, each in averages.items())
    usual = _weighted(box, {name: monthly_mean(sheet.of("volume"), day) for name, sheet in live.items()})
    is_provisional = all(each.observations < 7 for each in averages.values())
    days = sum(len(sheet.of("volume").window(averages[name].day, 30)) for name, sheet in live.items())
    return {
        "ema_state": state,
        "unified_volume_7d_ema": cents(state),
        "is_provisional": is_provisional,
        "unified_volume_30d_sma": cents(usual),
        "volume_30d_coverage": millionths(Fraction(days, 30 * len(live))),
        "momentum_pct": cents(100 * (state / usual - 1)) if usual and not is_provisional else None,
    }


_AVERAGES = (
    "ema_state",
    "unified_volume_7d_ema",
    "is_provisional",
    "unified_volume_30d_sma",
    "volume_30d_coverage",
    "momentum_pct",
)
