"""Totals of a day that cannot be: a typing error must not get into averages and sums."""

import polars as pl

from app.domain.errors import AbsurdTotal
from app.domain.series_keys import day_of

LARGEST_DAILY_TOTAL = 1e11
"""Dollars or boxes of one day: 30 such days still fit an Int64 of millionths."""


def refuse_absurd(rows: pl.DataFrame, *amounts: pl.Expr) -> None:
    """Raise AbsurdTotal where an amount of a row (box_id, day) exceeds the largest or is not a number."""
    # NaN compares greater than every number.
    absurd = rows.filter(pl.any_horizontal(amount > LARGEST_DAILY_TOTAL for amount in amounts))
    if not absurd.is_empty():
        box_id, day = absurd.select("box_id", day_of(pl.col("day"))).row(0)
        raise AbsurdTotal(box_id, day, LARGEST_DAILY_TOTAL)
