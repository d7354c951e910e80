"""The market on each day, over all boxes and inside each game: traded, sold, listed, prices up and down."""

import polars as pl

from app.domain.board_ranks import ALL_GAMES
from app.domain.market_windows import calendars, sum_of_days, with_windows
from app.domain.rounding import MILLION, millionths, stored_fraction

NET_SUPPLY_DAYS = 7
_MARKET_DAY = ["game", "metric_date"]


def market_days(figures: pl.DataFrame, reports: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """One row per market (a game, or "*" for all boxes) and day of `figures`.

    `figures`: box_id, game (nullable), metric_date, active_listings_count, market_price_usd,
    market_price_1d_change_pct and floor_price_1d_change_pct of every box on the days wanted.
    `reports`: box_id, game, marketplace, metric_date, volume (weighted, Int64 millionths of a dollar),
    units_sold and units_listed as reported on that day, complete from LOOK_BACK_DAYS before the first day
    wanted on. `reported`: game, metric_date, is_partial of the reported days of each market.

    Returns game, metric_date; the volumes of `with_windows`, that of the day as volume_usd; boxes_sold of the
    day, boxes_listed (carried ones as well) and net_supply_7d (added less sold in 7 days, of marketplaces
    that reported both that day), each null where nobody reported it; and how many prices went up, down,
    stayed flat or have no known change since the day before. A price is the market price, else the floor.
    """
    figures, reports = _in_each_market(figures), _in_each_market(reports)
    found = _days(figures)
    calendar = calendars(found.select(_MARKET_DAY)).join(
        reported.select(*_MARKET_DAY, is_whole=~pl.col("is_partial")), on=_MARKET_DAY, how="left"
    )
    whole = calendar.with_columns(pl.col("is_whole").fill_null(value=False)).sort(_MARKET_DAY)
    traded = with_windows(whole, _volumes(reports)).join(_boxes(reports), on=_MARKET_DAY, how="left")
    windows = traded.sort(_MARKET_DAY).with_columns(sum_of_days("net_supply", NET_SUPPLY_DAYS))
    return _rows(windows.filter("is_wanted")).join(found, on=_MARKET_DAY).sort(_MARKET_DAY)


def _rows(windows: pl.DataFrame) -> pl.DataFrame:
    boxes = {"boxes_sold": "sold", "net_supply_7d": "net_supply"}
    return (
        windows.with_columns(_boxes_of(amount).alias(name) for name, amount in boxes.items())
        .drop("is_wanted", "is_whole", *boxes.values())
        .rename({"volume_1d_usd": "volume_usd"})
    )


def _in_each_market(rows: pl.DataFrame) -> pl.DataFrame:
    everywhere = rows.with_columns(pl.lit(ALL_GAMES).alias("game"))
    return pl.concat([everywhere, rows.filter(pl.col("game").is_not_null())])


def _days(figures: pl.DataFrame) -> pl.DataFrame:
    change = (
        pl.when(pl.col("market_price_usd").is_not_null())
        .then("market_price_1d_change_pct")
        .otherwise("floor_price_1d_change_pct")
    )
    return figures.group_by(_MARKET_DAY).agg(
        _sum_of_known(pl.col("active_listings_count")).alias("boxes_listed"),
        _count(change > 0).alias("prices_up"),
        _count(change < 0).alias("prices_down"),
        _count(change == 0).alias("prices_flat"),
        _count(change.is_null()).alias("prices_unknown"),
    )


def _volumes(reports: pl.DataFrame) -> pl.DataFrame:
    marketplace = pl.col("marketplace").cast(pl.Categorical).to_physical()
    known = reports.filter(pl.col("volume").is_not_null())
    return known.select("game", "box_id", marketplace, "metric_date", "volume")


def _boxes(reports: pl.DataFrame) -> pl.DataFrame:
    sold, added = (millionths(pl.col(name)).cast(pl.Int128) for name in ("units_sold", "units_listed"))
    return reports.group_by(_MARKET_DAY).agg(
        _sum_of_known(sold).alias("sold"), _sum_of_known(added - sold).alias("net_supply")
    )


def _boxes_of(amount: str) -> pl.Expr:
    return stored_fraction(pl.col(amount).cast(pl.Float64) / MILLION)


def _sum_of_known(amount: pl.Expr) -> pl.Expr:
    return pl.when(amount.is_not_null().any()).then(amount.sum())


def _count(is_so: pl.Expr) -> pl.Expr:
    return is_so.fill_null(value=False).sum().cast(pl.Int64)
