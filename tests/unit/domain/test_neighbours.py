"""Around a box, percentiles, and the ranks of many boxes."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.neighbours import percentile, ranks_of, top_percent, window_around


def board(size: int) -> pl.DataFrame:
    positions = range(size, 0, -1)
    return pl.DataFrame(
        {
            "box_id": [100 + position for position in positions],
            "slug": [f"box-{position}" for position in positions],
            "position": list(positions),
        }
    )


@pytest.mark.parametrize(
    ("position", "size", "count", "expected"),
    [
        (5, 10, 2, (3, 7)),
        (1, 10, 2, (1, 5)),
        (2, 10, 2, (1, 5)),
        (10, 10, 2, (6, 10)),
        (2, 3, 2, (1, 3)),
        (4, 10, 0, (4, 4)),
    ],
)
def test_the_window_shifts_at_both_ends(
    position: int, size: int, count: int, expected: tuple[int, int]
) -> None:
    assert window_around(position, size, count) == expected


@given(st.integers(1, 60), st.integers(0, 30), st.data())
def test_the_window_keeps_its_size_and_holds_the_box(size: int, count: int, data: st.DataObject) -> None:
    position = data.draw(st.integers(1, size))
    first, last = window_around(position, size, count)
    assert 1 <= first <= position <= last <= size
    assert last - first + 1 == min(2 * count + 1, size)


def test_the_percentile_is_the_share_of_the_others_that_are_worse() -> None:
    assert [percentile(rank, 1, 5) for rank in (1, 3, 5)] == [100.0, 50.0, 0.0]
    assert percentile(1, 1, 18) == 100.0
    assert percentile(2, 1, 18) == 94.1


def test_half_of_those_equal_count_as_worse() -> None:
    assert percentile(1, 2, 2) == 50.0
    assert percentile(2, 3, 6) == 60.0


def test_the_percentile_is_rounded_half_to_even() -> None:
    assert [percentile(rank, 1, 2001) for rank in (1998, 2000)] == [0.2, 0.0]


def test_a_box_alone_on_the_board_has_no_percentile() -> None:
    assert percentile(1, 1, 1) is None


def test_top_percent_is_rank_over_boxes_ranked() -> None:
    assert top_percent(3, 18) == 16.67
    assert top_percent(18, 18) == 100.0


def test_ranks_of_many_boxes_keep_the_order_requested_and_list_misses() -> None:
    found, missing = ranks_of(board(9), ["box-7", "nobody", "box-2", "box-7", "absent"])
    assert found["slug"].to_list() == ["box-7", "box-2"]
    assert missing == ("nobody", "absent")


def test_ranks_of_no_boxes_are_empty() -> None:
    found, missing = ranks_of(board(2), [])
    assert (found.height, missing) == (0, ())
