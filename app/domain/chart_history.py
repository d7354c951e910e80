"""Chart history: states, peaks, streaks and changes of boxes, as of each ranked day, never looking ahead."""

from datetime import date
from typing import Literal, get_args

import polars as pl

from app.domain.errors import UnknownDay
from app.domain.ranking import RankState

RANK_STATES = get_args(RankState)
TOLERANCE_DAYS_OF_PERIOD = {7: 2, 30: 5}

DropReason = Literal["unreported", "no_figure"]
UNREPORTED, NO_FIGURE = get_args(DropReason)


def chart_history(ranks: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """The record of every box on every ranked day, sorted by box and day.

    `ranks` has box_id, metric_date, current_rank (never null) and is_carried (the box was not observed that
    day) of the whole history of one board and any other columns, `days` is its `ranked_days`; ranks of other
    days are left out. Adds previous_rank and rank_change (see `with_rank_changes`) and

    * rank_state: UP, DOWN or SAME against the previous ranked day; for a box absent there RE_ENTRY where it
      was ranked on any earlier whole day, else NEW; last_rank and last_rank_date, the latest earlier whole
      day of a RE_ENTRY, null for every other state;
    * peak_rank, the best rank so far, and peak_date, the first day it was reached, on whole days on which the
      box was observed; null where there is none;
    * days_at_number_one so far, on the same days;
    * days_ranked so far, and streak, ranked days in a row up to the day, of whole days, carried or not;
    * rank_basis_7d, rank_basis_30d: see `days_of_history`; rank_change_7d, rank_change_30d: the rank on that
      day - current_rank, null where the box had none.

    On a partial day the records stand as of the last whole day before it: days_ranked is 0 for a box that was
    on none, streak 0 for one that was not on the last.
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
    )
    for period, tolerance in TOLERANCE_DAYS_OF_PERIOD.items():
        basis_days = _basis_days(days, period, tolerance).rename({"basis": f"rank_basis_{period}d"})
        facts = facts.join(basis_days, on="metric_date", how="left", maintain_order="left")
    return facts


def history_on(ranks: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """`chart_history` on the `days_of_history` of a board, which all boxes share."""
    ordered = ranks.drop("previous_rank", "rank_change", strict=False).sort("box_id", "metric_date")
    rows = ordered.join(days, on="metric_date", maintain_order="left")
    records = _with_streaks(_with_records(_with_other_ranks(rows, ordered)))
    return _with_states(records).drop("compared_with", "whole_days_so_far", "is_whole", "was_ranked")


def with_carried(ranks: pl.DataFrame, carried: pl.DataFrame) -> pl.DataFrame:
    """Ranks with is_carried; `carried` has box_id and metric_date of the rows that are."""
    marked = carried.select("box_id", "metric_date", is_carried=pl.lit(value=True))
    rows = ranks.join(marked, on=["box_id", "metric_date"], how="left", maintain_order="left")
    return rows.with_columns(pl.col("is_carried").fill_null(value=False))


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


def with_reasons(gone: pl.DataFrame, latest: pl.DataFrame, day: date) -> pl.DataFrame:
    """Why each of the boxes that dropped out has no rank on `day`.

    `latest` has box_id, metric_date and observed_on of each box's latest row not after the day. Adds
    last_observed_on and reason: NO_FIGURE where the box has a row of the day, else UNREPORTED.
    """
    reason = pl.when(pl.col("metric_date") == day).then(pl.lit(NO_FIGURE)).otherwise(pl.lit(UNREPORTED))
    reasons = latest.select("box_id", last_observed_on="observed_on", reason=reason)
    return gone.join(reasons, on="box_id", how="left", maintain_order="left")


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
    is_whole = ~pl.col("is_partial")
    is_observed = is_whole & ~pl.col("is_carried")
    best = pl.when(is_observed).then("current_rank").cum_min().forward_fill()
    is_at_one = is_observed & (pl.col("current_rank") == 1)
    is_new_peak = pl.col("peak_rank").ne_missing(pl.col("peak_rank").shift())
    return ordered.with_columns(
        is_whole.alias("is_whole"),
        best.over("box_id").alias("peak_rank"),
        is_whole.cast(pl.Int64).cum_sum().over("box_id").alias("days_ranked"),
        is_at_one.cast(pl.Int64).cum_sum().over("box_id").alias("days_at_number_one"),
    ).with_columns(
        _last_where(is_new_peak, "metric_date").over("box_id").alias("peak_date"),
        was_ranked=pl.col("days_ranked") > is_whole.cast(pl.Int64),
    )


def _with_streaks(records: pl.DataFrame) -> pl.DataFrame:
    # Whole days without the box so far: the number grows with each absence and stays during a streak.
    missed = (pl.col("whole_days_so_far") - pl.col("days_ranked")).alias("missed")
    before = (pl.col("days_ranked") - pl.col("is_whole").cast(pl.Int64)).first().over("box_id", "missed")
    return (
        records.with_columns(missed)
        .with_columns((pl.col("days_ranked") - before).alias("streak"))
        .drop("missed")
    )


def _with_states(records: pl.DataFrame) -> pl.DataFrame:
    state = (
        pl.when(pl.col("rank_change") > 0)
        .then(pl.lit("UP"))
        .when(pl.col("rank_change") < 0)
        .then(pl.lit("DOWN"))
        .when(pl.col("rank_change") == 0)
        .then(pl.lit("SAME"))
        .when(pl.col("was_ranked"))
        .then(pl.lit("RE_ENTRY"))
        .otherwise(pl.lit("NEW"))
    )
    return records.with_columns(state.alias("rank_state")).with_columns(
        _earlier_whole("current_rank").alias("last_rank"),
        _earlier_whole("metric_date").alias("last_rank_date"),
    )


def _earlier_whole(column: str) -> pl.Expr:
    earlier = _last_where("is_whole", column).shift().over("box_id")
    return pl.when(pl.col("rank_state") == "RE_ENTRY").then(earlier)


def _last_where(condition: str | pl.Expr, column: str | pl.Expr) -> pl.Expr:
    return pl.when(condition).then(column).forward_fill()


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
