"""Values that are not used: far from the level of their series, or rejected by command."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from tests.oracles.market import FIELDS, PRICES, SALES, Decision, Observation, OracleMarket

FAR = "far_from_its_level"
FAR_ABOVE = "far_above_its_sales"
CONTRADICTS = "contradicts_price"
REJECTED = "rejected"
_DIGITS = Context(prec=40)
_NOISE = Decimal("1e-20")
_INFINITE = Decimal("Infinity")
Report = tuple[date, Fraction]
Key = tuple[str, date, str, str]
Decisions = Mapping[tuple[str, date, str, str, Fraction], Decision]


@dataclass(frozen=True)
class Suspect:
    box: str
    day: date
    marketplace: str
    field: str
    value: Fraction
    reason: str


def suspects_of(market: OracleMarket) -> dict[Key, Suspect]:
    """All values that are not used, by box, day, marketplace and field."""
    if not market.settings.sorts_out_suspects:
        return {}
    decisions = {(*_key(each), each.value): each for each in market.decisions}
    found: dict[Key, Suspect] = {}
    for name in (*PRICES, *(each for each in FIELDS if each not in PRICES)):
        for (box, marketplace), reports in _series(market.observations, name).items():
            for day, value, reason in _judged(name, reports, decisions, (box, marketplace)):
                found[box, day, marketplace, name] = Suspect(box, day, marketplace, name, value, reason)
    return found | _contradictions(market.observations, found, decisions)


def _key(each: Decision) -> Key:
    return each.box, each.day, each.marketplace, each.field


def _series(observations: Sequence[Observation], name: str) -> dict[tuple[str, str], list[Report]]:
    series: dict[tuple[str, str], list[Report]] = {}
    for each in sorted(observations, key=lambda each: each.day):
        if name in each.values:
            series.setdefault((each.box, each.marketplace), []).append((each.day, each.values[name]))
    return series


def _judged(
    name: str, reports: Sequence[Report], decisions: Decisions, owner: tuple[str, str]
) -> Iterator[tuple[date, Fraction, str]]:
    box, marketplace = owner
    decided = {report: decisions.get((box, report[0], marketplace, name, report[1])) for report in reports}
    rejected = [report for report, decision in decided.items() if decision and not decision.is_accepted]
    yield from ((*report, REJECTED) for report in rejected)
    kept = [report for report in reports if report not in rejected]
    for at, report in enumerate(kept):
        if decided[report] is None and (reason := _reason(name, kept, at)):
            yield *report, reason


def _reason(name: str, reports: Sequence[Report], at: int) -> str | None:
    day, value = reports[at]
    before = [each for earlier, each in reports[:at] if earlier >= day - timedelta(days=60)]
    neighbours = [each for _, each in (*reports[max(at - 1, 0) : at], *reports[at + 1 : at + 2])]
    if len(before) < 5 or any(_is_near(name, value, each) for each in neighbours):
        return None
    if name in SALES:
        return FAR_ABOVE if 0 < 10 * max(before[-30:]) < value else None
    return FAR if _is_far(name, value, before[-30:]) else None


def _is_near(name: str, value: Fraction, other: Fraction) -> bool:
    low, high = sorted((_level(name, value), _level(name, other)))
    return high <= low * Fraction(5, 4)


def _level(name: str, value: Fraction) -> Fraction:
    return 1 + value if name == "active_listings" else value


def _is_far(name: str, value: Fraction, before: Sequence[Fraction]) -> bool:
    levels = [_ln(_level(name, each)) for each in before]
    middle = _median(levels)
    spread = _median([_distance(each, middle) for each in levels])
    limit = max(_ln(Fraction(4)), _DIGITS.multiply(Decimal("7.413"), spread))
    distance = _distance(_ln(_level(name, value)), middle)
    return distance > limit + _NOISE if limit.is_finite() else False


def _distance(level: Decimal, middle: Decimal) -> Decimal:
    if not level.is_finite() or not middle.is_finite():
        return _INFINITE
    return abs(_DIGITS.subtract(level, middle))


@lru_cache(maxsize=100_000)
def _ln(value: Fraction) -> Decimal:
    if value == 0:
        return -_INFINITE
    return _DIGITS.ln(_DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator)))


def _median(numbers: Sequence[Decimal]) -> Decimal:
    ordered = sorted(numbers)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return low if low == high else _DIGITS.divide(_DIGITS.add(low, high), Decimal(2))


def _contradictions(
    observations: Sequence[Observation],
    found: Mapping[Key, Suspect],
    decisions: Decisions,
) -> dict[Key, Suspect]:
    contradictions = {}
    for each in observations:
        key = (each.box, each.day, each.marketplace, "volume_usd")
        volume = each.values.get("volume_usd")
        is_open = volume is not None and key not in found and (*key, volume) not in decisions
        if volume and is_open and _contradicts(each, volume, found):
            contradictions[key] = Suspect(*key, volume, CONTRADICTS)
    return contradictions


def _contradicts(each: Observation, volume: Fraction, found: Mapping[Key, Suspect]) -> bool:
    used = {
        name: value
        for name, value in each.values.items()
        if (each.box, each.day, each.marketplace, name) not in found
    }
    price = next((used[name] for name in PRICES if name in used), Fraction(0))
    units = used.get("units_sold", Fraction(0))
    dollars = price * units
    return dollars > 0 and not dollars / 4 <= volume <= dollars * 4
