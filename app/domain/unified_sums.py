"""Figures of a box on a day: sums over its marketplaces, in order of their names."""

from collections.abc import Mapping, Sequence

import polars as pl

from app.domain.metric_rules import MetricRules
from app.domain.rounding import MILLION, over

WINDOW_DAYS = 30
ENOUGH_ADDITIONS = 7

_DOLLARS = ("daily_volume_usd", "ema_state", "sma_state", "volume_30d_usd")
_MEANS = ("boxes_sold_30d_avg", "boxes_added_30d_avg", "ratio_sold", "ratio_added")


def unified_sums(series: pl.DataFrame, rules: MetricRules, marketplaces: Sequence[str]) -> pl.DataFrame:
    """One unrounded row per box_day of `marketplace_series`, in its order.

    box_id, day, observed; the sums of SPEC 3 with `ema_state` and `sma_state` (weighted, dollars);
    ratio_sold, ratio_listed, ratio_added over the marketplaces with both sales and listings that are good,
    knows_additions: whether each of those has additions on ENOUGH_ADDITIONS days of its window.
    """
    rows = series.sort("box_day", "code")
    parts = rows.select("box_day", **_parts(_weights(rules, marketplaces, rows)))
    sums = _in_order(parts.select("box_day", *_DOLLARS, *_MEANS))
    names = pl.Series(marketplaces, dtype=pl.String).gather(rows["code"])
    grouped = rows.with_columns(_is_weighted(parts), name=names).group_by("box_day", maintain_order=True)
    counts = grouped.agg(**_aggregates()).drop("box_day")
    return pl.concat([sums, counts], how="horizontal").with_columns(
        boxes_sold=over(pl.col("sold_millionths"), MILLION),
        boxes_added=over(pl.col("added_millionths"), MILLION),
    )


def _weights(rules: MetricRules, marketplaces: Sequence[str], rows: pl.DataFrame) -> pl.Series:
    weights = pl.Series(
        [float(rules.volume_weights.get(name, 1.0)) for name in marketplaces], dtype=pl.Float64
    )
    return weights.gather(rows["code"]).alias("weight")


def _parts(weights: pl.Series) -> Mapping[str, pl.Expr | pl.Series]:
    weight = pl.lit(weights)
    counts = weight > 0
    is_live = pl.col("volume_live") & counts
    in_ratio = pl.col("sold_live") & pl.col("active_listings").is_not_null()
    return {
        "is_weighted": counts,
        "daily_volume_usd": pl.when(counts).then(weight * pl.col("volume")),
        "ema_state": pl.when(is_live).then(weight * pl.col("ema_state")),
        "sma_state": pl.when(is_live).then(weight * pl.col("volume_mean")),
        "volume_30d_usd": pl.when(counts).then(weight * over(pl.col("volume_30d"), MILLION)),
        "boxes_sold_30d_avg": pl.col("sold_mean"),
        "boxes_added_30d_avg": pl.col("added_mean"),
        "ratio_sold": pl.when(in_ratio).then("sold_mean"),
        "ratio_added": pl.when(in_ratio).then("added_mean"),
    }


def _is_weighted(parts: pl.DataFrame) -> pl.Series:
    return parts["is_weighted"]


def _aggregates() -> Mapping[str, pl.Expr]:
    is_live = pl.col("volume_live") & pl.col("is_weighted")
    in_ratio = pl.col("sold_live") & pl.col("active_listings").is_not_null()
    has_additions = pl.col("added_live") & (pl.col("added_days") >= ENOUGH_ADDITIONS)
    is_missing = is_live & pl.col("volume").is_null()
    counted = pl.col("volume").is_not_null() & pl.col("is_weighted")
    return {
        "box_id": pl.col("box_id").first(),
        "day": pl.col("day").first(),
        "observed": pl.col("observed").max(),
        "active_listings_count": _sum_of_known(pl.col("active_listings")),
        "listings_at": _day(pl.col("active_listings_at")).min(),
        "sold_millionths": _sum_of_known(pl.col("sold_millionths")),
        "added_millionths": _sum_of_known(pl.col("added_millionths")),
        "daily_volume_is_estimated": (pl.col("is_estimated") & counted).any(),
        "live_marketplaces": is_live.sum().cast(pl.Int64),
        "volume_at": _day(pl.col("ema_at")).filter(is_live).min(),
        "volume_days": pl.col("volume_days").filter(is_live).sum().cast(pl.Int64),
        "most_observations": pl.col("ema_observations").filter(is_live).max(),
        "volume_marketplaces": pl.col("name").filter(is_live).str.join(","),
        "missing_marketplaces": pl.col("name").filter(is_missing).str.join(","),
        "ratio_marketplaces": in_ratio.sum().cast(pl.Int64),
        "ratio_listed": pl.col("active_listings").filter(in_ratio).sum(),
        "knows_additions": (~in_ratio | has_additions).all(),
    }


def _sum_of_known(amount: pl.Expr) -> pl.Expr:
    return pl.when(amount.is_not_null().any()).then(amount.sum())


def _day(key: pl.Expr) -> pl.Expr:
    return key % 2**22


def _in_order(parts: pl.DataFrame) -> pl.DataFrame:
    # Float sums depend on the order of their terms: taken in order of name, they are the same in every slice.
    line = pl.int_range(pl.len())
    is_next = (pl.col("box_day") == pl.col("box_day").shift(1)).fill_null(value=False)
    rows = parts.with_columns(place=line - pl.when(~is_next).then(line).forward_fill())
    names = parts.columns[1:]
    deepest = rows.select(pl.col("place").max().fill_null(0)).item()
    for place in range(1, deepest + 1):
        is_same = pl.col("place").shift(-place) == place
        rows = rows.with_columns(
            _plus(pl.col(name), pl.when(is_same).then(pl.col(name).shift(-place))) for name in names
        )
    return rows.filter(pl.col("place") == 0).drop("place")


def _plus(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return pl.coalesce(left + right, left, right)
