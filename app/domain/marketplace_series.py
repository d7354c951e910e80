"""The series of each marketplace on each day: prices and listings still good, volumes, windows, averages."""

from collections.abc import Sequence

import polars as pl

from app.domain.metric_rules import MetricRules
from app.domain.plausible_totals import refuse_absurd
from app.domain.rounding import MILLION, millionths, over

WINDOW_DAYS = 30
KEPT = ("floor_price_usd", "market_price_usd", "active_listings")
PRICES = ("floor_price_usd", "market_price_usd")


def marketplace_series(grid: pl.DataFrame, rules: MetricRules, marketplaces: Sequence[str]) -> pl.DataFrame:
    """The rows of a `marketplace_grid` with the state of their series, ordered by key.

    * of each of KEPT the newest report while it is good (null after that), and `…_at`, the key of its day;
    * volume (dollars of that very day, given or estimated, rounded to a millionth) and is_estimated;
    * volume_30d: dollars of the 30 days up to the row, as Int64 millionths;
    * volume_mean, volume_days; sold_mean; added_mean, added_days: of the 30 days up to the newest volume, or
      report of boxes sold or added, while that is good;
    * volume_live: whether the newest volume is good.
    """
    days = rules.report_good_days
    kept = grid.with_columns(expression for name in KEPT for expression in _kept(name, days))
    valued = kept.with_columns(_volume(kept, rules, marketplaces)).with_columns(
        pl.col("volume_usd").is_null().alias("is_estimated") & (pl.col("units_sold") > 0)
    )
    counted = valued.with_columns(
        volume=over(pl.col("volume_millionths"), MILLION),
        sold_millionths=millionths(pl.col("units_sold")),
        added_millionths=millionths(pl.col("units_listed")),
    )
    windows = counted.with_columns(
        expression for name in ("volume", "sold", "added") for expression in _window(name)
    )
    return windows.with_columns(
        expression for name in ("volume", "sold", "added") for expression in _mean(name, days)
    )


def first_prices(
    grid: pl.DataFrame, name: str, rules: MetricRules, marketplaces: Sequence[str]
) -> pl.DataFrame:
    """box_day, code, `name` and `…_at` of the first marketplace with a good price: authority, then name."""
    order = [*rules.price_authority, *(each for each in marketplaces if each not in rules.price_authority)]
    ranks = pl.Series([order.index(each) for each in marketplaces], dtype=pl.Int64)
    live = grid.filter(pl.col(name).is_not_null()).select("box_day", "code", name, f"{name}_at")
    live = live.with_columns(place=ranks.gather(live["code"]) * 2**40 + pl.int_range(pl.len()))
    first = live.group_by("box_day").agg(pl.col("place").min()).sort("box_day")
    return live[(first["place"] % 2**40).cast(pl.UInt32)].drop("place")


def _kept(name: str, days: int) -> tuple[pl.Expr, ...]:
    at = pl.when(pl.col(name).is_not_null()).then("key").forward_fill()
    is_good = pl.col("key") - at < days
    return (
        pl.when(is_good).then(pl.col(name).forward_fill()).alias(name),
        pl.when(is_good).then(at).alias(f"{name}_at"),
    )


def _volume(kept: pl.DataFrame, rules: MetricRules, marketplaces: Sequence[str]) -> pl.Series:
    unified = [first_prices(kept, name, rules, marketplaces).select("box_day", name) for name in PRICES]
    own = {f"own_{name}": pl.col(name) for name in PRICES}
    amounts = ("units_sold", "units_listed", "volume_usd")
    rows = kept.select("box_id", "day", "box_day", *amounts, **own)
    for prices in unified:
        rows = rows.join(prices, on="box_day", how="left", maintain_order="left")
    price = pl.coalesce("own_market_price_usd", "own_floor_price_usd", "market_price_usd", "floor_price_usd")
    estimate = pl.when(pl.col("units_sold") == 0).then(0.0).otherwise(pl.col("units_sold") * price)
    valued = rows.with_columns(volume=pl.coalesce("volume_usd", estimate))
    refuse_absurd(valued, *(pl.col(name) for name in (*amounts, "volume")))
    return valued.select(millionths(pl.col("volume")).alias("volume_millionths")).to_series()


def _window(name: str) -> tuple[pl.Expr, ...]:
    amount, span = pl.col(f"{name}_millionths"), f"{WINDOW_DAYS}i"
    days = amount.is_not_null().cast(pl.Int64).rolling_sum_by("key", span)
    return (
        pl.when(days > 0).then(amount.rolling_sum_by("key", span)).alias(f"{name}_30d"),
        days.alias(f"{name}_days"),
    )


def _mean(name: str, days: int) -> tuple[pl.Expr, ...]:
    is_report = pl.col(f"{name}_millionths").is_not_null()
    at = pl.when(is_report).then("key").forward_fill()
    is_good = pl.col("key") - at < days
    mean = pl.col(f"{name}_30d") / (pl.col(f"{name}_days") * MILLION)
    return (
        pl.when(is_good).then(pl.when(is_report).then(mean).forward_fill()).alias(f"{name}_mean"),
        pl.when(is_good).then(pl.when(is_report).then(f"{name}_days").forward_fill()).alias(f"{name}_days"),
        is_good.fill_null(value=False).alias(f"{name}_live"),
    )
