"""Which boxes trade enough to be movers."""

import polars as pl

from app.domain.rounding import MILLION, millionths, over

SOLD_DAYS = 7
LEAST_SOLD = 3
PRICE_DAYS = 30
LEAST_PRICES = 3


def boxes_sold(sold: pl.DataFrame) -> pl.DataFrame:
    """box_id and sold, the exact sum of boxes_sold (never null) of each box, to a millionth of a box."""
    sums = sold.group_by("box_id", maintain_order=True).agg(sold=millionths(pl.col("boxes_sold")).sum())
    return sums.with_columns(over(pl.col("sold"), MILLION).alias("sold"))


def boxes_with_prices(prices: pl.DataFrame) -> pl.Series:
    """The boxes with LEAST_PRICES different prices, by box_id; `prices` has box_id and price."""
    different = prices.group_by("box_id").agg(pl.col("price").n_unique())
    return different.filter(pl.col("price") >= LEAST_PRICES)["box_id"].sort()
