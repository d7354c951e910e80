"""The market price of a simulated box: what recent sales say, so it follows the floor slowly."""

import math
from random import Random

from app.simulation.boxes import SimulatedBox

FOLLOWS = 0.12
"""Share of the distance to the floor's level that a day closes."""

MISSING = 0.015
"""Share of days without a market price."""


class MarketPrices:
    """Market prices of one box, day by day. Their randomness is their own: nothing else depends on it."""

    def __init__(self, box: SimulatedBox, seed: int) -> None:
        self._rng = Random(f"{seed}:market-price:{box.path}")
        self._usual = box.floor_usd * math.exp(self._rng.gauss(0.02, 0.04))
        self._level = 0.0

    def after(self, level: float) -> float | None:
        """The market price of the next day, on which the floor is at `level` (a logarithm)."""
        self._level += FOLLOWS * (level - self._level) + self._rng.gauss(0, 0.0015)
        price = cents(self._usual * math.exp(self._level))
        return price if self._rng.random() >= MISSING else None


def cents(amount: float) -> float:
    """Dollars rounded to cents, half up."""
    return int(amount * 100 + 0.5) / 100
