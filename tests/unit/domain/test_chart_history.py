"""Chart history as of a day: states, peaks, streaks, changes over periods, and who dropped out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.chart_history import RANK_STATES, chart_history, dropped, with_reasons
from app.domain.errors import UnknownDay
from app.domain.ranking import rank_entries, rank_state
from tests.oracles import ranking_oracle
from tests.unit.domain.random_markets import (
    Market,
    carried_rows,
    days_of_ranks,
    entries_of,
    markets,
    ranks_frame,
    with_carried,
)

FIRST_DAY = date(2026, 1, 1)
OTHERS = {box: 10 + box for box in range(10, 20)}


def day(offset: int) -> date:
    return FIRST_DAY + timedelta(days=offset)


def history(ranks: Mapping[int, Mapping[int, int]], carried_on: Sequence[int] = ()) -> pl.DataFrame:
    """The history of ranks by day and box; box 1 is carried on some of the days."""
    frame = ranks_frame({day(offset): boxes for offset, boxes in ranks.items()})
    carried = {(1, day(offset)) for offset in carried_on}
    return chart_history(with_carried(frame, carried), days_of_ranks(frame))


def course(
    ranks: Mapping[int, Mapping[int, int]], column: str, box: int = 1, carried_on: Sequence[int] = ()
) -> list[Any]:
    """What a column says about one box, day after day."""
    return history(ranks, carried_on).filter(pl.col("box_id") == box)[column].to_list()


def course_of_ranks(*ranks: int) -> dict[int, dict[int, int]]:
    return {offset: {1: rank} for offset, rank in enumerate(ranks)}


def test_states_tell_the_way_a_rank_moved() -> None:
    assert course(course_of_ranks(5, 3, 3, 4), "rank_state") == ["NEW", "UP", "SAME", "DOWN"]


def test_a_box_back_after_an_absence_is_a_re_entry_and_not_new() -> None:
    ranks = {0: {1: 3, 2: 1}, 1: {2: 1}, 2: {1: 2, 2: 1, 3: 3}}
    assert course(ranks, "rank_state") == ["NEW", "RE_ENTRY"]
    assert course(ranks, "rank_state", box=3) == ["NEW"]


def test_a_re_entry_names_its_last_rank_and_day_and_no_other_state_does() -> None:
    ranks = {0: {1: 7, 2: 1}, 1: {1: 3, 2: 1}, 3: {2: 1}, 4: {1: 2, 2: 1}, 5: {1: 2, 2: 1}}
    assert course(ranks, "last_rank") == [None, None, 3, None]
    assert course(ranks, "last_rank_date") == [None, None, day(1), None]


def test_a_calendar_gap_is_no_absence() -> None:
    assert course({0: {1: 3}, 9: {1: 2}}, "rank_state") == ["NEW", "UP"]


def test_the_peak_never_looks_ahead() -> None:
    assert course(course_of_ranks(5, 3, 4, 1), "peak_rank") == [5, 3, 3, 1]


def test_the_peak_date_is_the_first_day_of_the_peak() -> None:
    assert course(course_of_ranks(5, 3, 3, 1, 1), "peak_date") == [day(0), day(1), day(1), day(3), day(3)]


def test_days_at_number_one_include_shared_ones() -> None:
    assert course({0: {1: 1, 2: 1}, 1: {1: 2, 2: 1}, 2: {1: 1, 2: 2}}, "days_at_number_one") == [1, 1, 2]


def test_days_ranked_count_only_days_with_the_box() -> None:
    assert course({0: {1: 1}, 1: {2: 1}, 2: {1: 1}}, "days_ranked") == [1, 2]


def test_absence_on_a_whole_day_ends_the_streak() -> None:
    ranks = {0: {1: 1, 2: 2}, 1: {1: 1, 2: 2}, 2: {2: 1}, 3: {1: 1, 2: 2}}
    assert course(ranks, "streak") == [1, 2, 1]


def test_absence_on_a_partial_day_does_not_end_the_streak() -> None:
    ranks = {0: {1: 1, **OTHERS}, 1: {2: 1}, 2: {1: 1, **OTHERS}}
    assert course(ranks, "streak") == [1, 2]
    assert course(ranks, "rank_state") == ["NEW", "SAME"]


def test_a_partial_day_counts_in_no_record() -> None:
    ranks = {0: {1: 6, **OTHERS}, 1: {1: 1}, 2: {1: 3, **OTHERS}}
    assert course(ranks, "streak") == [1, 1, 2]
    assert course(ranks, "days_ranked") == [1, 1, 2]
    assert course(ranks, "peak_rank") == [6, 6, 3]
    assert course(ranks, "peak_date") == [day(0), day(0), day(2)]
    assert course(ranks, "days_at_number_one") == [0, 0, 0]
    assert course(ranks, "rank_state") == ["NEW", "UP", "UP"]
    assert course(ranks, "rank_change") == [None, 5, 3]


def test_a_box_first_seen_on_a_partial_day_has_no_record_and_is_new_again_on_the_next_whole_day() -> None:
    ranks = {0: OTHERS, 1: {1: 1}, 2: {1: 3, **OTHERS}}
    assert course(ranks, "rank_state") == ["NEW", "NEW"]
    assert course(ranks, "peak_rank") == [None, 3]
    assert course(ranks, "peak_date") == [None, day(2)]
    assert course(ranks, "days_ranked") == [0, 1]
    assert course(ranks, "streak") == [0, 1]


def test_a_re_entry_names_the_last_whole_day_and_not_a_partial_one() -> None:
    ranks = {0: {1: 5, **OTHERS}, 1: OTHERS, 2: {1: 1}, 3: {1: 4, **OTHERS}}
    assert course(ranks, "rank_state") == ["NEW", "RE_ENTRY", "RE_ENTRY"]
    assert course(ranks, "last_rank") == [None, 5, 5]
    assert course(ranks, "last_rank_date") == [None, day(0), day(0)]
    assert course(ranks, "streak") == [1, 0, 1]
    assert course(ranks, "days_ranked") == [1, 1, 2]


def test_a_carried_day_counts_in_the_streak_and_reaches_no_peak() -> None:
    ranks = {0: {1: 3, 2: 1}, 1: {1: 1, 2: 2}, 2: {1: 2, 2: 1}}
    assert course(ranks, "streak", carried_on=[1]) == [1, 2, 3]
    assert course(ranks, "days_ranked", carried_on=[1]) == [1, 2, 3]
    assert course(ranks, "peak_rank", carried_on=[1]) == [3, 3, 2]
    assert course(ranks, "peak_date", carried_on=[1]) == [day(0), day(0), day(2)]
    assert course(ranks, "days_at_number_one", carried_on=[1]) == [0, 0, 0]
    assert course(ranks, "rank_state", carried_on=[1]) == ["NEW", "UP", "DOWN"]


def test_a_box_ranked_on_carried_days_alone_has_no_peak() -> None:
    assert course({0: {1: 1}}, "peak_rank", carried_on=[0]) == [None]
    assert course({0: {1: 1}}, "peak_date", carried_on=[0]) == [None]


def test_rank_changes_over_7_and_30_days_name_their_basis() -> None:
    ranks = {0: {1: 9}, 23: {1: 4}, 30: {1: 2}}
    last = history(ranks).row(-1, named=True)
    assert (last["rank_basis_7d"], last["rank_change_7d"]) == (day(23), 2)
    assert (last["rank_basis_30d"], last["rank_change_30d"]) == (day(0), 7)


def test_a_missing_basis_day_is_replaced_within_two_and_five_days() -> None:
    assert course({0: {1: 9}, 9: {1: 2}}, "rank_basis_7d") == [None, day(0)]
    assert course({0: {1: 9}, 10: {1: 2}}, "rank_basis_7d") == [None, None]
    assert course({0: {1: 9}, 35: {1: 2}}, "rank_basis_30d") == [None, day(0)]
    assert course({0: {1: 9}, 36: {1: 2}}, "rank_change_30d") == [None, None]


def test_a_partial_day_is_never_a_basis() -> None:
    ranks = {0: {1: 3, **OTHERS}, 1: {1: 1}, 8: {1: 5, **OTHERS}}
    assert course(ranks, "rank_basis_7d") == [None, None, day(0)]


def test_a_box_absent_on_the_basis_day_has_no_change_but_the_basis_shows() -> None:
    ranks = {0: {2: 1}, 7: {1: 2, 2: 1}}
    assert course(ranks, "rank_basis_7d") == [day(0)]
    assert course(ranks, "rank_change_7d") == [None]


def test_former_rank_changes_are_computed_again() -> None:
    frame = ranks_frame({day(0): {1: 2}, day(1): {1: 1}}).with_columns(previous_rank=99, rank_change=99)
    rows = chart_history(with_carried(frame), days_of_ranks(frame))
    assert rows.select("previous_rank", "rank_change").rows() == [(None, None), (2, 1)]


def test_ranks_of_days_that_are_not_ranked_days_of_the_board_are_left_out() -> None:
    frame = with_carried(ranks_frame({day(0): {1: 2}, day(1): {1: 1}, day(2): {1: 3}}))
    days = days_of_ranks(frame.filter(pl.col("metric_date") != day(1)))
    rows = chart_history(frame, days)
    assert rows["metric_date"].to_list() == [day(0), day(2)]
    assert rows["peak_rank"].to_list() == [2, 2]


def test_an_empty_board_has_an_empty_history() -> None:
    assert history({}).is_empty()


def test_dropped_are_the_boxes_of_the_previous_ranked_day_that_are_absent() -> None:
    frame = ranks_frame({day(0): {1: 3, 2: 1, 3: 2, **OTHERS}, day(1): {2: 1}, day(4): {2: 1, **OTHERS}})
    gone = dropped(frame, days_of_ranks(frame), day(4))
    assert gone.rows() == [(3, 2, day(0)), (1, 3, day(0))]


def test_nothing_drops_out_on_the_first_day() -> None:
    frame = ranks_frame({day(0): {1: 1}})
    assert dropped(frame, days_of_ranks(frame), day(0)).is_empty()


def test_dropped_of_a_day_without_ranks_is_rejected() -> None:
    frame = ranks_frame({day(0): {1: 1}})
    with pytest.raises(UnknownDay, match="2026-01-03"):
        dropped(frame, days_of_ranks(frame), day(2))


def test_a_box_that_dropped_out_has_no_figure_or_was_not_reported() -> None:
    gone = pl.DataFrame({"box_id": [1, 2], "last_rank": [3, 4], "last_rank_date": [day(0), day(0)]})
    latest = pl.DataFrame(
        {"box_id": [2, 1], "metric_date": [day(8), day(9)], "observed_on": [day(2), day(9)]}
    )
    told = with_reasons(gone, latest, day(9)).select("box_id", "last_observed_on", "reason")
    assert told.rows() == [(1, day(9), "no_figure"), (2, day(2), "unreported")]


@given(markets(), st.data())
def test_history_equals_the_oracle_on_every_row(market: Market, data: st.DataObject) -> None:
    expected = ranking_oracle.ranks_of_market(market)
    ranks = rank_entries(entries_of(market))
    carried = data.draw(carried_rows(ranks))
    rows = chart_history(with_carried(ranks, carried), days_of_ranks(ranks))
    assert rows.height == ranks.height
    assert set(rows["rank_state"]) <= set(RANK_STATES)
    for row in rows.iter_rows(named=True):
        record = asdict(ranking_oracle.record(expected, row["box_id"], row["metric_date"], carried))
        assert {name: row[name] for name in record} == record


@given(markets())
def test_the_state_of_a_single_row_follows_the_rule_of_the_history(market: Market) -> None:
    ranks = with_carried(rank_entries(entries_of(market)))
    for row in chart_history(ranks, days_of_ranks(ranks)).iter_rows(named=True):
        was_ranked = row["days_ranked"] > (not row["is_partial"])
        assert rank_state(row["rank_change"], ranked_before=was_ranked) == row["rank_state"]


@given(markets())
def test_dropped_equals_the_oracle(market: Market) -> None:
    expected = ranking_oracle.ranks_of_market(market)
    ranks = rank_entries(entries_of(market))
    days = days_of_ranks(ranks)
    for each in expected:
        assert set(dropped(ranks, days, each)["box_id"]) == ranking_oracle.dropped_boxes(expected, each)


@given(markets(), st.data())
def test_later_days_never_change_an_earlier_record(market: Market, data: st.DataObject) -> None:
    ranks = rank_entries(entries_of(market))
    days = days_of_ranks(ranks)
    ranks = with_carried(ranks, data.draw(carried_rows(ranks)))
    whole = chart_history(ranks, days)
    for cut in days["metric_date"]:
        until = pl.col("metric_date") <= cut
        assert chart_history(ranks.filter(until), days.filter(until)).equals(whole.filter(until))
