"""Ranked days of a board: with which day each is compared."""

import polars as pl


def ranked_days(counts: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """The ranked days of one board, oldest first.

    `counts` has metric_date and boxes_ranked of days of the board; days without a ranked box are left out.
    `reported` are the `reported_days` of its game. Adds boxes_observed, is_partial and compared_with, the
    latest ranked day before it that is not partial, null where there is none.
    """
    whole_day = pl.when(~pl.col("is_partial")).then("metric_date")
    days = reported.select("metric_date", "boxes_observed", "is_partial")
    return (
        counts.select("metric_date", pl.col("boxes_ranked").cast(pl.Int64))
        .filter(pl.col("boxes_ranked") > 0)
        .join(days, on="metric_date")
        .sort("metric_date")
        .with_columns(whole_day.forward_fill().shift().alias("compared_with"))
    )
