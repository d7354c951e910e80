"""Dollars traded over the last 1, 7 and 30 days, against the window before each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WINDOWS_DAYS = (1, 7, 30)


@dataclass(frozen=True, slots=True)
class TradedWindow:
    """`volume_usd` is null when no day of the window has a volume; `covered_days` is how many have one.

    `change_pct` compares with the window before; null unless at least half the days of both are covered.
    """

    days: int
    volume_usd: float | None
    covered_days: int
    change_pct: float | None


def traded_windows(by_day: Mapping[date, float], day: date) -> tuple[TradedWindow, ...]:
    """The windows that end on `day`; `by_day` holds the dollars of each day with any volume."""
    return tuple(_window(by_day, day, days) for days in WINDOWS_DAYS)


def _window(by_day: Mapping[date, float], day: date, days: int) -> TradedWindow:
    now = _volumes(by_day, day, days)
    before = _volumes(by_day, day - timedelta(days), days)
    return TradedWindow(days, round(sum(now), 2) if now else None, len(now), _change_pct(now, before, days))


def _volumes(by_day: Mapping[date, float], last: date, days: int) -> list[float]:
    calendar = (last - timedelta(back) for back in range(days))
    return [by_day[day] for day in calendar if day in by_day]


def _change_pct(now: list[float], before: list[float], days: int) -> float | None:
    is_covered = 2 * len(now) >= days and 2 * len(before) >= days
    return 100 * (sum(now) / sum(before) - 1) if is_covered and sum(before) > 0 else None
