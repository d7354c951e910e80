"""What the same series traded in a window and in the one before it: their means over whole reported days."""

from collections.abc import Iterator, Sequence
from math import lcm

import polars as pl

from app.domain.board_ranks import ALL_GAMES

_NO_GAME = ""
_GRID_ROWS = 2_000_000
_LONGEST_WINDOW = 30
_MULTIPLE = lcm(*range(1, _LONGEST_WINDOW + 1))
_MARKET_DAY = ["game", "metric_date"]
_SERIES = ["game", "box_id", "marketplace"]
_SUMS = pl.Schema(
    {
        "game": pl.String(),
        "metric_date": pl.Date(),
        "window": pl.Int32(),
        "now": pl.Int128(),
        "before": pl.Int128(),
    }
)


def common_means(calendar: pl.DataFrame, volumes: pl.DataFrame, windows: Sequence[int]) -> pl.DataFrame:
    """game, metric_date, window (days), now, before: of every wanted day that has any series in both windows.

    `now` and `before` add, over the series (box at marketplace) with a volume on a whole day of both windows,
    each one's mean over those days of its volume. Both are whole numbers, the same multiple of a millionth of
    a dollar: nothing is rounded, so no digit depends on the order of the rows.

    `calendar` (game, metric_date, is_whole, is_wanted) has every calendar day of "*" and of each game, in
    order, from twice the longest window before the first wanted one on; a window has 30 days at most.
    `volumes` has game (null: in none), box_id, marketplace, metric_date and volume (Int64), at most one row
    per series and day.
    """
    volumes = volumes.with_columns(pl.col("game").fill_null(_NO_GAME))
    market = calendar.filter(pl.col("game") == ALL_GAMES).drop("game")
    by_game = _means(volumes.select("game").unique().join(market, how="cross"), volumes, windows)
    everywhere = by_game.group_by("metric_date", "window").agg(pl.col("now", "before").sum())
    has_own_days = pl.col("game").is_in(_games_with_own_days(calendar, market))
    alike = by_game.filter(~has_own_days).join(calendar.filter("is_wanted"), on=_MARKET_DAY, how="semi")
    own = _means(calendar.filter(has_own_days), volumes.filter(has_own_days), windows)
    return pl.concat([everywhere.select(pl.lit(ALL_GAMES).alias("game"), pl.all()), alike, own])


def _games_with_own_days(calendar: pl.DataFrame, market: pl.DataFrame) -> list[str]:
    both = calendar.join(market, on="metric_date", suffix="_in_market")
    differs = both.filter(pl.col("is_whole") != pl.col("is_whole_in_market"))
    return differs["game"].unique().to_list()


def _means(calendar: pl.DataFrame, volumes: pl.DataFrame, windows: Sequence[int]) -> pl.DataFrame:
    whole = volumes.join(calendar.filter("is_whole"), on=_MARKET_DAY, how="semi")
    sums = [_common(grid, days) for grid in _grids(calendar, whole) for days in windows]
    every = pl.concat([_SUMS.to_frame(), *sums])
    sums_of_slices = every.group_by(*_MARKET_DAY, "window").agg(pl.col("now", "before").sum())
    return sums_of_slices.select(_SUMS.names())


def _grids(calendar: pl.DataFrame, volumes: pl.DataFrame) -> Iterator[pl.DataFrame]:
    series = volumes.select(_SERIES).unique().with_row_index("series")
    numbered = volumes.join(series, on=_SERIES).select("series", "metric_date", "volume")
    days = calendar.select(*_MARKET_DAY, "is_wanted")
    at_once = max(1, _GRID_ROWS // max(1, days["metric_date"].n_unique()))
    for some in series.select("game", "series").iter_slices(at_once):
        every = some.join(days, on="game", maintain_order="left_right")
        yield every.join(numbered, on=["series", "metric_date"], how="left", maintain_order="left")


def _common(grid: pl.DataFrame, days: int) -> pl.DataFrame:
    # Windows of the first rows of a series reach into the series above; those rows are not wanted.
    counts = pl.col("volume").is_not_null().cast(pl.Int64)
    now = grid.select(
        *_MARKET_DAY,
        "is_wanted",
        now=pl.col("volume").rolling_sum(days, min_samples=1),
        days_now=counts.rolling_sum(days, min_samples=1),
    )
    both = now.with_columns(before=pl.col("now").shift(days), days_before=pl.col("days_now").shift(days))
    is_common = pl.col("is_wanted") & (pl.col("days_now") > 0) & (pl.col("days_before") > 0)
    alike = both.filter(is_common).group_by(*_MARKET_DAY, "days_now", "days_before")
    sums = alike.agg(pl.col("now", "before").cast(pl.Int128).sum())
    means = sums.select(*_MARKET_DAY, now=_times_mean("now"), before=_times_mean("before"))
    totals = means.group_by(_MARKET_DAY).agg(pl.col("now", "before").sum())
    return totals.select(*_MARKET_DAY, pl.lit(days, pl.Int32).alias("window"), "now", "before")


def _times_mean(amount: str) -> pl.Expr:
    return pl.col(amount) * (_MULTIPLE // pl.col(f"days_{amount}")).cast(pl.Int128)
