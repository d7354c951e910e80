"""Reported and partial days, over all boxes or those of one game."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.oracles.market import Observation


@dataclass(frozen=True)
class ReportedDay:
    boxes_observed: int
    boxes_expected: Fraction | None
    is_partial: bool


def reported_days(observations: Iterable[Observation]) -> dict[date, ReportedDay]:
    """Each day with an observation, in order."""
    boxes: dict[date, set[str]] = {}
    for each in observations:
        if each.values:
            boxes.setdefault(each.day, set()).add(each.box)
    return _judged({day: len(boxes[day]) for day in sorted(boxes)})


def _judged(counts: Mapping[date, int]) -> dict[date, ReportedDay]:
    days: dict[date, ReportedDay] = {}
    for day, count in counts.items():
        expected = median([Fraction(each.boxes_observed) for each in days.values()][-7:])
        days[day] = ReportedDay(count, expected, expected is not None and count < expected / 2)
    return days


def median(numbers: Iterable[Fraction]) -> Fraction | None:
    """The number in the middle, the mean of the middle two of an even number of them."""
    ordered = sorted(numbers)
    if not ordered:
        return None
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
