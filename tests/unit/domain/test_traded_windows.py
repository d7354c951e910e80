"""Dollars traded over 1, 7 and 30 days, against the window before."""

from datetime import date, timedelta

import pytest

from app.domain.traded_windows import TradedWindow, traded_windows

DAY = date(2026, 3, 31)


def days_back(*volumes: float | None) -> dict[date, float]:
    """Volumes of the day, the day before it and so on; null is a day without any."""
    return {DAY - timedelta(back): volume for back, volume in enumerate(volumes) if volume is not None}


def test_each_window_is_compared_with_the_one_before_it() -> None:
    today, week, month = traded_windows(days_back(*[20.0] * 30, *[10.0] * 30), DAY)

    assert today == TradedWindow(1, 20.0, 1, 0.0)
    assert week == TradedWindow(7, 140.0, 7, 0.0)
    assert (month.volume_usd, month.covered_days) == (600.0, 30)
    assert month.change_pct == pytest.approx(100.0)


def test_a_window_without_any_volume_is_unknown_and_not_zero() -> None:
    assert traded_windows({}, DAY) == tuple(TradedWindow(days, None, 0, None) for days in (1, 7, 30))


def test_a_true_zero_stays_zero_and_is_no_basis_for_a_change() -> None:
    today = traded_windows(days_back(0.0, 0.0), DAY)[0]

    assert today == TradedWindow(1, 0.0, 1, None)


@pytest.mark.parametrize(("known", "is_compared"), [(3, False), (4, True)])
def test_a_change_needs_half_of_both_windows(known: int, is_compared: bool) -> None:
    before = [5.0] * known + [None] * (7 - known)

    week = traded_windows(days_back(*[10.0] * 7, *before), DAY)[1]

    assert (week.change_pct is not None) is is_compared


def test_a_day_after_the_window_does_not_count() -> None:
    by_day = days_back(1.0) | {DAY + timedelta(1): 99.0}

    assert traded_windows(by_day, DAY)[2].volume_usd == 1.0
