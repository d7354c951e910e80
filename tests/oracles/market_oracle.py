"""Totals of a market written out in plain Python fractions, one day and one series at a time."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from fractions import Fraction

Series = tuple[int, str]
Volumes = Mapping[tuple[Series, date], int]
"""Weighted millionths of a dollar by series (box at marketplace) and day."""


def window(last: date, days: int) -> list[date]:
    return [last - timedelta(back) for back in range(days)]


def traded(volumes: Volumes, last: date, days: int) -> int | None:
    """All that was traded in a window, null where nothing was reported."""
    inside = set(window(last, days))
    found = [volume for (_, day), volume in volumes.items() if day in inside]
    return sum(found) if found else None


def change(volumes: Volumes, whole: Collection[date], last: date, span: int) -> Fraction | str:
    """The change of a window in percent, or why there is none."""
    now, before = window(last, span), window(last - timedelta(span), span)
    if traded(volumes, last, span) is None:
        return "no_volume"
    if 2 * sum(day in whole for day in now) < span:
        return "few_whole_days"
    if 2 * sum(day in whole for day in before) < span:
        return "few_whole_days_before"
    means = [
        (_mean(volumes, whole, one, now), _mean(volumes, whole, one, before)) for one in _series(volumes)
    ]
    common = [(mine, earlier) for mine, earlier in means if mine is not None and earlier is not None]
    if not common:
        return "no_common_volume"
    basis = sum((earlier for _, earlier in common), Fraction())
    if basis == 0:
        return "nothing_traded_before"
    return 100 * (sum((mine for mine, _ in common), Fraction()) / basis - 1)


def _series(volumes: Volumes) -> list[Series]:
    return sorted({series for series, _ in volumes})


def _mean(volumes: Volumes, whole: Collection[date], series: Series, days: list[date]) -> Fraction | None:
    found = [volumes[series, day] for day in days if day in whole and (series, day) in volumes]
    return Fraction(sum(found), len(found)) if found else None
