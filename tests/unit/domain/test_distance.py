"""Distance to the next rank, and the volume of tomorrow that closes it."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.averages import STATE_SCHEMA, with_moving_average
from app.domain.distance import Ladder, Rung, ladder, volume_targets, volume_to_average
from app.domain.errors import InvalidValue
from app.domain.ranking import rank_values
from app.domain.rounding import stored

TODAY = date(2026, 2, 3)

cents = st.integers(0, 2_000_000).map(lambda number: number / 100)
states = st.floats(0, 20_000, allow_nan=False)
gaps = st.integers(1, 40)


def ladder_of(values: dict[int, float], box: int = 1, ascending: bool = False) -> Ladder:
    rows = [(number, f"op-{number:02}", TODAY, value) for number, value in values.items()]
    ranked = rank_values(pl.DataFrame(rows, schema=_BOARD, orient="row"), ascending)
    ranks = dict(ranked.select("box_id", "current_rank").iter_rows())
    return ladder(ranks, values, {number: f"op-{number:02}" for number in values}, box)


_BOARD = {"box_id": pl.Int64, "slug": pl.String, "metric_date": pl.Date, "value": pl.Float64}


def average_after(volume: float, ema_state: float, gap_days: int) -> float:
    """The stored average after one more day, by the very function that computes the metrics."""
    start = pl.DataFrame([(0, ema_state, 9)], schema=STATE_SCHEMA, orient="row")
    next_day = pl.DataFrame({"key": [gap_days], "volume": [volume]})
    averaged = with_moving_average(next_day, start)
    return float(averaged.select(stored(pl.col("ema_state"))).item())


def test_the_rungs_are_the_nearest_values_with_all_boxes_that_share_them() -> None:
    rungs = ladder_of({1: 50.0, 2: 60.5, 3: 60.5, 4: 90.0, 5: 49.99, 6: 10.0})
    assert rungs == Ladder(
        rank=4,
        value=50.0,
        better=Rung(rank=2, slugs=("op-02", "op-03"), value=60.5, gap=10.5),
        worse=Rung(rank=5, slugs=("op-05",), value=49.99, gap=0.01),
    )


def test_number_one_has_nothing_to_reach_and_the_last_nothing_to_hold() -> None:
    first, last = ladder_of({1: 9.0, 2: 5.0}), ladder_of({1: 5.0, 2: 9.0})
    assert first.better is None
    assert last.worse is None
    assert volume_targets(first, 9.0).to_reach is None
    assert volume_targets(first, 9.0).to_pass is None
    assert volume_targets(last, 5.0).to_hold is None


def test_a_tied_box_is_on_the_same_rung() -> None:
    assert ladder_of({1: 5.0, 2: 5.0}) == Ladder(rank=1, value=5.0, better=None, worse=None)


def test_where_less_is_better_the_smaller_value_is_ahead() -> None:
    rungs = ladder_of({1: 5.0, 2: 3.0}, ascending=True)
    assert rungs.better == Rung(rank=1, slugs=("op-02",), value=3.0, gap=2.0)


def test_the_volume_is_the_exact_inverse_of_the_average() -> None:
    assert volume_to_average(7921.0, 7710.0) == 8554.0
    assert volume_to_average(157.8125, 100.0, gap_days=3) == 200.0


def test_after_a_long_gap_the_next_volume_is_the_average() -> None:
    assert volume_to_average(120.0, 5000.0, gap_days=31) == 120.0


def test_a_margin_that_no_empty_day_can_lose_needs_no_sale() -> None:
    rungs = ladder_of({1: 7710.0, 2: 2835.0})
    assert volume_targets(rungs, 7710.0).to_hold == 0.0


def test_a_gap_below_one_day_is_rejected() -> None:
    with pytest.raises(InvalidValue, match="0 is not a gap"):
        volume_to_average(1.0, 1.0, gap_days=0)


@given(target=cents, ema_state=states, gap_days=gaps)
def test_feeding_the_promised_volume_does_close_the_gap(
    target: float, ema_state: float, gap_days: int
) -> None:
    volume = volume_to_average(target, ema_state, gap_days)
    assert average_after(volume, ema_state, gap_days) >= target


@given(target=cents, ema_state=states, gap_days=gaps)
def test_five_cents_less_do_not_close_it(target: float, ema_state: float, gap_days: int) -> None:
    volume = volume_to_average(target, ema_state, gap_days)
    if volume >= 0.05:
        assert average_after(volume - 0.05, ema_state, gap_days) < target


@given(values=st.lists(cents, min_size=2, max_size=6), ema_noise=st.floats(-0.004, 0.004))
def test_promised_volumes_reach_pass_and_hold_the_rank(values: list[float], ema_noise: float) -> None:
    board = dict(enumerate(values, start=1))
    rungs = ladder_of(board)
    ema_state = max(0.0, values[0] + ema_noise)
    targets = volume_targets(rungs, ema_state)

    def rank_with(volume: float | None) -> int:
        assert volume is not None
        moved = ladder_of(board | {1: average_after(volume, ema_state, 1)})
        assert moved is not None
        return moved.rank

    if rungs.better is not None:
        assert rank_with(targets.to_reach) <= rungs.better.rank
        assert average_after(targets.to_pass or 0.0, ema_state, 1) > rungs.better.value
    if rungs.worse is not None:
        assert average_after(targets.to_hold or 0.0, ema_state, 1) >= rungs.worse.value
