"""Totals of a day over all boxes."""

import polars as pl


def market_days(values: pl.DataFrame) -> pl.DataFrame:
    """One row per day of `values`, oldest first: sums and counts over all of its boxes.

    `values` has metric_date, daily_volume_usd, boxes_sold, active_listings_count and
    floor_price_1d_change_pct. Returns metric_date, volume_usd (to the cent), boxes_sold and boxes_listed,
    each null where no box reported it, and how many floors went up, down, stayed flat (against the day
    before) or have an unknown change.
    """
    change = pl.col("floor_price_1d_change_pct")
    return (
        values.group_by("metric_date")
        .agg(
            _sum_of_known("daily_volume_usd").round(2).alias("volume_usd"),
            _sum_of_known("boxes_sold").round(6),
            _sum_of_known("active_listings_count").cast(pl.Int64).alias("boxes_listed"),
            _count(change > 0).alias("prices_up"),
            _count(change < 0).alias("prices_down"),
            _count(change == 0).alias("prices_flat"),
            _count(change.is_null()).alias("prices_unknown"),
        )
        .sort("metric_date")
        .select(pl.lit("*").alias("game"), pl.all())
    )


def _sum_of_known(name: str) -> pl.Expr:
    return pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum())


def _count(is_so: pl.Expr) -> pl.Expr:
    return is_so.fill_null(value=False).sum().cast(pl.Int64)
