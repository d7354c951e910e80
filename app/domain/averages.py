"""The moving average of daily volume of one marketplace, weighted by the days between two volumes."""

import polars as pl

SPAN_DAYS = 7
LONGEST_GAP_DAYS = 30

# Half of a value's weight is gone after ln 2 / -ln(1 - alpha) = 2.409… days with alpha = 2 / (SPAN_DAYS + 1).
# Counted in these ticks it is a whole number to 4e-17; in microseconds it would be too coarse for half cents.
_TICKS_PER_DAY = 71_356_888
_HALF_LIFE_TICKS = 171_928_773
# Over so many days 0.75 ** days underflows to exactly 0: earlier values have no weight.
_RESTART_DAYS = 5_000

STATE_SCHEMA = pl.Schema({"key": pl.Int64(), "ema_state": pl.Float64(), "ema_observations": pl.Int64()})


def with_moving_average(grid: pl.DataFrame, seeds: pl.DataFrame) -> pl.DataFrame:
    """Adds ema_state (dollars, unrounded), ema_at (key of its newest volume) and ema_observations.

    `grid` (key, volume; ordered by key) are rows of series and day; `seeds` (STATE_SCHEMA) is the state after
    the last volume of a series before its first row here. A row without a volume shows the state of the last
    one while the average can go on: up to LONGEST_GAP_DAYS after it, else null, null and 0. After a longer
    gap the average starts again with the next volume.
    """
    volumes = grid.filter(pl.col("volume").is_not_null()).select(
        "key", ema_state="volume", ema_observations=pl.lit(1, pl.Int64)
    )
    states = pl.concat([seeds.select(STATE_SCHEMA.names()), volumes]).sort("key")
    states = states.with_columns(_gap_days()).with_columns(_segment_counts(), _moving_average())
    placed = grid.join_asof(
        states.select(ema_at="key", ema_state="ema_state", ema_observations="ema_observations"),
        left_on="key",
        right_on="ema_at",
        coalesce=False,
        check_sortedness=False,
    )
    goes_on = pl.col("key") - pl.col("ema_at") <= LONGEST_GAP_DAYS
    return placed.with_columns(
        pl.when(goes_on).then("ema_state").alias("ema_state"),
        pl.when(goes_on).then("ema_at").alias("ema_at"),
        pl.when(goes_on).then("ema_observations").otherwise(0).alias("ema_observations"),
    )


def _gap_days() -> pl.Expr:
    gap = pl.col("key") - pl.col("key").shift(1)
    return pl.when(gap <= LONGEST_GAP_DAYS).then(gap).alias("gap_days")


def _segment_counts() -> pl.Expr:
    counted = pl.col("ema_observations").cum_sum()
    before_segment = pl.when(pl.col("gap_days").is_null()).then(counted - pl.col("ema_observations"))
    return (counted - before_segment.forward_fill()).alias("ema_observations")


def _moving_average() -> pl.Expr:
    ticks = pl.col("gap_days").fill_null(_RESTART_DAYS).cum_sum() * _TICKS_PER_DAY
    return pl.col("ema_state").ewm_mean_by(ticks, half_life=f"{_HALF_LIFE_TICKS}i")
