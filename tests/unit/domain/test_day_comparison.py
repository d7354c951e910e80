"""Two days of a board side by side."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from app.domain.day_comparison import OUTCOMES, compare_days, count_outcomes

ranks_of_a_day = st.dictionaries(st.integers(1, 9), st.integers(1, 9))


def board(ranks: dict[int, int]) -> pl.DataFrame:
    rows = [(box, f"box-{box}", 100.0 - rank, rank) for box, rank in ranks.items()]
    schema = {"box_id": pl.Int64, "slug": pl.String, "value": pl.Float64, "current_rank": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_every_box_of_either_day_has_one_outcome() -> None:
    comparison = compare_days(board({1: 1, 2: 2, 3: 3, 4: 4}), board({2: 1, 3: 3, 4: 5, 5: 4}))
    assert comparison.select("slug", "rank_before", "rank_after", "rank_change", "outcome").rows() == [
        ("box-2", 2, 1, 1, "CLIMBED"),
        ("box-3", 3, 3, 0, "UNCHANGED"),
        ("box-5", None, 4, None, "ENTERED"),
        ("box-4", 4, 5, -1, "FELL"),
        ("box-1", 1, None, None, "LEFT"),
    ]


def test_values_of_both_days_stand_side_by_side() -> None:
    row = compare_days(board({1: 3}), board({1: 2})).row(0, named=True)
    assert (row["value_before"], row["value_after"]) == (97.0, 98.0)


def test_outcomes_without_boxes_count_zero() -> None:
    counts = count_outcomes(compare_days(board({1: 1}), board({1: 1, 2: 2})))
    assert counts == {"ENTERED": 1, "LEFT": 0, "CLIMBED": 0, "FELL": 0, "UNCHANGED": 1}


@given(ranks_of_a_day, ranks_of_a_day)
def test_comparing_backwards_swaps_the_outcomes(before: dict[int, int], after: dict[int, int]) -> None:
    forward = count_outcomes(compare_days(board(before), board(after)))
    backward = count_outcomes(compare_days(board(after), board(before)))
    assert sum(forward.values()) == len(before.keys() | after.keys())
    assert [forward[outcome] for outcome in OUTCOMES] == [
        backward[outcome] for outcome in ("LEFT", "ENTERED", "FELL", "CLIMBED", "UNCHANGED")
    ]
