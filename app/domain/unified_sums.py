"""Figures of a box on a day: sums over its marketplaces, in order of their names."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from app.domain.metric_rules import MetricRules
from app.domain.rounding import MILLION, over
from app.domain.series_keys import DAY_SPAN

ENOUGH_ADDITIONS = 7

Together = Callable[[pl.Expr, pl.Expr], pl.Expr]


def unified_sums(series: pl.DataFrame, rules: MetricRules, marketplaces: Sequence[str]) -> pl.DataFrame:
    """One unrounded row per box_day of `marketplace_series`, in its order.

    box_id, day, observed; the sums of SPEC 3 with `ema_state` and `sma_state` (weighted, dollars);
    ratio_sold, ratio_listed, ratio_added over the marketplaces with both sales and listings that are good,
    knows_additions: whether each of those has additions on ENOUGH_ADDITIONS days of its window.
    """
    rows = series.sort("box_day", "code")
    of_name = [float(rules.volume_weights.get(name, 1.0)) for name in marketplaces]
    rows = rows.with_columns(
        weight=pl.Series(of_name, dtype=pl.Float64).gather(rows["code"]),
        name=pl.Series(marketplaces, dtype=pl.String).gather(rows["code"]),
    )
    parts, together = {}, {}
    for name, (part, put) in _parts().items():
        parts[name], together[name] = part, put
    sums = _in_order(rows.select("box_id", "day", "box_day", **parts), together)
    return sums.with_columns(
        pl.col("volume_marketplaces", "missing_marketplaces").fill_null(""),
        pl.col("knows_additions").fill_null(value=True),
        boxes_sold=over(pl.col("sold_millionths"), MILLION),
        boxes_added=over(pl.col("added_millionths"), MILLION),
    )


def _parts() -> Mapping[str, tuple[pl.Expr, Together]]:
    """What each marketplace adds to a figure (null: nothing), and how two of them are put together."""
    weight = pl.col("weight")
    counts = weight > 0
    is_live = pl.col("volume_live") & counts
    in_ratio = pl.col("sold_live") & pl.col("active_listings").is_not_null()
    has_additions = pl.col("added_live") & (pl.col("added_days") >= ENOUGH_ADDITIONS)

    def of(is_so: pl.Expr, figure: pl.Expr) -> pl.Expr:
        return pl.when(is_so).then(figure)

    return {
        "observed": (pl.col("observed"), pl.max_horizontal),
        "daily_volume_usd": (of(counts, weight * pl.col("volume")), _plus),
        "daily_volume_is_estimated": (
            of(counts, pl.col("is_estimated") & pl.col("volume").is_not_null()),
            _or,
        ),
        "ema_state": (of(is_live, weight * pl.col("ema_state")), _plus),
        "sma_state": (of(is_live, weight * pl.col("volume_mean")), _plus),
        "volume_30d_usd": (of(counts, weight * over(pl.col("volume_30d"), MILLION)), _plus),
        "volume_at": (of(is_live, pl.col("ema_at") % DAY_SPAN), pl.min_horizontal),
        "volume_days": (of(is_live, pl.col("volume_days")), _plus),
        "live_marketplaces": (is_live.cast(pl.Int64), _plus),
        "most_observations": (of(is_live, pl.col("ema_observations")), pl.max_horizontal),
        "volume_marketplaces": (of(is_live, pl.col("name")), _listed),
        "missing_marketplaces": (of(is_live & pl.col("volume").is_null(), pl.col("name")), _listed),
        "active_listings_count": (pl.col("active_listings"), _plus),
        "listings_at": (pl.col("active_listings_at") % DAY_SPAN, pl.min_horizontal),
        "sold_millionths": (pl.col("sold_millionths"), _plus),
        "added_millionths": (pl.col("added_millionths"), _plus),
        "boxes_sold_30d_avg": (pl.col("sold_mean"), _plus),
        "boxes_added_30d_avg": (pl.col("added_mean"), _plus),
        "ratio_marketplaces": (in_ratio.cast(pl.Int64), _plus),
        "ratio_sold": (of(in_ratio, pl.col("sold_mean")), _plus),
        "ratio_listed": (of(in_ratio, pl.col("active_listings")), _plus),
        "ratio_added": (of(in_ratio, pl.col("added_mean")), _plus),
        "knows_additions": (of(in_ratio, has_additions.fill_null(value=False)), _and),
    }


def _in_order(rows: pl.DataFrame, together: Mapping[str, Together]) -> pl.DataFrame:
    # Float sums depend on the order of their terms: taken in order of name, they are the same in every slice.
    line = pl.int_range(pl.len())
    is_next = (pl.col("box_day") == pl.col("box_day").shift(1)).fill_null(value=False)
    rows = rows.with_columns(place=line - pl.when(~is_next).then(line).forward_fill())
    deepest = rows.select(pl.col("place").max().fill_null(0)).item()
    for place in range(1, deepest + 1):
        is_same = pl.col("place").shift(-place) == place
        rows = rows.with_columns(
            put(pl.col(name), pl.when(is_same).then(pl.col(name).shift(-place))).alias(name)
            for name, put in together.items()
        )
    return rows.filter(pl.col("place") == 0).drop("place")


def _plus(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return pl.coalesce(left + right, left, right)


def _or(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return pl.coalesce(left | right, left, right)


def _and(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return pl.coalesce(left & right, left, right)


def _listed(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return pl.coalesce(left + "," + right, left, right)
