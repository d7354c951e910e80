"""Round ticks for axes."""

from math import ceil, floor, log10

from app.web.pages.svg.pane import Axis
from app.words.figures import MINUS

_STEPS = (1, 2, 2.5, 5, 10)
_LEAST_SPAN = 0.10


def price_axis(values: list[float]) -> Axis:
    """An axis around prices: it need not start at zero, but never spans less than a tenth of the highest."""
    low, high = min(values), max(values)
    least = _LEAST_SPAN * high or 1.0
    if high - low < least:
        low, high = max(0.0, (low + high - least) / 2), (low + high + least) / 2
    margin = (high - low) * 0.06
    bottom, top = max(0.0, low - margin), high + margin
    step = round_step((top - bottom) / 5)
    return Axis(bottom, top, _multiples(bottom, top, step), short_dollars)


def zero_axis(values: list[float], writes_dollars: bool = False) -> Axis:
    """An axis from zero to a round number above the second highest value: one great bar may run off."""
    high = sorted(values)[-2] if len(values) > 1 else values[0]
    step = round_step(max(high, 1e-9) / 3) if high > 0 else 1.0
    top = step * max(1, ceil(high / step - 1e-9))
    return Axis(0.0, top, _multiples(0.0, top, step), short_dollars if writes_dollars else plain)


def rank_axis(ranks: list[int]) -> Axis:
    """An inverted axis: 1 at the top, the lowest rank seen just above the lower edge."""
    lowest = max(5, *ranks)
    step = max(1, round(round_step(lowest / 3)))
    ticks = (1.0, *(float(rank) for rank in range(step, lowest + 1, step) if rank > 1))
    return Axis(1 - 0.06 * lowest, lowest * 1.04, ticks, plain, is_inverted=True)


def index_axis(values: list[float]) -> Axis:
    """An axis around indexed lines, 100 always among its values."""
    low, high = min(100.0, *values), max(100.0, *values)
    margin = max(5.0, 0.06 * (high - low))
    step = round_step((high - low + 2 * margin) / 4)
    return Axis(low - margin, high + margin, _multiples(low - margin, high + margin, step), plain)


def round_step(least: float) -> float:
    """The least of 1, 2, 2.5, 5 times a power of ten that is not below `least`."""
    magnitude = 10.0 ** floor(log10(least))
    return next(step * magnitude for step in _STEPS if step * magnitude >= least * 0.999)


def short_dollars(value: float) -> str:
    """A dollar tick: $450, $15k, $2.5k."""
    if value >= 1_000_000:
        return f"${value / 1e6:g}M"
    return f"${value / 1e3:g}k" if value >= 1_000 else f"${value:g}" if value else "0"


def plain(value: float) -> str:
    """A plain tick."""
    return f"{value:g}".replace("-", MINUS)


def _multiples(low: float, high: float, step: float) -> tuple[float, ...]:
    return tuple(round(step * at, 6) for at in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1))
