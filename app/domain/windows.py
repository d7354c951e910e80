"""Figures that look back over calendar days: exact 30-day sums, and changes of the floor."""

import polars as pl

from app.domain.rounding import MILLION, millionths

WINDOW_DAYS = 30
LOOKBACK_DAYS = 36  # a 30-day change looks back 35 days at most, a window 29
_DAY = ("box_id", "metric_date")
_FLOOR_CHANGES = ((1, 0), (7, 2), (30, 5))  # days back, days of tolerance behind that


def with_window_figures(days: pl.DataFrame) -> pl.DataFrame:
    """Adds the unrounded figures of the 30 calendar days (D-30, D] to rows ordered by box and day.

    volume_30d_usd (sum of daily_volume_usd), unified_volume_30d_sma (per day that has a volume),
    volume_30d_coverage (such days / 30), boxes_sold_30d_avg, boxes_added_30d_avg (per day that reported it).
    Coverage is 0 where the others of volume are null: when no day of the window has a volume.
    """
    windows = _windows(days).select(
        (pl.col("volume_sum") / pl.when(pl.col("volume_days") > 0).then(MILLION)).alias("volume_30d_usd"),
        _mean("volume").alias("unified_volume_30d_sma"),
        (pl.col("volume_days") / WINDOW_DAYS).alias("volume_30d_coverage"),
        _mean("sold").alias("boxes_sold_30d_avg"),
        _mean("added").alias("boxes_added_30d_avg"),
    )
    return pl.concat([days, windows], how="horizontal")


def with_floor_changes(days: pl.DataFrame) -> pl.DataFrame:
    """Adds floor_price_1d/7d/30d_change_pct (percent, unrounded) to rows ordered by box and day.

    The basis is the floor on D-n, else the newest one up to 0 / 2 / 5 days before that. Null without a floor
    on D, without a basis, or when the basis is 0.
    """
    return days.with_columns(
        _change_percent(days, back, tolerance).alias(f"floor_price_{back}d_change_pct")
        for back, tolerance in _FLOOR_CHANGES
    )


def _windows(days: pl.DataFrame) -> pl.DataFrame:
    amounts = days.select(
        *_DAY,
        volume=millionths(pl.col("daily_volume_usd")),
        sold=millionths(pl.col("boxes_sold")),
        added=millionths(pl.col("boxes_added")),
    )
    rolling = amounts.rolling("metric_date", period=f"{WINDOW_DAYS}d", group_by="box_id")
    columns = pl.col("volume", "sold", "added")
    return rolling.agg(columns.sum().name.suffix("_sum"), columns.count().name.suffix("_days")).sort(_DAY)


def _mean(amount: str) -> pl.Expr:
    reported = pl.col(f"{amount}_days").cast(pl.Int64)
    return pl.col(f"{amount}_sum") / (pl.when(reported > 0).then(reported) * MILLION)


def _change_percent(days: pl.DataFrame, days_back: int, tolerance_days: int) -> pl.Series:
    known = days.filter(pl.col("floor_price_usd").is_not_null())
    basis = days.select(
        "box_id", "floor_price_usd", wanted_date=pl.col("metric_date") - pl.duration(days=days_back)
    ).join_asof(
        known.select("box_id", basis_date="metric_date", basis_usd="floor_price_usd"),
        left_on="wanted_date",
        right_on="basis_date",
        by="box_id",
        tolerance=f"{tolerance_days}d",
        check_sortedness=False,  # ordered by box and day; Polars cannot check inside groups
    )
    basis_usd = pl.when(pl.col("basis_usd") != 0).then("basis_usd")
    return basis.select(100 * (pl.col("floor_price_usd") / basis_usd - 1)).to_series()
