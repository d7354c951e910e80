"""Ranks of a board: the same rule for every metric, game and day."""

from typing import Literal

import polars as pl

RankState = Literal["UP", "DOWN", "SAME", "NEW", "RE_ENTRY"]


def rank_values(entries: pl.DataFrame, ascending: bool = False) -> pl.DataFrame:
    """Standard competition rank ("1224") of every box on its day, without the order inside a tie.

    `entries` has box_id, metric_date, value (the stored, rounded metric; null: the box has no rank and no row
    in the result) and is returned with `current_rank` Int64 = 1 + the number of better values of that day.
    The greatest value is best, or the smallest where `ascending`. Other columns and the order of rows stay.
    """
    ranked = entries.filter(pl.col("value").is_not_null()).with_columns(pl.col("value").cast(pl.Float64))
    rank = pl.col("value").rank("min", descending=not ascending).over("metric_date")
    return ranked.with_columns(rank.cast(pl.Int64).alias("current_rank"))


def rank_entries(entries: pl.DataFrame, ascending: bool = False) -> pl.DataFrame:
    """Ranks and display order of every box that has a value, sorted by day and `position`.

    `entries` has box_id, metric_date, value, boxes_sold_30d_avg (nullable) and slug, over any number of days.
    Returns box_id, metric_date, value, current_rank (see `rank_values`) and position, the ordinal 1234 which
    orders a tie by boxes_sold_30d_avg (most first, nulls last) and then by slug.
    """
    ordered = with_positions(rank_values(entries, ascending))
    return ordered.select("box_id", "metric_date", "value", "current_rank", "position")


def with_positions(ranked: pl.DataFrame) -> pl.DataFrame:
    """The rows of `rank_values` sorted by day and `position`, which is added; other columns stay."""
    ordered = ranked.sort(
        "metric_date",
        "current_rank",
        "boxes_sold_30d_avg",
        "slug",
        descending=[False, False, True, False],
        nulls_last=True,
    )
    position = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("metric_date")
    return ordered.with_columns(position.alias("position"))


def rank_state(rank_change: int | None, *, ranked_before: bool) -> RankState:
    """The state of one row, by the rule of `chart_history`."""
    if rank_change is None:
        return "RE_ENTRY" if ranked_before else "NEW"
    if rank_change == 0:
        return "SAME"
    return "UP" if rank_change > 0 else "DOWN"


def with_rank_changes(ranks: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Previous ranks and changes of the rows of `days`.

    `ranks` has box_id, metric_date, current_rank and any other columns, for the days needed and for the days
    these are compared with. `days` has metric_date and compared_with (null: nothing to compare with); rows of
    other days are not returned. Adds previous_rank and rank_change = previous_rank - current_rank, positive
    when the box climbed; both are null where the box had no rank on that day or has none now.
    """
    rows = ranks.join(days.select("metric_date", "compared_with"), on="metric_date", maintain_order="left")
    compared = rank_on(rows, ranks, "compared_with").rename({"rank_on_day": "previous_rank"})
    previous_rank = pl.when(pl.col("current_rank").is_not_null()).then("previous_rank")
    rank_change = pl.col("previous_rank") - pl.col("current_rank")
    return compared.with_columns(previous_rank, rank_change.alias("rank_change")).drop("compared_with")


def rank_on(rows: pl.DataFrame, ranks: pl.DataFrame, day_column: str) -> pl.DataFrame:
    """Adds rank_on_day, each box's rank on the day in `day_column`: null for no rank and for no day.

    `ranks` has box_id, metric_date, current_rank of those days. The order of rows stays.
    """
    known = ranks.select(_box_day("metric_date"), pl.col("current_rank").alias("rank_on_day"))
    keyed = rows.with_columns(_box_day(day_column))
    return keyed.join(known, on="box_day", how="left", maintain_order="left").drop("box_day")


def _box_day(day_column: str) -> pl.Expr:
    # One integer joins several times faster than two columns; dates take fewer than 22 of the 64 bits.
    return (pl.col("box_id") * 2**22 + pl.col(day_column).to_physical()).alias("box_day")
