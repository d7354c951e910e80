"""Stored digits are decided by the figure, not by float noise."""

from decimal import ROUND_HALF_EVEN, Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.rounding import millionths, over, stored, stored_fraction


def kept(value: float | None) -> float | None:
    digits: float | None = pl.select(stored(pl.lit(value, pl.Float64))).item()
    return digits


@pytest.mark.parametrize(
    ("figure", "digits"),
    [(0.125, 0.12), (0.135, 0.14), (1.005, 1.0), (2.675, 2.68), (10000.005, 10000.0), (10000.035, 10000.04)],
)
def test_an_exact_half_cent_goes_to_the_even_cent(figure: float, digits: float) -> None:
    assert kept(figure) == digits


@pytest.mark.parametrize("noise", [-3e-12, 3e-12])
def test_float_noise_does_not_decide_a_half_cent(noise: float) -> None:
    assert kept(10000.045 + noise) == 10000.04


def test_every_cent_up_to_ten_thousand_dollars_keeps_its_own_digits() -> None:
    cents = pl.int_range(1_000_000, eager=True)
    literals = [int(cent) / 100 for cent in cents]

    frame = pl.DataFrame({"usd": literals})
    assert frame.select(stored(pl.col("usd"))).to_series().to_list() == literals


@given(st.decimals(min_value=-(10**7), max_value=10**7, places=5))
@settings(max_examples=300)
def test_decimal_figures_are_rounded_like_decimals(figure: Decimal) -> None:
    expected = figure.quantize(Decimal("0.01"), ROUND_HALF_EVEN)

    assert kept(float(figure)) == float(expected)


def test_minus_zero_is_stored_as_zero() -> None:
    assert str(kept(-0.0)) == "0.0"
    assert str(kept(-0.001)) == "0.0"


@pytest.mark.parametrize("figure", [None, float("nan"), float("inf"), float("-inf"), 1e300])
def test_what_is_not_a_finite_figure_is_null(figure: float | None) -> None:
    assert kept(figure) is None


@pytest.mark.parametrize(("figure", "digits"), [(0.0000005, 0.0), (0.0000015, 2e-06), (1 / 3, 0.333333)])
def test_fractions_keep_six_decimals_half_to_even(figure: float, digits: float) -> None:
    assert pl.select(stored_fraction(pl.lit(figure))).item() == digits


def test_millionths_are_whole_and_null_stays_null() -> None:
    frame = pl.DataFrame({"usd": [0.1 + 0.2, None, 0.0]})

    assert frame.select(millionths(pl.col("usd"))).to_series().to_list() == [300_000, None, 0]


@pytest.mark.parametrize("rows", [1, 2, 1000])
def test_a_division_gives_the_same_digits_in_a_frame_of_any_height(rows: int) -> None:
    amounts = pl.DataFrame({"amount": [247_680_000, 38_695_700, None, 90_000_000_123_457][:rows] * rows})
    divided = amounts.select(over(pl.col("amount"), 1_000_000)).to_series().to_list()
    assert divided == [247.68, 38.6957, None, 90_000_000.123457][:rows] * rows
