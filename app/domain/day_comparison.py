"""Two days of a board compared: boxes that entered, left, climbed, fell or stayed."""

from collections.abc import Mapping

import polars as pl

OUTCOMES = ("ENTERED", "LEFT", "CLIMBED", "FELL", "UNCHANGED")


def compare_days(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Every box ranked on either day, in the order of the second day, then those that left.

    Both frames have box_id, slug, value, current_rank of one day. Returns box_id, slug, rank_before,
    rank_after, value_before, value_after (null where the box had no rank), rank_change = rank_before -
    rank_after (null for a box that entered or left) and outcome, one of OUTCOMES.
    """
    both = _side(before, "before").join(
        _side(after, "after"), on=["box_id", "slug"], how="full", coalesce=True
    )
    rank_change = pl.col("rank_before") - pl.col("rank_after")
    outcome = (
        pl.when(pl.col("rank_before").is_null())
        .then(pl.lit("ENTERED"))
        .when(pl.col("rank_after").is_null())
        .then(pl.lit("LEFT"))
        .when(rank_change > 0)
        .then(pl.lit("CLIMBED"))
        .when(rank_change < 0)
        .then(pl.lit("FELL"))
        .otherwise(pl.lit("UNCHANGED"))
    )
    compared = both.with_columns(rank_change.alias("rank_change"), outcome.alias("outcome"))
    return compared.sort("rank_after", "rank_before", "slug", nulls_last=True)


def count_outcomes(comparison: pl.DataFrame) -> Mapping[str, int]:
    """How many boxes met each of the OUTCOMES, 0 included."""
    counts = dict(comparison["outcome"].value_counts().iter_rows())
    return {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}


def _side(ranks: pl.DataFrame, name: str) -> pl.DataFrame:
    return ranks.select(
        "box_id",
        "slug",
        pl.col("current_rank").alias(f"rank_{name}"),
        pl.col("value").alias(f"value_{name}"),
    )
