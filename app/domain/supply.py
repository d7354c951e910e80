"""Boxes listed compared with boxes sold: absorption, liquidity, days to sell, days to a rise."""

import polars as pl

_LONGEST_SALE_DAYS = 365
_LONGEST_RISE_DAYS = 180
_SLOWEST_TIGHTENING = 0.05  # boxes a day
_SHORT_HISTORY_DAYS = 7

_LISTINGS = pl.col("active_listings_count")
_SOLD = pl.col("boxes_sold_30d_avg")


def absorption_rate() -> pl.Expr:
    """Share of the listings sold in a day, at most 1; null without sales figures and without listings."""
    share = _SOLD / pl.when(_LISTINGS > 0).then(_LISTINGS)
    return share.clip(upper_bound=1).alias("absorption_rate")


def liquidity_score() -> pl.Expr:
    """Sell-through of a month, 0 to 100; null when sales or listings are null, or both are 0."""
    month_sold = 30 * _SOLD
    pool = month_sold + _LISTINGS
    return (100 * month_sold / pl.when(pool > 0).then(pool)).alias("liquidity_score")


def expected_days_to_sell() -> pl.Expr:
    """Days until the listings are sold at the pace of 30 days, 1 to 365; null without listings or sales."""
    days = _LISTINGS / pl.when(_SOLD > 0).then(_SOLD)
    return days.clip(1, _LONGEST_SALE_DAYS).alias("expected_days_to_sell")


def days_of_supply() -> pl.Expr:
    """Days until sales net of added boxes clear the listings, at most 180; null where there is a reason.

    Null without a reason when only the listings are unknown: SPEC names no reason for it.
    """
    days = pl.when(_reason().is_null()).then(_LISTINGS / _tightening())
    return days.clip(upper_bound=_LONGEST_RISE_DAYS).alias("days_of_supply")


def days_of_supply_reason() -> pl.Expr:
    """Why there is no figure; the first that holds of short_history, no_sales, not_tightening, too_slow."""
    return _reason().alias("days_of_supply_reason")


def _tightening() -> pl.Expr:
    return _SOLD - pl.col("boxes_added_30d_avg").fill_null(0)


def _reason() -> pl.Expr:
    # The difference of two averages carries float noise: 0.15 - 0.10 would come out as less than 0.05.
    noiseless = _tightening().round(9, mode="half_to_even")
    return (
        pl.when(pl.col("observed_days") < _SHORT_HISTORY_DAYS)
        .then(pl.lit("short_history"))
        .when(_SOLD.fill_null(0) == 0)
        .then(pl.lit("no_sales"))
        .when(noiseless <= 0)
        .then(pl.lit("not_tightening"))
        .when(noiseless < _SLOWEST_TIGHTENING)
        .then(pl.lit("too_slow"))
    )
