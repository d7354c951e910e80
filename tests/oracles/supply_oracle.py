"""The figures of supply against sales written a second time, exactly, in plain Python."""

from fractions import Fraction

Figure = Fraction | None


def absorption(listings: int | None, sold: Figure) -> Figure:
    return None if not listings or sold is None else min(sold / listings, Fraction(1))


def liquidity(listings: int | None, sold: Figure) -> Figure:
    if listings is None or sold is None or (listings == 0 and sold == 0):
        return None
    return 100 * 30 * sold / (30 * sold + listings)


def days_to_sell(listings: int | None, sold: Figure) -> Figure:
    return None if listings is None or not sold else min(max(listings / sold, Fraction(1)), Fraction(365))


def rise(listings: int | None, sold: Figure, added: Figure, observed_days: int) -> tuple[Figure, str | None]:
    tightening = (sold or Fraction(0)) - (added or Fraction(0))
    reasons = (
        ("short_history", observed_days < 7),
        ("no_sales", not sold),
        ("not_tightening", tightening <= 0),
        ("too_slow", tightening < Fraction(1, 20)),
    )
    reason = next((name for name, holds in reasons if holds), None)
    if reason or listings is None:
        return None, reason
    return min(listings / tightening, Fraction(180)), None
