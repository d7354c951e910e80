"""The rules of ranks written a second time, slowly and in plain Python, to hold the real ones against."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from statistics import median
from types import MappingProxyType

Values = Mapping[date, Mapping[int, float | None]]
Ranks = Mapping[date, Mapping[int, int]]
Carried = Set[tuple[int, date]]
NONE_CARRIED: Carried = frozenset()


@dataclass(frozen=True)
class OracleDay:
    boxes_ranked: int
    is_partial: bool
    compared_with: date | None


@dataclass(frozen=True)
class OracleRecord:
    previous_rank: int | None
    rank_change: int | None
    rank_state: str
    peak_rank: int | None
    peak_date: date | None
    days_ranked: int
    days_at_number_one: int
    streak: int
    last_rank: int | None
    last_rank_date: date | None
    rank_basis_7d: date | None
    rank_change_7d: int | None
    rank_basis_30d: date | None
    rank_change_30d: int | None


def ranks_of_values(values: Mapping[int, float | None], ascending: bool = False) -> dict[int, int]:
    known = {box: value for box, value in values.items() if value is not None}
    return {
        box: 1 + sum(_is_better(other, own, ascending) for other in known.values())
        for box, own in known.items()
    }


def display_order(
    ranks: Mapping[int, int], sold: Mapping[int, float | None], slugs: Mapping[int, str]
) -> list[int]:
    return sorted(ranks, key=lambda box: (ranks[box], *_descending_nulls_last(sold[box]), slugs[box]))


def ranks_of_market(values: Values, ascending: bool = False) -> dict[date, dict[int, int]]:
    ranked = {day: ranks_of_values(boxes, ascending) for day, boxes in sorted(values.items())}
    return {day: ranks for day, ranks in ranked.items() if ranks}


def days_of_counts(
    counts: Mapping[date, int], observed: Mapping[date, int] | None = None
) -> Mapping[date, OracleDay]:
    """Ranked days by boxes ranked and by boxes observed; where those are not given, all ranked ones were."""
    seen = counts if observed is None else observed
    return _days(tuple(sorted(counts.items())), tuple(sorted(seen.items())))


@lru_cache(maxsize=64)
def _days(
    counts: tuple[tuple[date, int], ...], observed: tuple[tuple[date, int], ...]
) -> Mapping[date, OracleDay]:
    reported = [(day, count) for day, count in observed if count > 0]
    partial = {
        day: index > 0
        and count < Fraction(median(each for _, each in reported[max(0, index - 7) : index])) / 2
        for index, (day, count) in enumerate(reported)
    }
    days: dict[date, OracleDay] = {}
    for day, count in counts:
        if count > 0 and day in partial:
            whole = [earlier for earlier in days if not partial[earlier]]
            days[day] = OracleDay(count, partial[day], max(whole, default=None))
    return MappingProxyType(days)


def record(
    ranks: Ranks,
    box: int,
    day: date,
    carried: Carried = NONE_CARRIED,
    observed: Mapping[date, int] | None = None,
) -> OracleRecord:
    """The record of a box; `carried` are the rows of boxes that were not observed on the day."""
    days = days_of_counts({each: len(boxes) for each, boxes in ranks.items()}, observed)
    rank = ranks[day][box]
    whole_days = [each for each in sorted(ranks) if each <= day and not days[each].is_partial]
    own_days = [each for each in whole_days if box in ranks[each]]
    seen = {each: ranks[each][box] for each in own_days if (box, each) not in carried}
    earlier = [each for each in own_days if each < day]
    previous = _rank_on(ranks, box, days[day].compared_with)
    state = _state(previous, rank, bool(earlier))
    peak = min(seen.values(), default=None)
    last = earlier[-1] if state == "RE_ENTRY" else None
    bases = {period: _basis(days, day, period, tolerance) for period, tolerance in ((7, 2), (30, 5))}
    return OracleRecord(
        previous_rank=previous,
        rank_change=_change(previous, rank),
        rank_state=state,
        peak_rank=peak,
        peak_date=min((each for each in seen if seen[each] == peak), default=None),
        days_ranked=len(own_days),
        days_at_number_one=sum(own == 1 for own in seen.values()),
        streak=_streak(whole_days, own_days),
        last_rank=_rank_on(ranks, box, last),
        last_rank_date=last,
        rank_basis_7d=bases[7],
        rank_change_7d=_change(_rank_on(ranks, box, bases[7]), rank),
        rank_basis_30d=bases[30],
        rank_change_30d=_change(_rank_on(ranks, box, bases[30]), rank),
    )


def dropped_boxes(ranks: Ranks, day: date, observed: Mapping[date, int] | None = None) -> set[int]:
    counts = {each: len(boxes) for each, boxes in ranks.items()}
    compared = days_of_counts(counts, observed)[day].compared_with
    return set() if compared is None else set(ranks[compared]) - set(ranks[day])


def _is_better(other: float, own: float, ascending: bool) -> bool:
    return other < own if ascending else other > own


def _descending_nulls_last(number: float | None) -> tuple[bool, float]:
    return (number is None, -(number or 0.0))


def _rank_on(ranks: Ranks, box: int, day: date | None) -> int | None:
    return None if day is None else ranks[day].get(box)


def _change(before: int | None, after: int) -> int | None:
    return None if before is None else before - after


def _state(previous: int | None, rank: int, ranked_before: bool) -> str:
    if previous is None:
        return "RE_ENTRY" if ranked_before else "NEW"
    return "UP" if rank < previous else "DOWN" if rank > previous else "SAME"


def _streak(whole_days: Sequence[date], own_days: Sequence[date]) -> int:
    streak = 0
    while streak < len(own_days) and own_days[-1 - streak] == whole_days[-1 - streak]:
        streak += 1
    return streak


def _basis(days: Mapping[date, OracleDay], day: date, period: int, tolerance: int) -> date | None:
    for back in range(period, period + tolerance + 1):
        candidate = day - timedelta(days=back)
        if candidate in days and not days[candidate].is_partial:
            return candidate
    return None
