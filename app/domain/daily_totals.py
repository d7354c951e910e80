"""Totals of a box on a day over all marketplaces."""

import polars as pl

from app.domain.errors import AbsurdTotal
from app.domain.metric_rules import MetricRules

LARGEST_DAILY_TOTAL = 1e11  # dollars or boxes: 30 such days still fit an Int64 of millionths
_DAY = ("box_id", "metric_date")
_AMOUNTS = ("daily_volume_usd", "boxes_sold", "boxes_added")


def daily_totals(observations: pl.DataFrame, rules: MetricRules) -> pl.DataFrame:
    """One unrounded row per observed box and day, ordered by box_id and metric_date.

    Columns: box_id, metric_date, floor_price_usd, active_listings_count, boxes_sold, boxes_added,
    daily_volume_usd, daily_volume_is_estimated. A sum is null when no marketplace reported the figure.

    A marketplace's volume is its `volume_usd`, else `units_sold` times its own floor, else times the unified
    floor. No boxes sold are 0 dollars at any price: `units_sold` 0 is an estimated volume of 0 even without a
    floor. Boxes sold at an unknown price give no volume. Weight 0 makes a volume 0, not null.

    Expects at most one row per box, day and marketplace. Raises `AbsurdTotal` when a day's volume or boxes
    exceed `LARGEST_DAILY_TOTAL` or are not a number.
    """
    rows = _in_fixed_order(observations, rules)
    floors = _authority_floors(rules)
    parts = rows.select(*_DAY, *_reported(), *_valued(rules), **floors)
    return _refuse_absurd(_one_row_per_day(parts).select(*_DAY, *_figures(list(floors))))


def _in_fixed_order(observations: pl.DataFrame, rules: MetricRules) -> pl.DataFrame:
    # Float sums depend on the order of their terms: sorted, a total is the same in every slice of the market.
    names = {*observations.get_column("marketplace").unique(), *rules.price_authority, *rules.volume_weights}
    marketplace = pl.col("marketplace").cast(pl.Enum(sorted(names)))
    return observations.with_columns(marketplace).sort(*_DAY, "marketplace")


def _reported() -> tuple[pl.Expr, ...]:
    return pl.col("active_listings"), pl.col("units_sold"), pl.col("units_listed")


def _valued(rules: MetricRules) -> tuple[pl.Expr, ...]:
    units, given = pl.col("units_sold"), pl.col("volume_usd")
    estimated = pl.when(units == 0).then(0.0).otherwise(units * pl.col("floor_price_usd"))
    weight = _weight(rules)
    return (
        (pl.coalesce(given, estimated) * weight).alias("priced_usd"),
        pl.when(given.is_null() & estimated.is_null()).then(units * weight).alias("unpriced_boxes"),
        pl.when(given.is_null() & estimated.is_not_null()).then(1).alias("estimates"),
    )


def _weight(rules: MetricRules) -> pl.Expr:
    weight = pl.lit(1.0)
    for marketplace, factor in sorted(rules.volume_weights.items()):
        weight = pl.when(pl.col("marketplace") == marketplace).then(pl.lit(float(factor))).otherwise(weight)
    return weight


def _authority_floors(rules: MetricRules) -> dict[str, pl.Expr]:
    return {
        f"floor_of_{rank}": pl.when(pl.col("marketplace") == marketplace).then("floor_price_usd")
        for rank, marketplace in enumerate(rules.price_authority)
    }


def _one_row_per_day(parts: pl.DataFrame) -> pl.DataFrame:
    rows = parts.with_columns(_place_in_day())
    deepest = rows.select(pl.col("place").max().fill_null(0)).item()
    for place in range(1, deepest + 1):
        is_same_day = pl.col("place").shift(-place) == place
        rows = rows.with_columns(
            _sum_of_known(pl.col(name), pl.when(is_same_day).then(pl.col(name).shift(-place)))
            for name in parts.columns[len(_DAY) :]
        )
    return rows.filter(pl.col("place") == 0)


def _place_in_day() -> pl.Expr:
    line = pl.int_range(pl.len())
    is_next = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in _DAY).fill_null(False)
    return (line - pl.when(~is_next).then(line).forward_fill()).alias("place")


def _sum_of_known(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return pl.coalesce(left + right, left, right)


def _figures(floors: list[str]) -> tuple[pl.Expr, ...]:
    floor = pl.coalesce(floors)
    late_usd = pl.col("unpriced_boxes") * floor
    volume = _sum_of_known(pl.col("priced_usd"), late_usd)
    is_estimated = pl.col("estimates").is_not_null() | late_usd.is_not_null()
    return (
        floor.alias("floor_price_usd"),
        pl.col("active_listings").alias("active_listings_count"),
        pl.col("units_sold").alias("boxes_sold"),
        pl.col("units_listed").alias("boxes_added"),
        volume.alias("daily_volume_usd"),
        pl.when(volume.is_not_null()).then(is_estimated).alias("daily_volume_is_estimated"),
    )


def _refuse_absurd(totals: pl.DataFrame) -> pl.DataFrame:
    # NaN compares greater than every number, so it is rejected here as well.
    absurd = totals.filter(pl.any_horizontal(pl.col(_AMOUNTS) > LARGEST_DAILY_TOTAL))
    if absurd.is_empty():
        return totals
    box_id, day = absurd.row(0)[:2]
    raise AbsurdTotal(box_id, day, LARGEST_DAILY_TOTAL)
