"""Ranked days of a board: which are partial, and with which day each is compared."""

import polars as pl

MEDIAN_DAYS = 7
PARTIAL_SHARE = 0.5


def ranked_days(counts: pl.DataFrame) -> pl.DataFrame:
    """The ranked days of one board, oldest first.

    `counts` has metric_date and boxes_ranked for every day of the board; days without a ranked box are not
    ranked days and are left out. Adds is_partial (fewer boxes than half the median of the up to 7 ranked days
    before it, partial ones included; the first day never is) and compared_with, the latest ranked day before
    it that is not partial: null on the first day only.
    """
    usual_count = pl.col("boxes_ranked").rolling_median(MEDIAN_DAYS, min_samples=1).shift()
    is_partial = (pl.col("boxes_ranked") < PARTIAL_SHARE * usual_count).fill_null(value=False)
    whole_day = pl.when(~pl.col("is_partial")).then("metric_date")
    return (
        counts.select("metric_date", pl.col("boxes_ranked").cast(pl.Int64))
        .filter(pl.col("boxes_ranked") > 0)
        .sort("metric_date")
        .with_columns(is_partial.alias("is_partial"))
        .with_columns(whole_day.forward_fill().shift().alias("compared_with"))
    )
