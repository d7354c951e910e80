"""Ranked days: which are partial, and with which day each is compared."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ranked_days import ranked_days
from tests.oracles import ranking_oracle
from tests.unit.domain.random_markets import days_of_counts

FIRST_DAY = date(2026, 1, 1)


def day(offset: int) -> date:
    return FIRST_DAY + timedelta(days=offset)


def days_of(counts: dict[int, int]) -> pl.DataFrame:
    rows = [(day(offset), count) for offset, count in counts.items()]
    return days_of_counts(
        pl.DataFrame(rows, schema={"metric_date": pl.Date, "boxes_ranked": pl.Int64}, orient="row")
    )


def partial_offsets(counts: dict[int, int]) -> list[int]:
    partial = days_of(counts).filter(pl.col("is_partial"))
    return [(found - FIRST_DAY).days for found in partial["metric_date"]]


def compared_with(counts: dict[int, int]) -> dict[int, int | None]:
    pairs = days_of(counts).select("metric_date", "compared_with").iter_rows()
    return {(found - FIRST_DAY).days: basis and (basis - FIRST_DAY).days for found, basis in pairs}


def test_a_day_below_half_of_the_usual_is_partial() -> None:
    assert partial_offsets({0: 10, 1: 10, 2: 4, 3: 10}) == [2]


def test_exactly_half_of_the_usual_is_not_partial() -> None:
    assert partial_offsets({0: 10, 1: 10, 2: 5}) == []


def test_the_first_day_is_never_partial() -> None:
    assert partial_offsets({0: 1, 1: 50}) == []


def test_the_usual_is_the_median_of_the_last_seven_ranked_days() -> None:
    counts = {0: 100, 1: 100, 2: 100, 3: 100} | dict.fromkeys(range(4, 11), 20) | {11: 15}
    assert partial_offsets(counts) == [4, 5, 6, 7]


def test_partial_days_count_in_the_median() -> None:
    assert partial_offsets({0: 100, 1: 10, 2: 10, 3: 10}) == [1, 2]


def test_gaps_do_not_count_as_days() -> None:
    assert compared_with({0: 10, 5: 10, 30: 10}) == {0: None, 5: 0, 30: 5}


def test_a_partial_day_is_compared_but_never_compared_with() -> None:
    assert compared_with({0: 10, 1: 10, 2: 1, 3: 10}) == {0: None, 1: 0, 2: 1, 3: 1}


def test_a_day_without_ranked_boxes_is_not_a_ranked_day() -> None:
    assert compared_with({0: 10, 1: 0, 2: 10}) == {0: None, 2: 0}


def test_carried_boxes_make_no_day_whole_and_days_that_are_not_reported_are_left_out() -> None:
    counts = pl.DataFrame({"metric_date": [day(0), day(1), day(2), day(3)], "boxes_ranked": [10, 10, 10, 10]})
    reported = pl.DataFrame(
        {
            "metric_date": [day(0), day(1), day(3)],
            "boxes_observed": [10, 4, 5],
            "is_partial": [False, True, False],
        }
    )
    rows = ranked_days(counts, reported).select("metric_date", "boxes_observed", "compared_with").rows()
    assert rows == [(day(0), 10, None), (day(1), 4, day(0)), (day(3), 5, day(0))]


def test_days_come_back_oldest_first() -> None:
    assert days_of({3: 1, 1: 1, 2: 1})["metric_date"].to_list() == [day(1), day(2), day(3)]


@given(st.dictionaries(st.integers(0, 40), st.integers(0, 12), max_size=25))
def test_ranked_days_equal_the_oracle(counts: dict[int, int]) -> None:
    expected = ranking_oracle.days_of_counts({day(offset): count for offset, count in counts.items()})
    columns = ["metric_date", "boxes_ranked", "is_partial", "compared_with"]
    assert days_of(counts).select(columns).rows() == [
        (found, facts.boxes_ranked, facts.is_partial, facts.compared_with)
        for found, facts in expected.items()
    ]
