"""The market of a day: sums of what was reported, and floors counted by the way they went."""

from datetime import date

import polars as pl
import pytest

from app.domain.market_days import market_days

ONE, TWO = date(2026, 1, 1), date(2026, 1, 2)
SCHEMA = {
    "metric_date": pl.Date,
    "daily_volume_usd": pl.Float64,
    "boxes_sold": pl.Float64,
    "active_listings_count": pl.Float64,
    "floor_price_1d_change_pct": pl.Float64,
}


def market(*rows: tuple[object, ...]) -> list[tuple[object, ...]]:
    return market_days(pl.DataFrame(rows, schema=SCHEMA, orient="row")).rows()


def test_each_day_is_added_up_over_its_boxes() -> None:
    found = market((TWO, 1.0, 2.0, 3.0, 5.0), (ONE, 10.25, 0.5, 7.0, 0.0), (ONE, 0.5, 1.0, 2.0, -1.0))
    assert found == [(ONE, 10.75, 1.5, 9, 0, 1, 1, 0), (TWO, 1.0, 2.0, 3, 1, 0, 0, 0)]


@pytest.mark.parametrize("reported", [0.0, 3.0])
def test_what_nobody_reported_is_null_and_a_zero_is_a_zero(reported: float) -> None:
    assert market((ONE, None, None, None, None)) == [(ONE, None, None, None, 0, 0, 0, 1)]
    found = market((ONE, None, None, None, None), (ONE, reported, reported, reported, None))
    assert found == [(ONE, reported, reported, int(reported), 0, 0, 0, 2)]


def test_sums_are_to_the_cent_in_any_order() -> None:
    forwards = [(ONE, value / 100, None, None, None) for value in range(1, 200, 7)]
    assert market(*forwards)[0][1] == market(*reversed(forwards))[0][1] == 28.71


def test_no_rows_are_no_days() -> None:
    assert market() == []
