"""The moving average of daily volume, weighted by the days between two volumes."""

import polars as pl

SPAN_DAYS = 7
LONGEST_GAP_DAYS = 30

# Half of a value's weight is gone after ln 2 / -ln(1 - alpha) = 2.409… days with alpha = 2 / (SPAN_DAYS + 1).
# Counted in these ticks it is a whole number to 4e-17; in microseconds it would be too coarse for half cents.
_TICKS_PER_DAY = 71_356_888
_HALF_LIFE_TICKS = 171_928_773
# Over so many days 0.75 ** days underflows to exactly 0: earlier values have no weight.
_RESTART_DAYS = 5_000


def with_moving_average(days: pl.DataFrame, starts: pl.DataFrame) -> pl.DataFrame:
    """Adds ema_state (dollars, unrounded), ema_state_date and ema_observations to rows of box and day.

    `days` (box_id, metric_date, daily_volume_usd, ordered by box and day) are the rows to compute; `starts`
    (box_id, ema_state, ema_state_date, ema_observations) is the state before the first of them, or null.

    A row on a day without volume shows the state of the last day with one, of any age; before the first
    volume the state is null and ema_observations is 0. After more than 30 days the average starts again.
    """
    volumes = pl.concat([_seeds(starts), _volumes(days)]).sort("box_id", "ema_state_date")
    states = volumes.with_columns(_gap_days()).with_columns(_segment_counts(), _moving_average())
    placed = days.join_asof(
        states.select("box_id", "ema_state_date", "ema_state", "ema_observations"),
        left_on="metric_date",
        right_on="ema_state_date",
        by="box_id",
        coalesce=False,
        check_sortedness=False,  # both sides are ordered by box and day; Polars cannot check inside groups
    )
    return placed.with_columns(pl.col("ema_observations").fill_null(0))


def _seeds(starts: pl.DataFrame) -> pl.DataFrame:
    seeds = starts.filter(pl.col("ema_state").is_not_null())
    return seeds.select("box_id", "ema_state_date", "ema_state", "ema_observations")


def _volumes(days: pl.DataFrame) -> pl.DataFrame:
    return days.filter(pl.col("daily_volume_usd").is_not_null()).select(
        "box_id",
        pl.col("metric_date").alias("ema_state_date"),
        pl.col("daily_volume_usd").alias("ema_state"),
        pl.lit(1, pl.Int64).alias("ema_observations"),
    )


def _gap_days() -> pl.Expr:
    box, day = pl.col("box_id"), pl.col("ema_state_date")
    gap = (day - day.shift(1)).dt.total_days()
    return pl.when((box == box.shift(1)) & (gap <= LONGEST_GAP_DAYS)).then(gap).alias("gap_days")


def _segment_counts() -> pl.Expr:
    counted = pl.col("ema_observations").cum_sum()
    before_segment = pl.when(pl.col("gap_days").is_null()).then(counted - pl.col("ema_observations"))
    return (counted - before_segment.forward_fill()).alias("ema_observations")


def _moving_average() -> pl.Expr:
    ticks = pl.col("gap_days").fill_null(_RESTART_DAYS).cum_sum() * _TICKS_PER_DAY
    return pl.col("ema_state").ewm_mean_by(ticks, half_life=f"{_HALF_LIFE_TICKS}i")
