"""Reported days: on which of them too few boxes were observed for a market."""

import polars as pl

MEDIAN_DAYS = 7


def reported_days(counts: pl.DataFrame) -> pl.DataFrame:
    """The reported days of each game, oldest first.

    `counts` has game, metric_date and boxes_observed (above 0) of every reported day. Adds boxes_expected,
    the median of the up to 7 reported days of the game before it, partial ones included (null on its first
    day; of an even number the mean of the middle two), and is_partial: fewer boxes than half of it. The first
    day never is.
    """
    before = pl.col("boxes_observed").shift().rolling_median(MEDIAN_DAYS, min_samples=1)
    is_partial = (2 * pl.col("boxes_observed") < pl.col("boxes_expected")).fill_null(value=False)
    return (
        counts.select("game", "metric_date", pl.col("boxes_observed").cast(pl.Int64))
        .sort("game", "metric_date")
        .with_columns(before.over("game").alias("boxes_expected"))
        .with_columns(is_partial.alias("is_partial"))
    )


def unfinished_days(market: pl.DataFrame, published: pl.Series) -> pl.DataFrame:
    """Those of the reported days of one game that may still become whole.

    They are partial, after the last whole day, and not `published`.
    """
    last_whole = pl.col("metric_date").filter(~pl.col("is_partial")).max()
    return market.filter(
        (pl.col("metric_date") > last_whole) & ~pl.col("metric_date").is_in(published.implode())
    )
