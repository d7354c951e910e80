"""Ranks of one board: ties, nulls, zeros, display order, and the change against another day."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ranking import rank_entries, rank_values, with_rank_changes
from tests.oracles import ranking_oracle
from tests.unit.domain.random_markets import (
    BOXES,
    Market,
    days_of_ranks,
    entries_of,
    markets,
    ranks_frame,
    slug_of,
)

MONDAY, TUESDAY = date(2026, 1, 5), date(2026, 1, 6)


def ranks_on_monday(values: dict[int, float | None], ascending: bool = False) -> dict[int, int]:
    ranked = rank_entries(entries_of({MONDAY: values}), ascending)
    return dict(ranked.select("box_id", "current_rank").iter_rows())


def order_on_monday(values: dict[int, float | None], sold: dict[int, float | None]) -> list[int]:
    return rank_entries(entries_of({MONDAY: values}, sold)).sort("position")["box_id"].to_list()


def changes(
    ranks: dict[date, dict[int, int]], compared_with: date | None
) -> dict[int, tuple[int | None, int | None]]:
    days = pl.DataFrame({"metric_date": [TUESDAY], "compared_with": [compared_with]})
    rows = with_rank_changes(ranks_frame(ranks), days.cast({"compared_with": pl.Date}))
    triples = rows.select("box_id", "previous_rank", "rank_change").iter_rows()
    return {box: (previous, change) for box, previous, change in triples}


def test_the_greatest_value_has_rank_one() -> None:
    assert ranks_on_monday({1: 5.0, 2: 30.0, 3: 20.0}) == {2: 1, 3: 2, 1: 3}


def test_ties_share_a_rank_and_leave_a_gap() -> None:
    assert ranks_on_monday({1: 30.0, 2: 20.0, 3: 20.0, 4: 10.0}) == {1: 1, 2: 2, 3: 2, 4: 4}


def test_a_null_value_has_no_rank() -> None:
    assert ranks_on_monday({1: None, 2: 20.0}) == {2: 1}


def test_a_zero_is_ranked() -> None:
    assert ranks_on_monday({1: 0.0, 2: 20.0}) == {2: 1, 1: 2}


def test_minus_zero_ties_with_zero() -> None:
    assert ranks_on_monday({1: 0.0, 2: -0.0, 3: -1.0}) == {1: 1, 2: 1, 3: 3}


def test_where_less_is_better_the_smallest_value_has_rank_one() -> None:
    assert ranks_on_monday({1: 5.0, 2: 30.0, 3: 5.0}, ascending=True) == {1: 1, 3: 1, 2: 3}


def test_every_day_ranks_on_its_own() -> None:
    ranked = rank_entries(entries_of({MONDAY: {1: 1.0, 2: 2.0}, TUESDAY: {1: 2.0, 2: 1.0}}))
    assert ranked.select("metric_date", "box_id", "current_rank").rows() == [
        (MONDAY, 2, 1),
        (MONDAY, 1, 2),
        (TUESDAY, 1, 1),
        (TUESDAY, 2, 2),
    ]


def test_whole_numbers_rank_like_any_value() -> None:
    entries = entries_of({MONDAY: {1: 3.0, 2: 4.0}}).with_columns(pl.col("value").cast(pl.Int64))
    assert rank_entries(entries).schema["value"] == pl.Float64
    assert rank_entries(entries)["current_rank"].to_list() == [1, 2]


def test_no_entries_have_no_ranks() -> None:
    assert rank_entries(entries_of({})).columns == [
        "box_id",
        "metric_date",
        "value",
        "current_rank",
        "position",
    ]


def test_a_tie_is_ordered_by_sales_then_slug_and_unknown_sales_come_last() -> None:
    sold = {1: 2.0, 2: None, 3: 5.0, 4: 2.0, 5: 0.0}
    assert order_on_monday(dict.fromkeys(sold, 10.0), sold) == [3, 4, 1, 5, 2]


def test_sales_never_outweigh_the_rank() -> None:
    assert order_on_monday({1: 10.0, 2: 9.0}, {1: None, 2: 50.0}) == [1, 2]


@given(markets(), st.dictionaries(st.sampled_from(BOXES), st.sampled_from([0.0, 0.5, 3.0])), st.booleans())
def test_ranks_and_positions_equal_the_oracle(
    market: Market, sold: dict[int, float | None], ascending: bool
) -> None:
    ranked = rank_entries(entries_of(market, sold), ascending)
    expected = ranking_oracle.ranks_of_market(market, ascending)
    slugs = {box: slug_of(box) for box in BOXES}
    all_sold = {box: sold.get(box) for box in BOXES}
    assert ranked.select("metric_date", "box_id", "current_rank", "position").rows() == [
        (day, box, ranks[box], position)
        for day, ranks in expected.items()
        for position, box in enumerate(ranking_oracle.display_order(ranks, all_sold, slugs), start=1)
    ]


@given(markets())
def test_ranks_without_display_order_are_the_same_ranks(market: Market) -> None:
    entries = entries_of(market)
    columns = ["metric_date", "box_id", "current_rank"]
    assert sorted(rank_values(entries).select(columns).rows()) == sorted(
        rank_entries(entries).select(columns).rows()
    )


def test_a_climb_is_positive_and_a_fall_negative() -> None:
    ranks = {MONDAY: {1: 4, 2: 1, 3: 2}, TUESDAY: {1: 1, 2: 3, 3: 2}}
    assert changes(ranks, MONDAY) == {1: (4, 3), 2: (1, -2), 3: (2, 0)}


def test_absent_on_the_previous_ranked_day_means_null_and_not_zero() -> None:
    assert changes({MONDAY: {2: 1}, TUESDAY: {1: 1}}, MONDAY) == {1: (None, None)}


def test_without_a_day_to_compare_with_nothing_has_changed() -> None:
    assert changes({TUESDAY: {1: 1}}, None) == {1: (None, None)}


def test_a_box_without_a_rank_has_no_previous_rank_and_no_change() -> None:
    ranks = pl.DataFrame({"box_id": [1, 1], "metric_date": [MONDAY, TUESDAY], "current_rank": [3, None]})
    days = pl.DataFrame({"metric_date": [TUESDAY], "compared_with": [MONDAY]})
    assert with_rank_changes(ranks, days).select("previous_rank", "rank_change").rows() == [(None, None)]


def test_only_rows_of_the_days_requested_come_back_with_their_other_columns() -> None:
    ranks = ranks_frame({MONDAY: {1: 2}, TUESDAY: {1: 1}}).with_columns(value=pl.lit(7.5))
    days = pl.DataFrame({"metric_date": [TUESDAY], "compared_with": [MONDAY]})
    assert with_rank_changes(ranks, days).to_dicts() == [
        {
            "box_id": 1,
            "metric_date": TUESDAY,
            "current_rank": 1,
            "value": 7.5,
            "previous_rank": 2,
            "rank_change": 1,
        }
    ]


@pytest.mark.parametrize("box_id", [1, 2**40])
def test_large_box_numbers_never_meet_each_other(box_id: int) -> None:
    ranks = {MONDAY: {box_id: 2, box_id + 1: 1}, TUESDAY: {box_id: 1, box_id + 1: 2}}
    assert changes(ranks, MONDAY) == {box_id: (2, 1), box_id + 1: (1, -1)}


@given(markets())
def test_changes_equal_the_oracle(market: Market) -> None:
    expected = ranking_oracle.ranks_of_market(market)
    ranks = rank_entries(entries_of(market))
    rows = with_rank_changes(ranks, days_of_ranks(ranks))
    assert rows.height == ranks.height
    for box, day, previous, change in rows.select(
        "box_id", "metric_date", "previous_rank", "rank_change"
    ).iter_rows():
        record = ranking_oracle.record(expected, box, day)
        assert (previous, change) == (record.previous_rank, record.rank_change)
