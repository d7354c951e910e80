"""What the oracle works on: observations, settings and decisions, exactly and in plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

Figure = Fraction | None
Series = tuple[str, str, str]
ALL_GAMES = "*"
PRICES = ("market_price_usd", "floor_price_usd")
SALES = ("units_sold", "units_listed", "volume_usd")
FIELDS = ("floor_price_usd", "market_price_usd", "active_listings", *SALES)


@dataclass(frozen=True)
class Observation:
    """What one marketplace gave for one box and day; a missing field is not in `values`."""

    box: str
    day: date
    marketplace: str
    values: Mapping[str, Fraction]


@dataclass(frozen=True)
class Decision:
    """A value that somebody accepted or rejected by command."""

    box: str
    day: date
    marketplace: str
    field: str
    value: Fraction
    is_accepted: bool


@dataclass(frozen=True)
class OracleSettings:
    good_days: int = 7
    authority: tuple[str, ...] = ("tcgplayer",)
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    sorts_out_suspects: bool = True
    default_metric: str = "auto"

    def weight(self, marketplace: str) -> Fraction:
        return Fraction(self.weights.get(marketplace, 1))


@dataclass(frozen=True)
class OracleMarket:
    """Everything that the tables are made of."""

    observations: Sequence[Observation]
    settings: OracleSettings = OracleSettings()
    decisions: Sequence[Decision] = ()
    games: Mapping[str, str] = field(default_factory=dict)


def observation(box: str, day: date, marketplace: str, **values: object) -> Observation:
    """One observation; numbers may be anything whose text is a decimal number, None is a missing field."""
    exact = {name: Fraction(str(value)) for name, value in values.items() if value is not None}
    return Observation(box, day, marketplace, exact)
