"""The rules of unified metrics written a second time, exactly and slowly in plain Python, as a yardstick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from tests.oracles.supply_oracle import Figure, absorption, days_to_sell, liquidity, rise

Row = Mapping[str, object]
Amount = TypeVar("Amount", int, Fraction)


@dataclass(frozen=True)
class OracleObservation:
    marketplace: str
    floor: Figure
    listings: int | None
    sold: Figure
    added: Figure
    volume: Figure


@dataclass
class OracleAverage:
    state: Figure = None
    state_date: date | None = None
    observations: int = 0

    def take(self, day: date, volume: Fraction) -> None:
        gap = (day - self.state_date).days if self.state_date else None
        if self.state is None or gap is None or gap > 30:
            self.state, self.observations = volume, 1
        else:
            kept = Fraction(3, 4) ** gap
            self.state, self.observations = (1 - kept) * volume + kept * self.state, self.observations + 1
        self.state_date = day


@dataclass
class OracleDay:
    floor: Figure
    listings: int | None
    sold: Figure
    added: Figure
    volume: Figure
    is_estimated: bool | None


@dataclass
class OracleBox:
    """One box whose days are fed in order; `row` then gives the metrics of the newest day."""

    authority: Sequence[str]
    weights: Mapping[str, Fraction]
    days: dict[date, OracleDay] = field(default_factory=dict)
    average: OracleAverage = field(default_factory=OracleAverage)

    def take(self, day: date, observations: Sequence[OracleObservation]) -> None:
        self.days[day] = merged = merge(observations, self.authority, self.weights)
        if merged.volume is not None:
            self.average.take(day, merged.volume)

    def row(self, day: date) -> Row:
        today = self.days[day]
        return {
            **_day_figures(today),
            **self._volume_figures(day, today),
            **self._supply_figures(day, today),
            **{f"floor_price_{n}d_change_pct": cents(self._change(day, n, t)) for n, t in CHANGES},
            "observed_days": len(self.days),
            "ema_state_date": self.average.state_date,
            "ema_observations": self.average.observations,
        }

    def _window(self, day: date, name: str) -> list[Fraction]:
        days = [self.days[d] for d in self.days if day - timedelta(days=30) < d <= day]
        return [value for each in days if (value := getattr(each, name)) is not None]

    def _volume_figures(self, day: date, today: OracleDay) -> Row:
        volumes = self._window(day, "volume")
        average = None if today.volume is None else self.average.state
        usual, is_provisional = mean(volumes), self.average.observations < 7
        momentum = None
        if average is not None and usual and not is_provisional:
            momentum = 100 * (average / usual - 1)
        return {
            "unified_volume_7d_ema": cents(average),
            "volume_30d_usd": cents(sum(volumes, Fraction(0)) if volumes else None),
            "unified_volume_30d_sma": cents(usual),
            "volume_30d_coverage": fraction(Fraction(len(volumes), 30)),
            "momentum_pct": cents(momentum),
            "is_provisional": is_provisional,
        }

    def _supply_figures(self, day: date, today: OracleDay) -> Row:
        sold, added = mean(self._window(day, "sold")), mean(self._window(day, "added"))
        days, reason = rise(today.listings, sold, added, len(self.days))
        return {
            "boxes_sold_30d_avg": fraction(sold),
            "boxes_added_30d_avg": fraction(added),
            "absorption_rate": fraction(absorption(today.listings, sold)),
            "liquidity_score": fraction(liquidity(today.listings, sold)),
            "expected_days_to_sell": fraction(days_to_sell(today.listings, sold)),
            "days_of_supply": fraction(days),
            "days_of_supply_reason": reason,
        }

    def _change(self, day: date, days_back: int, tolerance: int) -> Figure:
        floor = self.days[day].floor
        for back in range(days_back, days_back + tolerance + 1):
            before = self.days.get(day - timedelta(days=back))
            if before is not None and before.floor is not None:
                return 100 * (floor / before.floor - 1) if floor is not None and before.floor else None
        return None


CHANGES = ((1, 0), (7, 2), (30, 5))


def merge(
    observations: Sequence[OracleObservation], authority: Sequence[str], weights: Mapping[str, Fraction]
) -> OracleDay:
    floors = {each.marketplace: each.floor for each in observations}
    floor = next((floors[name] for name in authority if floors.get(name) is not None), None)
    given = [(each, *volume_of(each, floor)) for each in observations]
    counted = [(each, usd, estimated) for each, usd, estimated in given if usd is not None]
    return OracleDay(
        floor=floor,
        listings=total([each.listings for each in observations]),
        sold=total([each.sold for each in observations]),
        added=total([each.added for each in observations]),
        volume=total([weights.get(each.marketplace, Fraction(1)) * usd for each, usd, _ in counted]),
        is_estimated=any(estimated for *_, estimated in counted) if counted else None,
    )


def volume_of(observation: OracleObservation, unified_floor: Figure) -> tuple[Figure, bool]:
    if observation.volume is not None:
        return observation.volume, False
    if observation.sold is None or observation.sold == 0:
        return observation.sold, True
    floor = unified_floor if observation.floor is None else observation.floor
    return (None if floor is None else observation.sold * floor), True


def total(values: Sequence[Amount | None]) -> Amount | None:
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None


def mean(values: Sequence[Fraction]) -> Figure:
    return sum(values, Fraction(0)) / len(values) if values else None


def cents(figure: Figure) -> float | None:
    return _kept(figure, 100)


def fraction(figure: Figure) -> float | None:
    return _kept(figure, 1_000_000)


def _day_figures(day: OracleDay) -> Row:
    market_cap = None if day.floor is None or day.listings is None else day.floor * day.listings
    return {
        "floor_price_usd": cents(day.floor),
        "active_listings_count": day.listings,
        "boxes_sold": fraction(day.sold),
        "boxes_added": fraction(day.added),
        "daily_volume_usd": cents(day.volume),
        "daily_volume_is_estimated": day.is_estimated,
        "listed_value_usd": cents(market_cap),
    }


def _kept(figure: Figure, units: int) -> float | None:
    return None if figure is None else float(Fraction(round(round(figure * units, 6)), units))
