"""Boxes listed compared with boxes sold, of the marketplaces that report both."""

import polars as pl

_LONGEST_SALE_DAYS = 365
_LONGEST_SUPPLY_DAYS = 180
_SLOWEST_TIGHTENING = 0.05  # boxes a day
_SHORT_HISTORY_DAYS = 7

_LISTED, _SOLD, _ADDED = pl.col("ratio_listed"), pl.col("ratio_sold"), pl.col("ratio_added")
_IS_LISTED = _LISTED > 0
NOTHING_LISTED = "nothing_listed"


def supply_figures() -> tuple[pl.Expr, ...]:
    """The ratios of the rows of `unified_sums` that have observed_days; null by the rules of each."""
    return (
        _share().clip(upper_bound=1).alias("absorption_rate"),
        _liquidity().alias("liquidity_score"),
        pl.when(_is_known() & ~_IS_LISTED).then(pl.lit(NOTHING_LISTED)).alias("liquidity_reason"),
        _sale_days().clip(1, _LONGEST_SALE_DAYS).alias("expected_days_to_sell"),
        _supply_days().clip(upper_bound=_LONGEST_SUPPLY_DAYS).alias("days_of_supply"),
        _reason().alias("days_of_supply_reason"),
        _capped().alias("capped"),
    )


def _is_known() -> pl.Expr:
    return pl.col("ratio_marketplaces") > 0


def _noiseless(amount: pl.Expr) -> pl.Expr:
    return amount.round(6, mode="half_to_even")


def _share() -> pl.Expr:
    return pl.when(_is_known()).then(_SOLD / pl.when(_IS_LISTED).then(_LISTED))


def _liquidity() -> pl.Expr:
    month = 30 * _SOLD
    return pl.when(_is_known() & _IS_LISTED).then(100 * month / (month + _LISTED))


def _sale_days() -> pl.Expr:
    sells = pl.when(_noiseless(_SOLD) > 0).then(_SOLD)
    return pl.when(_is_known() & _IS_LISTED).then(_LISTED / sells)


def _supply_days() -> pl.Expr:
    return pl.when(_reason().is_null()).then(_LISTED / (_SOLD - _ADDED))


def _reason() -> pl.Expr:
    tightening = _noiseless(_SOLD - _ADDED)
    return (
        pl.when(pl.col("observed_days") < _SHORT_HISTORY_DAYS)
        .then(pl.lit("short_history"))
        .when(~_is_known())
        .then(pl.lit("sales_or_listings_unknown"))
        .when(~_IS_LISTED)
        .then(pl.lit(NOTHING_LISTED))
        .when(_noiseless(_SOLD) == 0)
        .then(pl.lit("no_sales"))
        .when(~pl.col("knows_additions"))
        .then(pl.lit("additions_unknown"))
        .when(tightening <= 0)
        .then(pl.lit("not_tightening"))
        .when(tightening < _SLOWEST_TIGHTENING)
        .then(pl.lit("too_slow"))
    )


def _capped() -> pl.Expr:
    cut = {
        "absorption_rate": _share() > 1,
        "expected_days_to_sell": (_sale_days() < 1) | (_sale_days() > _LONGEST_SALE_DAYS),
        "days_of_supply": _supply_days() > _LONGEST_SUPPLY_DAYS,
    }
    names = [pl.when(is_cut).then(pl.lit(name)) for name, is_cut in cut.items()]
    return pl.concat_str(names, separator=",", ignore_nulls=True)
