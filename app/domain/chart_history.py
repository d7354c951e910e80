"""Chart history: states, peaks, streaks and changes of boxes, as of each ranked day, never looking ahead."""

from datetime import date
from typing import get_args

import polars as pl

from app.domain.errors import UnknownDay
from app.domain.ranking import RankState, rank_on, with_rank_changes

RANK_STATES = get_args(RankState)
TOLERANCE_DAYS_OF_PERIOD = {7: 2, 30: 5}


def chart_history(ranks: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """The record of every box on every ranked day, sorted by box and day.

    `ranks` has box_id, metric_date, current_rank (never null) of the whole history of one board and any other
    columns, `days` is its `ranked_days`. Adds previous_rank and rank_change (see `with_rank_changes`) and

    * rank_state: see `with_rank_states`; last_rank and last_rank_date, the latest earlier row of a RE_ENTRY,
      null for every other state;
    * peak_rank, the best rank so far, and peak_date, the first day it was reached;
    * days_ranked and days_at_number_one so far, the day itself included;
    * streak: ranked days in a row with this box. Absence on a partial day does not break it: an incomplete
      feed proves nothing. Presence on one counts;
    * rank_basis_7d, rank_change_7d, rank_basis_30d, rank_change_30d: see `with_period_changes`.

    Ranks of partial days count in every figure but as a basis of comparison.
    """
    ordered = ranks.drop("previous_rank", "rank_change", strict=False).sort("box_id", "metric_date")
    changes = with_rank_changes(ordered, days)
    records = _with_streaks(_with_records(changes), days)
    states = with_rank_states(records, ranked_before=pl.col("days_ranked") > 1)
    return with_period_changes(_with_last_ranks(states), ordered, days)


def with_rank_states(changes: pl.DataFrame, ranked_before: pl.Expr) -> pl.DataFrame:
    """Adds rank_state to rows that have previous_rank and rank_change.

    UP, DOWN or SAME against the previous ranked day; for a box absent there RE_ENTRY where `ranked_before`
    (it has a rank on any earlier day) is true, else NEW.
    """
    state = (
        pl.when(pl.col("rank_change") > 0)
        .then(pl.lit("UP"))
        .when(pl.col("rank_change") < 0)
        .then(pl.lit("DOWN"))
        .when(pl.col("rank_change") == 0)
        .then(pl.lit("SAME"))
        .when(ranked_before)
        .then(pl.lit("RE_ENTRY"))
        .otherwise(pl.lit("NEW"))
    )
    return changes.with_columns(state.alias("rank_state"))


def with_period_changes(rows: pl.DataFrame, ranks: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Adds the change of rank over 7 and over 30 days, with the day each is measured from.

    rank_basis_7d is the ranked day 7 days before, else the newest up to 2 days earlier (30 days: up to 5),
    the tolerance of floor changes. Partial days are skipped; null where the board has no such day.
    rank_change_7d = rank on that day - current_rank, null where the box had none. `ranks` holds the ranks of
    the basis days.
    """
    for period, tolerance in TOLERANCE_DAYS_OF_PERIOD.items():
        basis, change = f"rank_basis_{period}d", f"rank_change_{period}d"
        basis_days = _basis_days(days, period, tolerance).rename({"basis": basis})
        rows = rank_on(
            rows.join(basis_days, on="metric_date", how="left", maintain_order="left"), ranks, basis
        )
        rows = rows.with_columns((pl.col("rank_on_day") - pl.col("current_rank")).alias(change))
        rows = rows.drop("rank_on_day")
    return rows


def dropped(ranks: pl.DataFrame, days: pl.DataFrame, day: date) -> pl.DataFrame:
    """The boxes ranked on the ranked day before `day` and absent on it, best first.

    `ranks` holds box_id, metric_date, current_rank of both days, `days` is the board's `ranked_days`. Returns
    box_id, last_rank, last_rank_date; no rows on the first day. Raises UnknownDay for a day without ranks.
    """
    comparison = days.filter(pl.col("metric_date") == day)
    if comparison.is_empty():
        raise UnknownDay(day)
    before = ranks.filter(pl.col("metric_date").is_in(comparison["compared_with"].drop_nulls().implode()))
    present = ranks.filter(pl.col("metric_date") == day)
    return (
        before.join(present, on="box_id", how="anti")
        .select("box_id", last_rank="current_rank", last_rank_date="metric_date")
        .sort("last_rank", "box_id")
    )


def _with_records(ordered: pl.DataFrame) -> pl.DataFrame:
    best = pl.col("current_rank").cum_min().over("box_id")
    is_first = pl.int_range(pl.len()).over("box_id") == 0
    is_new_peak = is_first | (pl.col("peak_rank") < pl.col("peak_rank").shift())
    return ordered.with_columns(
        best.alias("peak_rank"),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("box_id").alias("days_ranked"),
        (pl.col("current_rank") == 1).cast(pl.Int64).cum_sum().over("box_id").alias("days_at_number_one"),
    ).with_columns(pl.when(is_new_peak).then("metric_date").forward_fill().alias("peak_date"))


def _with_streaks(records: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    is_whole = (~pl.col("is_partial")).cast(pl.Int64)
    whole_days = days.select(
        "metric_date",
        whole_days_so_far=is_whole.cum_sum(),
        whole_days_before=is_whole.cum_sum() - is_whole,
    )
    is_start = (pl.col("days_ranked") == 1) | (
        pl.col("whole_days_before") > pl.col("whole_days_so_far").shift()
    )
    row = pl.int_range(pl.len(), dtype=pl.Int64)
    streak = row - pl.when(is_start).then(row).forward_fill() + 1
    return (
        records.join(whole_days, on="metric_date", how="left", maintain_order="left")
        .with_columns(streak.alias("streak"))
        .drop("whole_days_so_far", "whole_days_before")
    )


def _with_last_ranks(states: pl.DataFrame) -> pl.DataFrame:
    is_back = pl.col("rank_state") == "RE_ENTRY"
    return states.with_columns(
        pl.when(is_back).then(pl.col("current_rank").shift()).alias("last_rank"),
        pl.when(is_back).then(pl.col("metric_date").shift()).alias("last_rank_date"),
    )


def _basis_days(days: pl.DataFrame, period: int, tolerance: int) -> pl.DataFrame:
    whole = days.filter(~pl.col("is_partial")).select(basis="metric_date")
    targets = days.select("metric_date", target=pl.col("metric_date").dt.offset_by(f"-{period}d"))
    nearest = targets.join_asof(
        whole,
        left_on="target",
        right_on="basis",
        strategy="backward",
        tolerance=f"{tolerance}d",
        coalesce=False,
    )
    return nearest.select("metric_date", "basis")
