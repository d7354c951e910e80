"""Suspect values rule by rule: far from the level, far above the sales, against the price, by decision."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.suspects import (
    CHECKED_FIELDS,
    DECISIONS_SCHEMA,
    REASONS,
    VALUE_KEYS,
    suspect_values,
    used_values,
)
from app.words.suspects import ACCEPTED, FIELD_WORDS, REASON_WORDS

FIRST = date(2026, 3, 1)
Values = dict[str, float | None]
Decision = tuple[int, str, float, str]

_SCHEMA = {
    "box_id": pl.Int64(),
    "metric_date": pl.Date(),
    "marketplace": pl.String(),
    **dict.fromkeys(CHECKED_FIELDS, pl.Float64()),
}


def observations(days: dict[int, Values], box: int = 1, marketplace: str = "tcgplayer") -> pl.DataFrame:
    rows = [
        (box, FIRST + timedelta(day), marketplace, *(values.get(field) for field in CHECKED_FIELDS))
        for day, values in days.items()
    ]
    return pl.DataFrame(rows, _SCHEMA, orient="row")


def decisions(*decided: Decision) -> pl.DataFrame:
    rows = [
        (1, FIRST + timedelta(day), "tcgplayer", field, value, decision)
        for day, field, value, decision in decided
    ]
    return pl.DataFrame(rows, DECISIONS_SCHEMA, orient="row")


def found(days: dict[int, Values], *decided: Decision) -> list[tuple[int, str, float, str]]:
    rows = suspect_values(observations(days), decisions(*decided)).iter_rows(named=True)
    return [((row["metric_date"] - FIRST).days, row["field"], row["value"], row["reason"]) for row in rows]


def series(field: str, values: Sequence[float | None]) -> dict[int, Values]:
    return {day: {field: value} for day, value in enumerate(values) if value is not None}


def days_found(field: str, values: Sequence[float | None], *decided: Decision) -> list[int]:
    return [day for day, *_ in found(series(field, values), *decided)]


@pytest.mark.parametrize("field", ["floor_price_usd", "market_price_usd", "active_listings"])
def test_a_value_that_leaves_its_level_for_one_report_is_suspect(field: str) -> None:
    assert found(series(field, [80, 82, 81, 80, 84, 900, 83])) == [(5, field, 900, "far_from_its_level")]


def test_a_value_far_below_its_level_is_suspect() -> None:
    assert days_found("floor_price_usd", [80, 82, 81, 80, 84, 8, 83]) == [5]


def test_the_next_report_confirms_a_new_level() -> None:
    prices = [80, 82, 81, 80, 84, 900]
    assert days_found("market_price_usd", prices) == [5]
    assert days_found("market_price_usd", [*prices, 940]) == []


@pytest.mark.parametrize(("confirming", "expected"), [(1000, []), (1001, [5])])
def test_a_report_confirms_within_a_factor_of_one_and_a_quarter(
    confirming: float, expected: list[int]
) -> None:
    assert days_found("floor_price_usd", [90, 90, 90, 90, 90, 800, confirming])[:1] == expected


def test_the_report_before_confirms_as_well() -> None:
    assert days_found("floor_price_usd", [90, 90, 90, 90, 800, 820, 90]) == []


def test_fewer_than_five_reports_make_no_level() -> None:
    assert days_found("floor_price_usd", [90, 90, 90, 90, 800]) == []


def test_a_level_is_made_of_the_sixty_days_before() -> None:
    days = {day: {"floor_price_usd": 90.0} for day in range(5)}
    assert found({**days, 60: {"floor_price_usd": 800}}) == [
        (60, "floor_price_usd", 800, "far_from_its_level")
    ]
    assert found({**days, 61: {"floor_price_usd": 800}}) == []


def test_a_level_is_made_of_the_newest_thirty_reports() -> None:
    older, newer = [800.0] * 16, [90.0] * 15
    assert days_found("floor_price_usd", [*older, *newer, 801]) == []
    assert days_found("floor_price_usd", [*older, *newer, *newer, 801]) == [46]


@pytest.mark.parametrize(("price", "expected"), [(400.0, []), (400.1, [5]), (25.0, []), (24.9, [5])])
def test_a_factor_of_four_is_not_far_yet(price: float, expected: list[int]) -> None:
    assert days_found("floor_price_usd", [100, 100, 100, 100, 100, price, 100]) == expected


def test_a_series_that_always_leaps_has_a_wide_level() -> None:
    assert days_found("market_price_usd", [100, 300, 100, 300, 100, 300, 2000, 100]) == []


def test_listings_are_compared_with_one_added() -> None:
    assert days_found("active_listings", [2, 2, 2, 2, 2, 11, 2]) == []
    assert days_found("active_listings", [2, 2, 2, 2, 2, 12, 2]) == [5]
    assert days_found("active_listings", [30, 30, 30, 30, 30, 0, 30]) == [5]


def test_a_shelf_that_stays_empty_is_no_mistake() -> None:
    assert days_found("active_listings", [30, 30, 30, 30, 30, 0, 0, 0]) == []


def test_a_price_of_zero_is_infinitely_far() -> None:
    assert days_found("floor_price_usd", [0.02, 0.02, 900, 0.02, 900, 0, 900]) == [5]


def test_prices_of_zero_are_no_level() -> None:
    assert days_found("floor_price_usd", [0, 0, 0, 0, 0, 100]) == []


@pytest.mark.parametrize("field", ["units_sold", "units_listed", "volume_usd"])
def test_sales_far_above_the_largest_before_are_suspect(field: str) -> None:
    assert found(series(field, [0, 4, 1, 0, 2, 41, 3])) == [(5, field, 41, "far_above_its_sales")]
    assert days_found(field, [0, 4, 1, 0, 2, 40, 3]) == []


def test_sales_that_go_on_are_confirmed() -> None:
    assert days_found("units_sold", [0, 4, 1, 0, 2, 50, 60]) == []


def test_first_sales_after_zeros_are_used() -> None:
    assert days_found("units_sold", [0, 0, 0, 0, 0, 90, 0]) == []


def test_no_sales_are_never_suspect() -> None:
    assert days_found("units_sold", [50, 50, 50, 50, 50, 0, 50]) == []


@pytest.mark.parametrize(
    ("volume", "is_suspect"), [(2000.0, False), (2001.0, True), (125.0, False), (124.0, True), (0.0, False)]
)
def test_a_volume_agrees_with_units_and_price_within_a_factor_of_four(
    volume: float, is_suspect: bool
) -> None:
    row: Values = {"market_price_usd": 250.0, "floor_price_usd": 9.0, "units_sold": 2.0, "volume_usd": volume}
    assert found({0: row}) == [(0, "volume_usd", volume, "contradicts_price")] * is_suspect


def test_the_floor_of_the_day_stands_in_for_an_unknown_market_price() -> None:
    row: Values = {"floor_price_usd": 10.0, "units_sold": 2.0, "volume_usd": 5000.0}
    assert found({0: row}) == [(0, "volume_usd", 5000.0, "contradicts_price")]
    assert found({0: {**row, "floor_price_usd": None}}) == []
    assert found({0: {**row, "units_sold": None}}) == []


def test_a_volume_is_not_compared_with_a_price_that_is_not_used() -> None:
    usual: Values = {"market_price_usd": 100.0, "units_sold": 1.0, "volume_usd": 100.0}
    days = {**dict.fromkeys(range(5), usual), 5: {**usual, "market_price_usd": 1000.0}}
    assert found(days) == [(5, "market_price_usd", 1000.0, "far_from_its_level")]


def test_the_first_reason_is_named() -> None:
    usual: Values = {"market_price_usd": 100.0, "units_sold": 1.0, "volume_usd": 100.0}
    days = {**dict.fromkeys(range(5), usual), 5: {**usual, "volume_usd": 2000.0}}
    assert found(days) == [(5, "volume_usd", 2000.0, "far_above_its_sales")]


def test_an_accepted_value_is_used() -> None:
    prices = [80, 82, 81, 80, 84, 900, 83]
    assert days_found("floor_price_usd", prices, (5, "floor_price_usd", 900, "accept")) == []


def test_a_decision_holds_for_its_value_alone() -> None:
    prices = [80, 82, 81, 80, 84, 900, 83]
    assert days_found("floor_price_usd", prices, (5, "floor_price_usd", 901, "accept")) == [5]
    assert days_found("floor_price_usd", prices, (5, "market_price_usd", 900, "accept")) == [5]
    assert days_found("floor_price_usd", prices, (4, "floor_price_usd", 83, "reject")) == [5]


def test_a_rejected_value_is_not_used() -> None:
    decided = (1, "floor_price_usd", 82, "reject")
    assert found(series("floor_price_usd", [80, 82]), decided) == [(1, "floor_price_usd", 82, "rejected")]


def test_a_rejected_value_neither_confirms_nor_makes_a_level() -> None:
    prices = [80, 82, 81, 80, 84, 900, 910]
    assert days_found("floor_price_usd", prices) == []
    assert days_found("floor_price_usd", prices, (5, "floor_price_usd", 900, "reject")) == [5, 6]
    assert days_found("floor_price_usd", prices[:6], (0, "floor_price_usd", 80, "reject")) == [0]


def test_marketplaces_and_boxes_are_series_of_their_own() -> None:
    usual = series("floor_price_usd", [90, 90, 90, 90, 90])
    for box, marketplace in ((1, "ebay"), (2, "tcgplayer")):
        other = observations({5: {"floor_price_usd": 900}}, box, marketplace)
        assert suspect_values(pl.concat([observations(usual), other]), decisions()).is_empty()


def test_every_field_and_reason_has_words() -> None:
    assert set(FIELD_WORDS) == set(CHECKED_FIELDS)
    assert set(REASON_WORDS) == {*REASONS, ACCEPTED}


def test_nothing_is_suspect_without_observations() -> None:
    assert suspect_values(observations({}), decisions()).is_empty()


def test_used_values_are_the_observations_without_the_unused_ones() -> None:
    days: dict[int, Values] = {**series("floor_price_usd", [80, 82, 81, 80, 84]), 5: {"floor_price_usd": 900}}
    days[5]["units_sold"] = 3.0
    rows = observations(days).reverse()
    used = used_values(rows, suspect_values(rows, decisions()))
    assert used["floor_price_usd"].to_list() == [None, 84, 80, 81, 82, 80]
    assert used.drop("floor_price_usd").equals(rows.drop("floor_price_usd"))
    assert used_values(rows, suspect_values(rows, decisions()).clear()).equals(rows)


_VALUES = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 2.0, 9.0, 10.0, 11.0, 40.0, 100.0, 500.0, 1e9]))
_DAYS = st.lists(st.tuples(*[_VALUES] * len(CHECKED_FIELDS)), max_size=25)


@given(st.lists(_DAYS, min_size=1, max_size=4))
def test_neither_the_slice_of_boxes_nor_the_order_of_rows_changes_the_answer(
    boxes: list[list[tuple[float | None, ...]]],
) -> None:
    frames = [
        observations(
            {day: dict(zip(CHECKED_FIELDS, values, strict=True)) for day, values in enumerate(days)}, box
        )
        for box, days in enumerate(boxes)
    ]
    together = suspect_values(pl.concat(frames).sample(fraction=1, shuffle=True, seed=3), decisions())
    alone = [suspect_values(frame, decisions()) for frame in frames]
    assert together.equals(pl.concat(alone).sort(VALUE_KEYS))
