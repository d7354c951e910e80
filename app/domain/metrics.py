"""Unified metrics: each marketplace first, then the market; one row per box and reported day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from app.domain.averages import SPAN_DAYS, STATE_SCHEMA, with_moving_average
from app.domain.figures import FIGURES
from app.domain.marketplace_grid import marketplace_grid
from app.domain.marketplace_series import PRICES, WINDOW_DAYS, first_prices, marketplace_series
from app.domain.metric_rules import RULES_VERSION, MetricRules
from app.domain.plausible_totals import refuse_absurd
from app.domain.prices import price_figures
from app.domain.rounding import stored, stored_fraction
from app.domain.series_keys import day_number, day_of, with_keys
from app.domain.supply import supply_figures
from app.domain.unified_sums import unified_sums

__all__ = [
    "LOOKBACK_DAYS",
    "MARKETPLACE_DAY_SCHEMA",
    "METRICS_SCHEMA",
    "PRICE_LOOKBACK_DAYS",
    "RULES_VERSION",
    "SEED_DAYS",
    "Before",
    "Computed",
    "MetricRules",
    "compute_metrics",
    "stored",
    "stored_fraction",
]

LOOKBACK_DAYS = 90  # the oldest price that estimates the oldest volume of the window of a carried report
PRICE_LOOKBACK_DAYS = 395  # a year that ends on a carried report
SEED_DAYS = 31  # an average that is older starts again

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
MARKETPLACE_DAY_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "metric_date": pl.Date(),
        "marketplace": pl.String(),
        "observed_on": pl.Date(),
        "floor_price_usd": pl.Float64(),
        "floor_on": pl.Date(),
        "market_price_usd": pl.Float64(),
        "market_price_on": pl.Date(),
        "active_listings": pl.Int64(),
        "listings_on": pl.Date(),
        "units_sold": pl.Float64(),
        "units_listed": pl.Float64(),
        "volume_usd": pl.Float64(),
        "volume_is_estimated": pl.Boolean(),
        "ema_state": pl.Float64(),
        "volume_on": pl.Date(),
        "ema_observations": pl.Int64(),
    }
)
START_SCHEMA = pl.Schema({"box_id": pl.Int64(), "from_date": pl.Date(), "observed_days": pl.Int64()})
SEED_SCHEMA = pl.Schema(
    {
        name: MARKETPLACE_DAY_SCHEMA[name]
        for name in ("box_id", "marketplace", *("ema_state", "volume_on", "ema_observations"))
    }
)
_IN_CENTS = ("usd", "percent")


@dataclass(frozen=True)
class Before:
    """Where a computation goes on, instead of beginning with the first observation.

    `starts` (START_SCHEMA): the boxes wanted, from which day on, and on how many days each was observed
    before. `seeds` (SEED_SCHEMA): the averages of their marketplaces as of the day before. `prices`: box_id,
    metric_date, marketplace and both prices since PRICE_LOOKBACK_DAYS before.
    """

    starts: pl.DataFrame
    prices: pl.DataFrame
    seeds: pl.DataFrame = field(default_factory=SEED_SCHEMA.to_frame)


@dataclass(frozen=True)
class Computed:
    """Rows of marketplaces (MARKETPLACE_DAY_SCHEMA) and of boxes (METRICS_SCHEMA), by box and day."""

    marketplace_days: pl.DataFrame
    metrics: pl.DataFrame


def compute_metrics(
    observations: pl.DataFrame,
    rules: MetricRules,
    reported: Sequence[date] | None = None,
    before: Before | None = None,
) -> Computed:
    """The rows of every reported day and every box with an observation that is still good on it.

    `observations`: box_id, metric_date, marketplace and the nullable figures floor_price_usd,
    market_price_usd, active_listings, units_sold, units_listed, volume_usd, without the values that are not
    used; one row per box, day and marketplace, in any order. `reported`: all reported days of the market
    (None: those of the observations); observations of other days do not count.

    `before` limits the result to its boxes, from each one's first day on; from LOOKBACK_DAYS before it the
    observations must be complete. The rows then equal those of a full computation bit for bit.

    Null means unknown, never zero; no figure is NaN or infinite. Raises `AbsurdTotal` when a daily total is
    beyond `plausible_totals.LARGEST_DAILY_TOTAL`.
    """
    names = sorted({*observations["marketplace"].unique(), *_seeded(before)})
    days = _days(observations, reported)
    keyed = with_keys(observations, names)
    keyed = keyed.filter(pl.col("day").is_in(days.implode()))
    starts = _starts(keyed, before)
    grid = marketplace_grid(keyed, days, max(WINDOW_DAYS, rules.report_good_days))
    series = marketplace_series(grid, rules, names).join(starts, on="box_id", maintain_order="left")
    series = with_moving_average(series.filter(pl.col("day") >= pl.col("from_day")), _seeds(before, names))
    is_good = pl.col("day") - pl.col("observed") < rules.report_good_days
    sums = unified_sums(series, rules, names)
    refuse_absurd(sums, *(pl.col(name) for name in ("daily_volume_usd", "boxes_sold", "boxes_added")))
    rows = _with_observed_days(sums.filter(is_good), starts)
    reports = with_keys(observations if before is None else before.prices, names)
    reports = reports.filter(pl.col("day").is_in(days.implode()))
    first = {name: first_prices(series, name, rules, names) for name in PRICES}
    priced = pl.concat([rows, price_figures(rows, first, reports, names)], how="horizontal")
    return Computed(_marketplace_days(series.filter(is_good), names), _metrics(priced))


def _seeded(before: Before | None) -> Sequence[str]:
    if before is None:
        return ()
    return [*before.seeds["marketplace"].unique(), *before.prices["marketplace"].unique()]


def _days(observations: pl.DataFrame, reported: Sequence[date] | None) -> pl.Series:
    known = observations["metric_date"].unique() if reported is None else pl.Series(reported, dtype=pl.Date)
    return known.sort().to_frame("metric_date").select(day_number("metric_date")).to_series()


def _starts(keyed: pl.DataFrame, before: Before | None) -> pl.DataFrame:
    if before is None:
        first = keyed.group_by("box_id").agg(from_day=pl.col("day").min())
        return first.with_columns(observed_before=pl.lit(0, pl.Int64))
    return before.starts.select(
        "box_id", from_day=day_number("from_date"), observed_before=pl.col("observed_days").fill_null(0)
    )


def _seeds(before: Before | None, names: Sequence[str]) -> pl.DataFrame:
    if before is None:
        return STATE_SCHEMA.to_frame()
    seeds = before.seeds.filter(pl.col("ema_state").is_not_null()).rename({"volume_on": "metric_date"})
    return with_keys(seeds, names).select(STATE_SCHEMA.names())


def _with_observed_days(rows: pl.DataFrame, starts: pl.DataFrame) -> pl.DataFrame:
    known = rows.join(starts.select("box_id", "observed_before"), on="box_id", maintain_order="left")
    since_start = (pl.col("observed") == pl.col("day")).cast(pl.Int64).cum_sum().over("box_id")
    return known.with_columns(observed_days=pl.col("observed_before") + since_start)


def _marketplace_days(series: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    rows = series.sort("box_day", "code")
    marketplace = pl.Series(names, dtype=pl.String).gather(rows["code"])
    return rows.select(
        "box_id",
        day_of(pl.col("day")).alias("metric_date"),
        marketplace.alias("marketplace"),
        day_of(pl.col("observed")).alias("observed_on"),
        "floor_price_usd",
        day_of(pl.col("floor_price_usd_at")).alias("floor_on"),
        "market_price_usd",
        day_of(pl.col("market_price_usd_at")).alias("market_price_on"),
        "active_listings",
        day_of(pl.col("active_listings_at")).alias("listings_on"),
        "units_sold",
        "units_listed",
        pl.col("volume").alias("volume_usd"),
        pl.when(pl.col("volume").is_not_null()).then("is_estimated").alias("volume_is_estimated"),
        "ema_state",
        day_of(pl.col("ema_at")).alias("volume_on"),
        "ema_observations",
    )


def _metrics(rows: pl.DataFrame) -> pl.DataFrame:
    figures = rows.with_columns(*_day_figures(), *_volume_figures(), *supply_figures()).with_columns(
        _momentum()
    )
    return figures.select(_kept(name, dtype) for name, dtype in METRICS_SCHEMA.items())


def _day_figures() -> tuple[pl.Expr, ...]:
    return (
        day_of(pl.col("day")).alias("metric_date"),
        day_of(pl.col("observed")).alias("observed_on"),
        (pl.col("observed") < pl.col("day")).alias("is_carried"),
        day_of(pl.col("listings_at")).alias("listings_on"),
        (pl.col("floor_price_usd") * pl.col("active_listings_count")).alias("listed_value_usd"),
    )


def _volume_figures() -> tuple[pl.Expr, ...]:
    has_volume, is_live = pl.col("daily_volume_usd").is_not_null(), pl.col("live_marketplaces") > 0
    most_days = pl.col("live_marketplaces") * WINDOW_DAYS
    return (
        pl.when(has_volume).then("daily_volume_is_estimated").alias("daily_volume_is_estimated"),
        pl.when(has_volume).then(pl.col("missing_marketplaces") != "").alias("daily_volume_is_incomplete"),
        day_of(pl.col("volume_at")).alias("volume_on"),
        pl.col("ema_state").alias("unified_volume_7d_ema"),
        pl.when(is_live).then(pl.col("most_observations") < SPAN_DAYS).alias("is_provisional"),
        pl.col("sma_state").alias("unified_volume_30d_sma"),
        pl.when(is_live).then(pl.col("volume_days") / most_days).alias("volume_30d_coverage"),
    )


def _momentum() -> pl.Expr:
    usual = pl.when(pl.col("sma_state") > 0).then("sma_state")
    change = 100 * (pl.col("ema_state") / usual - 1)
    return pl.when(~pl.col("is_provisional")).then(change).alias("momentum_pct")


def _kept(name: str, dtype: pl.DataType) -> pl.Expr:
    if dtype != pl.Float64() or name not in FIGURES:
        return pl.col(name)
    rule = stored if FIGURES[name].unit.name in _IN_CENTS else stored_fraction
    return rule(pl.col(name)).alias(name)
