"""How fast the listed boxes of a market sell, and why that is not known."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.oracles.market import Figure
from tests.oracles.rounding import millionths, to_millionth
from tests.oracles.series import BoxSheets, Report, Reports


@dataclass
class Capped:
    """Figures held at their limit."""

    names: list[str] = field(default_factory=list)

    def between(self, name: str, low: int, figure: Fraction, high: int) -> Fraction:
        if not low <= figure <= high:
            self.names.append(name)
        return min(max(figure, Fraction(low)), Fraction(high))


def mean(reports: Sequence[Report]) -> Fraction:
    return sum((value for _, value in reports), Fraction(0)) / len(reports)


def monthly_mean(reports: Reports, day: date) -> Fraction:
    """Mean of the reports in the 30 days that end on the newest report up to a day."""
    newest = reports.newest(day)
    assert newest is not None
    return mean(reports.window(newest[0], 30))


def supply_figures(box: BoxSheets, day: date, observed_days: int) -> dict[str, object]:
    both = sorted(box.live("units_sold", day).keys() & box.live("active_listings", day).keys())
    sold = _total(box, both, "units_sold", day)
    listed = sum((box.live("active_listings", day)[each][1] for each in both), Fraction(0)) if both else None
    capped = Capped()
    return {
        **_ratios(sold, listed, capped),
        **_days_of_supply(sold, listed, _additions(box, both, day), observed_days, capped),
        "capped": tuple(capped.names),
    }


def _total(box: BoxSheets, marketplaces: Sequence[str], name: str, day: date) -> Figure:
    means = [monthly_mean(box.sheets[each].of(name), day) for each in marketplaces]
    return sum(means, Fraction(0)) if means else None


def _additions(box: BoxSheets, marketplaces: Sequence[str], day: date) -> Figure:
    live = box.live("units_listed", day)
    known = [
        each in live and len(box.sheets[each].of("units_listed").window(live[each][0], 30)) >= 7
        for each in marketplaces
    ]
    return _total(box, marketplaces, "units_listed", day) if all(known) else None


def _ratios(sold: Figure, listed: Figure, capped: Capped) -> dict[str, object]:
    names = ("absorption_rate", "liquidity_score", "expected_days_to_sell")
    ratios: dict[str, object] = dict.fromkeys(names)
    ratios["liquidity_reason"] = "nothing_listed" if sold is not None and listed == 0 else None
    if sold is not None and listed:
        month = 30 * sold
        ratios["absorption_rate"] = millionths(capped.between("absorption_rate", 0, sold / listed, 1))
        ratios["liquidity_score"] = millionths(100 * month / (month + listed))
        if to_millionth(sold) != 0:
            days = capped.between("expected_days_to_sell", 1, listed / sold, 365)
            ratios["expected_days_to_sell"] = millionths(days)
    return ratios


def _days_of_supply(
    sold: Figure, listed: Figure, added: Figure, observed_days: int, capped: Capped
) -> dict[str, object]:
    reason = _reason(sold, listed, added, observed_days)
    days = None
    if reason is None:
        tightening = Fraction((sold or 0) - (added or 0))
        days = millionths(capped.between("days_of_supply", 0, (listed or 0) / tightening, 180))
    return {"days_of_supply": days, "days_of_supply_reason": reason}


def _reason(sold: Figure, listed: Figure, added: Figure, observed_days: int) -> str | None:
    tightening = to_millionth((sold or Fraction(0)) - (added or Fraction(0)))
    reasons = {
        "short_history": observed_days < 7,
        "sales_or_listings_unknown": sold is None or listed is None,
        "nothing_listed": listed == 0,
        "no_sales": to_millionth(sold or Fraction(0)) == 0,
        "additions_unknown": added is None,
        "not_tightening": tightening <= 0,
        "too_slow": tightening < Fraction(1, 20),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)
