"""The configurable part of the metric rules, and its fingerprint."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

RULES_VERSION = 1  # raise it with every change of a rule that can change a stored number


@dataclass(frozen=True)
class MetricRules:
    """Whose floor counts, and how much each marketplace's volume counts.

    `price_authority`: marketplaces whose floor may become the unified floor, the most trusted first.
    `volume_weights`: factor on a marketplace's dollars; a marketplace that is not named counts 1.0.
    Raises `ValueError` when there is no marketplace or a weight is negative or not finite.
    """

    price_authority: tuple[str, ...] = ("tcgplayer",)
    volume_weights: Mapping[str, float] = field(default_factory=dict)
    version: int = RULES_VERSION

    def __post_init__(self) -> None:
        if not self.price_authority:
            raise ValueError("price_authority names no marketplace: name at least one")
        for marketplace, weight in self.volume_weights.items():
            if not (math.isfinite(weight) and weight >= 0):
                raise ValueError(f"the volume weight of {marketplace} is {weight}: give a number from 0 up")

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change whenever these rules could produce other numbers."""
        weights = {name: float(weight) for name, weight in self.volume_weights.items() if weight != 1}
        rules = json.dumps([self.version, self.price_authority, weights], sort_keys=True)
        return hashlib.sha256(rules.encode()).hexdigest()[:16]
