"""The configurable part of the metric rules, and its fingerprint."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

RULES_VERSION = 2  # raise it with every change of a rule that can change a stored number

MOST_GOOD_DAYS = 30
AUTOMATIC = "auto"


@dataclass(frozen=True)
class MetricRules:
    """Whose prices come first, how much each marketplace's volume counts, and how long a report is good.

    `price_authority`: the marketplaces whose prices come first, in that order; others follow by name.
    `volume_weights`: factor on a marketplace's dollars; a marketplace that is not named counts 1.0.
    `report_good_days`: days for which a report speaks, its own included. `leaves_out_suspects`: whether
    suspect values are left out. `default_metric`: metric of the default board, AUTOMATIC: the first that
    has data. Raises `ValueError` when there is no marketplace, a weight is negative or not finite, or the
    days are not 1 to MOST_GOOD_DAYS.
    """

    price_authority: tuple[str, ...] = ("tcgplayer",)
    volume_weights: Mapping[str, float] = field(default_factory=dict)
    report_good_days: int = 7
    leaves_out_suspects: bool = True
    default_metric: str = AUTOMATIC
    version: int = RULES_VERSION

    def __post_init__(self) -> None:
        if not self.price_authority:
            raise ValueError("price_authority names no marketplace: name at least one")
        if not 1 <= self.report_good_days <= MOST_GOOD_DAYS:
            raise ValueError(f"report_good_days is {self.report_good_days}: give 1 to {MOST_GOOD_DAYS}")
        for marketplace, weight in self.volume_weights.items():
            if not (math.isfinite(weight) and weight >= 0):
                raise ValueError(f"the volume weight of {marketplace} is {weight}: give a number from 0 up")

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change whenever these rules could produce other numbers."""
        weights = {name: float(weight) for name, weight in self.volume_weights.items() if weight != 1}
        choices = [self.report_good_days, self.leaves_out_suspects, self.default_metric]
        rules = json.dumps([self.version, self.price_authority, weights, *choices], sort_keys=True)
        return hashlib.sha256(rules.encode()).hexdigest()[:16]
