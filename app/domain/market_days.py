"""The market on each day, over all boxes and inside each game: traded, sold, listed, prices up and down."""

import polars as pl

from app.domain.market_windows import calendars, in_each_market, sum_of_days, with_windows
from app.domain.rounding import MILLION, millionths, over, stored_fraction

NET_SUPPLY_DAYS = 7
_MARKET_DAY = ["game", "metric_date"]
_AMOUNTS = ("boxes_sold", "boxes_listed")
_COUNTS = ("prices_up", "prices_down", "prices_flat", "prices_unknown")


def market_days(figures: pl.DataFrame, reports: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """One row per market (a game, or "*" for all boxes) and day of `figures`.

    `figures`: box_id, game (nullable), metric_date, boxes_sold, active_listings_count, market_price_usd,
    market_price_1d_change_pct and floor_price_1d_change_pct of every box on the days wanted.
    `reports`: box_id, game, marketplace, metric_date, volume (weighted) and net_supply (boxes added less
    boxes sold, where both were reported), both Int64 millionths; complete from LOOK_BACK_DAYS before the
    first day wanted on. `reported`: game, metric_date, is_partial of the reported days of each market.

    Returns game, metric_date; the volumes of `with_windows`, that of the day as volume_usd; boxes_sold of the
    day, boxes_listed (carried ones as well) and net_supply_7d, each null where it was not reported; and how
    many prices went up, down, stayed flat or have no known change since the day before. A price is the market
    price, else the floor.
    """
    totals = _totals(figures)
    calendar = calendars(totals.select(_MARKET_DAY)).join(
        reported.select(*_MARKET_DAY, is_whole=~pl.col("is_partial")), on=_MARKET_DAY, how="left"
    )
    whole = calendar.with_columns(pl.col("is_whole").fill_null(value=False)).sort(_MARKET_DAY)
    windows = _with_net_supply(with_windows(whole, _numbered(reports)), reports)
    found = windows.filter("is_wanted").drop("is_wanted", "is_whole").join(totals, on=_MARKET_DAY)
    return found.rename({"volume_1d_usd": "volume_usd"}).sort(_MARKET_DAY)


def _totals(figures: pl.DataFrame) -> pl.DataFrame:
    change = (
        pl.when(pl.col("market_price_usd").is_not_null())
        .then("market_price_1d_change_pct")
        .otherwise("floor_price_1d_change_pct")
    )
    by_game = figures.group_by(_MARKET_DAY).agg(
        _known_sum(millionths(pl.col("boxes_sold")).cast(pl.Int128)).alias("boxes_sold"),
        _known_sum(pl.col("active_listings_count")).alias("boxes_listed"),
        _count(change > 0).alias("prices_up"),
        _count(change < 0).alias("prices_down"),
        _count(change == 0).alias("prices_flat"),
        _count(change.is_null()).alias("prices_unknown"),
    )
    totals = in_each_market(by_game, *(_known_sum(pl.col(name)) for name in _AMOUNTS), pl.col(_COUNTS).sum())
    return totals.with_columns(_boxes("boxes_sold"))


def _with_net_supply(windows: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    known = reports.filter(pl.col("net_supply").is_not_null())
    by_game = known.group_by(_MARKET_DAY).agg(pl.col("net_supply").cast(pl.Int128).sum())
    daily = in_each_market(by_game, pl.col("net_supply").sum())
    days = windows.join(daily, on=_MARKET_DAY, how="left").sort(_MARKET_DAY)
    summed = days.with_columns(sum_of_days("net_supply", NET_SUPPLY_DAYS).alias("net_supply_7d"))
    return summed.drop("net_supply").with_columns(_boxes("net_supply_7d"))


def _numbered(reports: pl.DataFrame) -> pl.DataFrame:
    marketplace = pl.col("marketplace").cast(pl.Categorical).to_physical()
    known = reports.filter(pl.col("volume").is_not_null())
    return known.select("game", "box_id", marketplace, "metric_date", "volume")


def _boxes(amount: str) -> pl.Expr:
    return stored_fraction(over(pl.col(amount).cast(pl.Float64), MILLION)).alias(amount)


def _known_sum(amount: pl.Expr) -> pl.Expr:
    return pl.when(amount.is_not_null().any()).then(amount.sum())


def _count(is_so: pl.Expr) -> pl.Expr:
    return is_so.fill_null(value=False).sum().cast(pl.Int64)
