"""Unified metrics: from the observations of all marketplaces to one row per box and day."""

from datetime import date

import polars as pl

from app.domain import supply
from app.domain.averages import SPAN_DAYS, with_moving_average
from app.domain.daily_totals import daily_totals
from app.domain.figures import FIGURES
from app.domain.metric_rules import RULES_VERSION, MetricRules
from app.domain.rounding import stored, stored_fraction
from app.domain.windows import LOOKBACK_DAYS, with_floor_changes, with_window_figures

__all__ = [
    "CARRIED_SCHEMA",
    "LOOKBACK_DAYS",
    "METRICS_SCHEMA",
    "RULES_VERSION",
    "MetricRules",
    "compute_metrics",
    "stored",
    "stored_fraction",
]

_COLUMN_TYPES = {
    float: pl.Float64(),
    int: pl.Int64(),
    bool: pl.Boolean(),
    str: pl.String(),
    date: pl.Date(),
    list: pl.String(),
}

METRICS_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "metric_date": pl.Date(),
        **{key: _COLUMN_TYPES[figure.type] for key, figure in FIGURES.items()},
        "ema_state": pl.Float64(),
    }
)

CARRIED_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "from_date": pl.Date(),
        "ema_state": pl.Float64(),
        "ema_state_date": pl.Date(),
        "ema_observations": pl.Int64(),
        "observed_days": pl.Int64(),
    }
)

_IN_CENTS = ("usd", "percent")


def compute_metrics(
    observations: pl.DataFrame, rules: MetricRules, carried: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The metrics of every observed box and day, in METRICS_SCHEMA, ordered by box_id and metric_date.

    `observations`: box_id, metric_date, marketplace and the nullable figures floor_price_usd,
    active_listings, units_sold, units_listed, volume_usd; one row per box, day and marketplace, in any order.

    `carried` (CARRIED_SCHEMA, one row per box) limits the result to its boxes, from `from_date` on. Its
    state is that of the day before from_date, nulls and zeros when nothing was observed before. From
    LOOKBACK_DAYS before from_date, `observations` must be complete; the rows then equal those of a full
    computation bit for bit.

    Null means unknown, never zero; no figure is NaN or infinite. `ema_state`, `ema_state_date` and
    `ema_observations` stay as they are on days without volume, where `unified_volume_7d_ema` is null. A row
    is provisional while the current average has fewer than 7 volumes. Raises `AbsurdTotal` when a daily total
    is beyond `daily_totals.LARGEST_DAILY_TOTAL`.
    """
    history = with_floor_changes(with_window_figures(daily_totals(observations, rules)))
    starts = _first_days(history) if carried is None else carried
    days = with_moving_average(_asked_days(history, starts), starts)
    figures = days.with_columns(*_volume_figures(), *_supply_figures()).with_columns(
        observed_on="metric_date",
        is_carried=pl.lit(value=False),
        floor_on="metric_date",
        volume_on="ema_state_date",
        listings_on="metric_date",
        missing_marketplaces=pl.lit(""),
        volume_marketplaces=pl.lit(""),
        capped=pl.lit(""),
        daily_volume_is_incomplete=pl.lit(value=False),
    )
    absent = [name for name in METRICS_SCHEMA if name not in figures.columns]
    figures = figures.with_columns(pl.lit(None, METRICS_SCHEMA[name]).alias(name) for name in absent)
    return figures.select(_kept(name, dtype) for name, dtype in METRICS_SCHEMA.items())


def _first_days(history: pl.DataFrame) -> pl.DataFrame:
    first = history.group_by("box_id").agg(from_date=pl.col("metric_date").min())
    return first.with_columns(
        ema_state=pl.lit(None, pl.Float64),
        ema_state_date=pl.lit(None, pl.Date),
        ema_observations=pl.lit(0, pl.Int64),
        observed_days=pl.lit(0, pl.Int64),
    )


def _asked_days(history: pl.DataFrame, starts: pl.DataFrame) -> pl.DataFrame:
    starts = starts.select("box_id", "from_date", "observed_days")
    requested = history.join(starts, on="box_id", maintain_order="left")
    days = requested.filter(pl.col("metric_date") >= pl.col("from_date"))
    since_start = pl.int_range(1, pl.len() + 1).over("box_id")
    return days.with_columns(pl.col("observed_days").fill_null(0) + since_start)


def _volume_figures() -> tuple[pl.Expr, ...]:
    is_volume_day = pl.col("ema_state_date") == pl.col("metric_date")
    is_provisional = pl.col("ema_observations") < SPAN_DAYS
    average = pl.when(is_volume_day).then("ema_state")
    usual = pl.when(pl.col("unified_volume_30d_sma") > 0).then("unified_volume_30d_sma")
    return (
        average.alias("unified_volume_7d_ema"),
        is_provisional.alias("is_provisional"),
        pl.when(~is_provisional).then(100 * (average / usual - 1)).alias("momentum_pct"),
    )


def _supply_figures() -> tuple[pl.Expr, ...]:
    market_cap = pl.col("floor_price_usd") * pl.col("active_listings_count")
    return (
        market_cap.alias("listed_value_usd"),
        supply.absorption_rate(),
        supply.liquidity_score(),
        supply.expected_days_to_sell(),
        supply.days_of_supply(),
        supply.days_of_supply_reason(),
    )


def _kept(name: str, dtype: pl.DataType) -> pl.Expr:
    if dtype != pl.Float64() or name not in FIGURES:
        return pl.col(name)
    rule = stored if FIGURES[name].unit.name in _IN_CENTS else stored_fraction
    return rule(pl.col(name)).alias(name)
