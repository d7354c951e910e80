"""Which boxes trade enough to be movers."""

from functools import reduce
from operator import add

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.movers import boxes_sold, boxes_with_prices

hundredths = st.lists(st.integers(0, 500), min_size=1, max_size=30)


def sold_of(*amounts: float) -> float:
    frame = pl.DataFrame({"box_id": [1] * len(amounts), "boxes_sold": amounts})
    return float(boxes_sold(frame)["sold"].item())


def test_exactly_three_are_three() -> None:
    assert reduce(add, (0.62, 0.29, 0.12, 0.47, 0.64, 0.63, 0.23)) < 3
    assert sold_of(0.62, 0.29, 0.12, 0.47, 0.64, 0.63, 0.23) == 3.0


@given(hundredths)
def test_sales_are_added_exactly(amounts: list[int]) -> None:
    assert sold_of(*(amount / 100 for amount in amounts)) == sum(amounts) / 100


def test_three_different_prices_are_enough() -> None:
    prices = {1: [10.0, 11.0, 12.0], 2: [10.0, 11.0, 10.0], 3: [5.0]}
    rows = [(box, price) for box, known in prices.items() for price in known]
    frame = pl.DataFrame(rows, {"box_id": pl.Int64, "price": pl.Float64}, orient="row")
    assert boxes_with_prices(frame).to_list() == [1]


@pytest.mark.parametrize("boxes", [1, 2, 1500])
def test_sums_beside_others_have_the_digits_of_their_decimals(boxes: int) -> None:
    parts = [(box, part) for box in range(boxes) for part in (0.05, 7.1)]
    sold = boxes_sold(pl.DataFrame(parts, ["box_id", "boxes_sold"], orient="row"))
    assert sold.rows() == [(box, 7.15) for box in range(boxes)]
