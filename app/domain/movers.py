"""Which boxes trade enough to be movers."""

import polars as pl

SOLD_DAYS = 7
LEAST_SOLD = 3
PRICE_DAYS = 30
LEAST_PRICES = 3
MILLIONTH = 1_000_000


def boxes_sold(sold: pl.DataFrame) -> pl.DataFrame:
    """box_id and sold, the exact sum of boxes_sold (never null) of each box, to a millionth of a box."""
    millionths = (pl.col("boxes_sold") * MILLIONTH).round().cast(pl.Int64).sum()
    return sold.group_by("box_id", maintain_order=True).agg((millionths / MILLIONTH).alias("sold"))


def boxes_with_prices(prices: pl.DataFrame) -> pl.Series:
    """The boxes with LEAST_PRICES different prices, by box_id; `prices` has box_id and price."""
    different = prices.group_by("box_id").agg(pl.col("price").n_unique())
    return different.filter(pl.col("price") >= LEAST_PRICES)["box_id"].sort()
