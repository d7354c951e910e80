"""Averages, windows and floor changes of one box, on examples small enough to check by hand."""

import pytest

from app.domain.metrics import METRICS_SCHEMA
from tests.unit.domain.kernel import metrics_of, series


def volumes(*pairs: tuple[int, float | None]) -> list[dict[str, object]]:
    return [{"day": day, "volume_usd": volume, "active_listings": 1} for day, volume in pairs]


@pytest.mark.parametrize(
    ("pairs", "average"),
    [
        (list(enumerate([100.0, 110, 105, 115, 120, 118, 122])), 114.258301),
        ([(0, 100.0), (3, 200.0)], 157.8125),
        (list(enumerate([700.0, 0, 0, 0, 0, 0, 0])), 124.584961),
    ],
)
def test_the_moving_average_meets_the_published_vectors(
    pairs: list[tuple[int, float]], average: float
) -> None:
    states = series("ema_state", volumes(*pairs))

    assert states[-1] == pytest.approx(average, abs=5e-7)


@pytest.mark.parametrize(
    ("pairs", "cents"),
    [
        ([(0, 10000.00), (1, 10000.02)], 10000.00),
        ([(0, 10000.00), (1, 10000.06)], 10000.02),
        ([(0, 10000.00), (2, 10000.08)], 10000.04),
    ],
)
def test_an_average_of_an_exact_half_cent_goes_to_the_even_cent(
    pairs: list[tuple[int, float]], cents: float
) -> None:
    assert series("unified_volume_7d_ema", volumes(*pairs))[-1] == cents


def test_a_day_without_volume_keeps_the_average_of_the_last_one() -> None:
    rows = metrics_of(volumes((0, 100.0), (1, None), (2, 200.0)))

    assert rows["unified_volume_7d_ema"].to_list() == [100.0, 100.0, 143.75]
    assert rows["ema_state"].to_list() == [100.0, 100.0, 143.75]


def test_a_gap_of_thirty_days_still_continues_the_average() -> None:
    rows = metrics_of(volumes((0, 1e6), (30, 0.0)))

    assert rows["ema_state"].to_list()[-1] == pytest.approx(1e6 * 0.75**30, rel=1e-12)


def test_after_more_than_thirty_days_the_average_starts_again_without_a_trace() -> None:
    rows = metrics_of(volumes((0, 1e6), (31, 0.0), (32, 4.0)))

    assert rows["ema_state"].to_list() == [1e6, 0.0, 1.0]


def test_an_average_counts_for_seven_days_and_not_for_the_eighth() -> None:
    states = series("ema_state", volumes((0, 100.0), (6, None), (7, None), (41, 8.0)))

    assert states == [100.0, 100.0, None, 8.0]


def test_boxes_do_not_leak_into_each_other() -> None:
    rows = [{"box_id": 1, "day": 0, "volume_usd": 100.0}, {"box_id": 2, "day": 1, "active_listings": 1},
            {"box_id": 2, "day": 2, "volume_usd": 4.0}]  # fmt: skip

    computed = metrics_of(rows)

    assert computed["box_id"].to_list() == [1, 1, 1, 2, 2]
    assert computed["ema_state"].to_list() == [100.0, 100.0, 100.0, None, 4.0]


def test_seven_volumes_end_the_provisional_time_and_silent_days_do_not() -> None:
    pairs = [(0, 5.0), (1, None), *((day, 5.0) for day in range(2, 8))]

    assert series("is_provisional", volumes(*pairs)) == [True] * 7 + [False]


def test_the_window_holds_thirty_calendar_days_and_not_the_thirty_first() -> None:
    pairs = volumes((0, 100.0), (29, 10.0), (30, 1.0))

    assert series("volume_30d_usd", pairs) == [100.0, 110.0, 11.0]


def test_the_simple_average_divides_by_the_days_that_have_a_volume() -> None:
    pairs = volumes((0, 30.0), (1, None), (6, 0.0))

    assert series("unified_volume_30d_sma", pairs) == [30.0, 30.0, 15.0]
    assert series("volume_30d_coverage", pairs) == [0.033333, 0.033333, 0.066667]


def test_box_averages_count_only_the_days_that_reported() -> None:
    rows = [{"day": 0, "units_sold": 3.0}, {"day": 1, "units_listed": 4.0}, {"day": 2, "units_sold": 0.0}]

    assert series("boxes_sold_30d_avg", rows) == [3.0, 3.0, 1.5]
    assert series("boxes_added_30d_avg", rows) == [None, 4.0, 4.0]


@pytest.mark.parametrize(
    ("days_back", "tolerance"),
    [(1, 0), (7, 2), (30, 5)],
)
def test_a_floor_change_looks_back_so_far_and_no_farther(days_back: int, tolerance: int) -> None:
    def change(basis_day: int) -> object:
        rows = [{"day": basis_day, "floor_price_usd": 80.0}, {"day": 40, "floor_price_usd": 100.0}]
        return series(f"floor_price_{days_back}d_change_pct", rows)[-1]

    newest, oldest = 40 - days_back, 40 - days_back - tolerance
    assert [change(newest + 1) if days_back > 1 else None, change(newest)] == [None, 25.0]
    assert [change(oldest), change(oldest - 1)] == [25.0, None]


def test_the_newest_floor_inside_the_tolerance_is_the_basis() -> None:
    floors = [(0, 10.0), (1, 50.0), (8, None), (9, 100.0)]
    rows = [{"day": day, "floor_price_usd": floor} for day, floor in floors]

    assert series("floor_price_7d_change_pct", rows)[-1] == 100.0


@pytest.mark.parametrize("floors", [(0.0, 100.0), (100.0, None), (None, 100.0)])
def test_a_change_needs_a_floor_today_and_a_basis_above_zero(floors: tuple[float | None, ...]) -> None:
    rows = [{"day": day, "floor_price_usd": floor} for day, floor in enumerate(floors)]

    assert series("floor_price_1d_change_pct", rows) == [None, None]


def test_a_floor_that_falls_to_zero_has_lost_everything() -> None:
    rows = [{"day": 0, "floor_price_usd": 50.0}, {"day": 1, "floor_price_usd": 0.0}]

    assert series("floor_price_1d_change_pct", rows) == [None, -100.0]


def test_momentum_compares_the_average_with_the_month_once_it_is_not_provisional() -> None:
    momentum = series("momentum_pct", volumes(*enumerate([100.0, 110, 105, 115, 120, 118, 122])))

    assert momentum == [None] * 6 + [1.24]


def test_momentum_is_null_when_nothing_was_traded_in_the_month() -> None:
    assert series("momentum_pct", volumes(*((day, 0.0) for day in range(7)))) == [None] * 7


def test_a_carried_price_has_no_one_day_change_and_keeps_the_longer_ones() -> None:
    floors = [(0, 80.0), (7, 100.0), (8, None)]
    rows = [{"day": day, "floor_price_usd": floor, "active_listings": 1} for day, floor in floors]

    assert series("floor_price_usd", rows) == [80.0, 100.0, 100.0]
    assert series("floor_price_1d_change_pct", rows) == [None, None, None]
    assert series("floor_price_7d_change_pct", rows) == [None, 25.0, 25.0]


def test_missing_is_never_zero() -> None:
    never_null = {
        **{"box_id": 1, "is_carried": False, "observed_days": 1, "days_of_supply_reason": "short_history"},
        **dict.fromkeys(("missing_marketplaces", "volume_marketplaces", "capped"), ""),
    }

    row = metrics_of([{"day": 0}]).drop("metric_date", "observed_on").row(0, named=True)

    unknown = dict.fromkeys(name for name in METRICS_SCHEMA if name not in ("metric_date", "observed_on"))
    assert row == {**unknown, **never_null}


def test_zero_is_never_missing() -> None:
    zeros = {"floor_price_usd": 0.0, "active_listings": 0, "units_sold": 0.0, "units_listed": 0.0}
    row = metrics_of([{"day": 0, **zeros}]).row(0, named=True)

    known = ("floor_price_usd", "active_listings_count", "boxes_sold", "boxes_added", "daily_volume_usd",
             "unified_volume_7d_ema", "volume_30d_usd", "unified_volume_30d_sma", "boxes_sold_30d_avg",
             "boxes_added_30d_avg", "listed_value_usd")  # fmt: skip
    assert [row[name] for name in known] == [0] * len(known)
