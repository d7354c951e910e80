"""Whole numbers in place of box, marketplace and day: one column sorts and joins several times faster."""

from collections.abc import Sequence

import polars as pl

DAY_SPAN = 2**22
"""More than there are days; keys of two series lie further apart than any window is long."""

_FIRST_DAY = 2**15  # days before 1970 have negative numbers


def day_number(column: str) -> pl.Expr:
    """A day as a number from 1 up; `day_of` is its inverse."""
    return pl.col(column).to_physical().cast(pl.Int64) + _FIRST_DAY


def day_of(number: pl.Expr) -> pl.Expr:
    """The day of a `day_number`, or of the key of a series and day."""
    return (number % DAY_SPAN - _FIRST_DAY).cast(pl.Int32).cast(pl.Date)


def with_keys(rows: pl.DataFrame, marketplaces: Sequence[str]) -> pl.DataFrame:
    """Adds day, code (the place of the marketplace by name), series (box and marketplace) and key (and day).

    `marketplaces` are all names of the rows, in their order.
    """
    code = pl.col("marketplace").cast(pl.Enum(marketplaces)).to_physical().cast(pl.Int64)
    return (
        rows.with_columns(day=day_number("metric_date"), code=code)
        .with_columns(series=pl.col("box_id") * len(marketplaces) + pl.col("code"))
        .with_columns(key=pl.col("series") * DAY_SPAN + pl.col("day"))
    )


def box_day() -> pl.Expr:
    """The key of a box and day."""
    return (pl.col("box_id") * DAY_SPAN + pl.col("day")).alias("box_day")
