"""Chart history: states, peaks, streaks and changes of boxes, as of each ranked day, never looking ahead."""

from datetime import date
from typing import get_args

import polars as pl

from app.domain.errors import UnknownDay
from app.domain.ranking import RankState

RANK_STATES = get_args(RankState)
TOLERANCE_DAYS_OF_PERIOD = {7: 2, 30: 5}


def chart_history(ranks: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """The record of every box on every ranked day, sorted by box and day.

    `ranks` has box_id, metric_date, current_rank (never null) of the whole history of one board and any other
    columns, `days` is its `ranked_days`. Adds previous_rank and rank_change (see `with_rank_changes`) and

    * rank_state: UP, DOWN or SAME against the previous ranked day; for a box absent there RE_ENTRY where it
      was ranked on any earlier day, else NEW; last_rank and last_rank_date, the latest earlier row of a
      RE_ENTRY, null for every other state;
    * peak_rank, the best rank so far, and peak_date, the first day it was reached;
    * days_ranked and days_at_number_one so far, the day itself included;
    * streak: ranked days in a row with this box. Absence on a partial day does not break it: an incomplete
      feed proves nothing. Presence on one counts;
    * rank_basis_7d, rank_basis_30d: see `days_of_history`; rank_change_7d, rank_change_30d: the rank on that
      day - current_rank, null where the box had none.

    Ranks of partial days count in every figure but as a basis of comparison.
    """
    return history_on(ranks, days_of_history(days))


def days_of_history(days: pl.DataFrame) -> pl.DataFrame:
    """What a history needs of the `ranked_days` of a board, whichever boxes it is about; sorted by day.

    rank_basis_7d is the ranked day 7 days before, else the newest up to 2 days earlier (30 days: up to 5),
    the tolerance of floor changes. Partial days are passed over; null where the board has no such day.
    """
    is_whole = (~pl.col("is_partial")).cast(pl.Int64)
    facts = days.select(
        "metric_date",
        "compared_with",
        "is_partial",
        whole_days_so_far=is_whole.cum_sum(),
        whole_days_before=is_whole.cum_sum() - is_whole,
    )
    for period, tolerance in TOLERANCE_DAYS_OF_PERIOD.items():
        basis_days = _basis_days(days, period, tolerance).rename({"basis": f"rank_basis_{period}d"})
        facts = facts.join(basis_days, on="metric_date", how="left", maintain_order="left")
    return facts


def history_on(ranks: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """`chart_history` on the `days_of_history` of a board, which all boxes share."""
    ordered = ranks.drop("previous_rank", "rank_change", strict=False).sort("box_id", "metric_date")
    rows = ordered.join(days, on="metric_date", maintain_order="left")
    return _with_states(_with_records(_with_other_ranks(rows, ordered))).drop(
        "compared_with", "whole_days_so_far", "whole_days_before"
    )


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


def _with_other_ranks(rows: pl.DataFrame, ranks: pl.DataFrame) -> pl.DataFrame:
    # One integer joins several times faster than two columns; dates take fewer than 22 of the 64 bits.
    keys = {"previous_rank": "compared_with"}
    keys |= {f"rank_{period}d": f"rank_basis_{period}d" for period in TOLERANCE_DAYS_OF_PERIOD}
    known = ranks.select(_box_day("metric_date").alias("box_day"), "current_rank")
    rows = rows.with_columns(_box_day(day).alias(f"{rank}_key") for rank, day in keys.items())
    for rank in keys:
        other = known.select(pl.col("box_day").alias(f"{rank}_key"), pl.col("current_rank").alias(rank))
        rows = rows.join(other, on=f"{rank}_key", how="left", maintain_order="left")
    return rows.with_columns(
        rank_change=pl.col("previous_rank") - pl.col("current_rank"),
        **{
            f"rank_change_{period}d": pl.col(f"rank_{period}d") - pl.col("current_rank")
            for period in TOLERANCE_DAYS_OF_PERIOD
        },
    ).drop(*(f"{rank}_key" for rank in keys), *(f"rank_{period}d" for period in TOLERANCE_DAYS_OF_PERIOD))


def _box_day(day_column: str) -> pl.Expr:
    return pl.col("box_id") * 2**22 + pl.col(day_column).to_physical()


def _with_records(ordered: pl.DataFrame) -> pl.DataFrame:
    best = pl.col("current_rank").cum_min().over("box_id")
    is_first = pl.int_range(pl.len()).over("box_id") == 0
    is_new_peak = is_first | (pl.col("peak_rank") < pl.col("peak_rank").shift())
    is_start = is_first | (pl.col("whole_days_before") > pl.col("whole_days_so_far").shift())
    row = pl.int_range(pl.len(), dtype=pl.Int64)
    return ordered.with_columns(
        best.alias("peak_rank"),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("box_id").alias("days_ranked"),
        (pl.col("current_rank") == 1).cast(pl.Int64).cum_sum().over("box_id").alias("days_at_number_one"),
    ).with_columns(
        pl.when(is_new_peak).then("metric_date").forward_fill().alias("peak_date"),
        (row - pl.when(is_start).then(row).forward_fill() + 1).alias("streak"),
    )


def _with_states(records: pl.DataFrame) -> pl.DataFrame:
    state = (
        pl.when(pl.col("rank_change") > 0)
        .then(pl.lit("UP"))
        .when(pl.col("rank_change") < 0)
        .then(pl.lit("DOWN"))
        .when(pl.col("rank_change") == 0)
        .then(pl.lit("SAME"))
        .when(pl.col("days_ranked") > 1)
        .then(pl.lit("RE_ENTRY"))
        .otherwise(pl.lit("NEW"))
    )
    is_back = pl.col("rank_change").is_null() & (pl.col("days_ranked") > 1)
    return records.with_columns(
        state.alias("rank_state"),
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
