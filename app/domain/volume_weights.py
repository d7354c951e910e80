"""What a marketplace's volume counts in sums over marketplaces."""

import math
from collections.abc import Mapping, Sequence

import polars as pl

_NOISELESS = 6  # decimals of a cent; beyond them is the noise of floats


def weight_rows(weights: Mapping[str, float]) -> pl.DataFrame:
    """marketplace and weight of those that do not count 1."""
    rows = [(name, float(weight)) for name, weight in sorted(weights.items()) if weight != 1]
    return pl.DataFrame(rows, schema={"marketplace": pl.String, "weight": pl.Float64}, orient="row")


def weighted_volume(reports: pl.DataFrame, weights: Mapping[str, float]) -> pl.DataFrame:
    """The reports with volume (whole millionths, Int64) times the weight of its marketplace.

    Null without a volume, and with a weight of 0, which leaves a marketplace out of all volumes.
    """
    volume = pl.col("volume")
    for name, weight in weights.items():
        weighted = (volume * weight).round(mode="half_to_even").cast(pl.Int64) if weight else pl.lit(None)
        volume = pl.when(pl.col("marketplace") == name).then(weighted).otherwise(volume)
    return reports.with_columns(volume=volume)


def parts_to_the_cent(total_usd: float | None, parts: Sequence[float | None]) -> list[float | None]:
    """Parts of a sum in whole cents that add up to `total_usd`, their sum rounded to the cent.

    Each is rounded down or up by less than a cent: the largest remainders are rounded up, of equal ones the
    first. A part that is null stays null; without a total all are.
    """
    if total_usd is None:
        return [None] * len(parts)
    cents = [None if part is None else round(100 * part, _NOISELESS) for part in parts]
    whole = [None if each is None else math.floor(each) for each in cents]
    left = round(100 * total_usd) - sum(each for each in whole if each is not None)
    pairs = enumerate(zip(whole, cents, strict=True))
    rests = [(least - exact, at) for at, (least, exact) in pairs if least is not None and exact is not None]
    up = {at for _, at in sorted(rests)[: max(0, left)]}
    return [None if each is None else (each + (at in up)) / 100 for at, each in enumerate(whole)]
