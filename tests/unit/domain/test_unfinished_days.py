"""Which days are held: partial, after the last whole day, and not published."""

from collections.abc import Sequence

import polars as pl
import pytest

from app.domain.board_ranks import ALL_GAMES
from app.domain.reported_days import reported_days, unfinished_days
from tests.factories import day_after


@pytest.mark.parametrize(
    ("counts", "published", "held"),
    [
        ([6], [], []),
        ([1], [], []),
        ([6, 6, 6], [], []),
        ([6, 6, 2], [], [2]),
        ([6, 6, 3], [], []),
        ([6, 6, 2], [2], []),
        ([6, 6, 2, 1], [], [2, 3]),
        ([6, 6, 2, 1], [3], [2]),
        ([6, 6, 2, 6], [], []),
        ([6, 6, 6, 6, 6, 6, 6, 2, 2, 2, 2], [], [7, 8, 9, 10]),
        ([6, 6, 6, 6, 6, 6, 6, 2, 2, 2, 2, 2], [], []),
    ],
)
def test_partial_days_at_the_end_are_held_until_a_day_is_whole(
    counts: Sequence[int], published: Sequence[int], held: Sequence[int]
) -> None:
    days = [day_after(day) for day in range(len(counts))]
    market = reported_days(
        pl.DataFrame({"game": ALL_GAMES, "metric_date": days, "boxes_observed": list(counts)})
    )
    unfinished = unfinished_days(market, pl.Series([day_after(day) for day in published], dtype=pl.Date))
    assert unfinished["metric_date"].to_list() == [day_after(day) for day in held]
    assert unfinished["boxes_observed"].to_list() == [counts[day] for day in held]


def test_no_day_at_all_is_held() -> None:
    none = reported_days(
        pl.DataFrame(schema={"game": pl.String(), "metric_date": pl.Date(), "boxes_observed": pl.Int64()})
    )
    assert unfinished_days(none, pl.Series([], dtype=pl.Date)).is_empty()
