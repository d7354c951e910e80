"""What a marketplace's volume counts in sums over marketplaces."""

from collections.abc import Mapping

import polars as pl

from app.domain.rounding import millionths


def weight_rows(weights: Mapping[str, float]) -> pl.DataFrame:
    """marketplace and weight of those that do not count 1."""
    rows = [(name, float(weight)) for name, weight in sorted(weights.items()) if weight != 1]
    return pl.DataFrame(rows, schema={"marketplace": pl.String, "weight": pl.Float64}, orient="row")


def weighted_volume(reports: pl.DataFrame, weights: Mapping[str, float]) -> pl.DataFrame:
    """Adds volume: volume_usd times the weight of its marketplace, in whole millionths (Int64).

    Null without a volume, and with a weight of 0, which leaves a marketplace out of all volumes.
    """
    volume = millionths(pl.col("volume_usd"))
    for name, weight in weights.items():
        weighted = millionths(pl.col("volume_usd") * weight) if weight else pl.lit(None, pl.Int64)
        volume = pl.when(pl.col("marketplace") == name).then(weighted).otherwise(volume)
    return reports.with_columns(volume=volume)
