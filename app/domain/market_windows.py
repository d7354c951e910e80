"""Dollars traded over 1, 7 and 30 days of a market, with their changes and the reasons for none."""

from datetime import timedelta

import polars as pl

from app.domain.board_ranks import ALL_GAMES
from app.domain.market_changes import common_means
from app.domain.rounding import MILLION, over, stored

WINDOWS_DAYS = (1, 7, 30)
LOOK_BACK_DAYS = 2 * max(WINDOWS_DAYS) - 1
"""How many days before it the row of a day depends on: its longest window and the one before that."""

NO_VOLUME = "no_volume"
FEW_WHOLE_DAYS = "few_whole_days"
FEW_WHOLE_DAYS_BEFORE = "few_whole_days_before"
NO_COMMON_VOLUME = "no_common_volume"
NOTHING_TRADED_BEFORE = "nothing_traded_before"
CHANGE_REASONS = (
    NO_VOLUME,
    FEW_WHOLE_DAYS,
    FEW_WHOLE_DAYS_BEFORE,
    NO_COMMON_VOLUME,
    NOTHING_TRADED_BEFORE,
)
"""Why a change is null, the first that holds."""

_MARKET_DAY = ["game", "metric_date"]


def calendars(days: pl.DataFrame) -> pl.DataFrame:
    """Every calendar day that the rows of `days` (game, metric_date) depend on, by game and day.

    Adds is_wanted: whether the day is one of `days`. No day between the first and the last of a game is
    left out, so that so many rows are so many days.
    """
    first, last = pl.col("metric_date").min() - timedelta(LOOK_BACK_DAYS), pl.col("metric_date").max()
    spans = days.group_by("game").agg(first=first, last=last)
    every = spans.select("game", metric_date=pl.date_ranges("first", "last")).explode("metric_date")
    wanted = days.select("game", "metric_date", is_wanted=True)
    found = every.join(wanted, on=_MARKET_DAY, how="left")
    return found.with_columns(pl.col("is_wanted").fill_null(value=False)).sort(_MARKET_DAY)


def in_each_market(by_game: pl.DataFrame, *sums: pl.Expr) -> pl.DataFrame:
    """Sums by game (nullable) and day as rows of each game, and of "*": `sums` add them over the games."""
    everywhere = by_game.group_by("metric_date").agg(*sums).with_columns(pl.lit(ALL_GAMES).alias("game"))
    return pl.concat([everywhere.select(by_game.columns), by_game.filter(pl.col("game").is_not_null())])


def sum_of_days(amount: str, days: int) -> pl.Expr:
    """The sum of whole numbers over so many rows of a calendar; null where none of them has a value."""
    return pl.col(amount).rolling_sum(days, min_samples=1).over("game")


def with_windows(calendar: pl.DataFrame, volumes: pl.DataFrame) -> pl.DataFrame:
    """Adds volume_1d_usd, volume_1d_change_pct and volume_1d_reason, and those of 7 and 30 days.

    `calendar` is that of `calendars` with is_whole, for "*" and for games; `volumes` has game (nullable),
    box_id, marketplace (an integer), metric_date and volume (weighted, Int64 millionths), one row per day on
    which the series has a volume.

    A volume is all that was traded in the window, null where nothing was reported. A change compares the
    series that have a volume on a whole day of the window and on one of the window before: each one's mean
    over such days. It is null with one of CHANGE_REASONS; both windows need half of their days whole.
    """
    by_game = volumes.group_by(_MARKET_DAY).agg(pl.col("volume").cast(pl.Int128).sum())
    daily = in_each_market(by_game, pl.col("volume").sum())
    days = calendar.join(daily, on=_MARKET_DAY, how="left", maintain_order="left")
    common = common_means(calendar, volumes, WINDOWS_DAYS)
    for window in WINDOWS_DAYS:
        of_window = common.filter(pl.col("window") == window).drop("window")
        days = days.join(of_window, on=_MARKET_DAY, how="left", maintain_order="left")
        days = days.with_columns(*_sums(window)).with_columns(_reason(window).alias("reason"))
        days = days.with_columns(_figures(window)).drop("now", "before", "sum", "whole", "reason")
    return days.drop("volume")


def _sums(days: int) -> tuple[pl.Expr, pl.Expr]:
    whole = pl.col("is_whole").cast(pl.Int64).rolling_sum(days, min_samples=1).over("game")
    return sum_of_days("volume", days).alias("sum"), whole.alias("whole")


def _reason(days: int) -> pl.Expr:
    holds = (
        pl.col("sum").is_null(),
        2 * pl.col("whole") < days,
        2 * pl.col("whole").shift(days).over("game") < days,
        pl.col("before").is_null(),
        pl.col("before") == 0,
    )
    found = [pl.when(is_so).then(pl.lit(name)) for is_so, name in zip(holds, CHANGE_REASONS, strict=True)]
    return pl.coalesce(found)


def _figures(days: int) -> tuple[pl.Expr, ...]:
    now, before = pl.col("now").cast(pl.Float64), pl.col("before").cast(pl.Float64)
    change = pl.when(pl.col("reason").is_null()).then(100 * (now / before - 1))
    return (
        stored(over(pl.col("sum").cast(pl.Float64), MILLION)).alias(f"volume_{days}d_usd"),
        stored(change).alias(f"volume_{days}d_change_pct"),
        pl.col("reason").alias(f"volume_{days}d_reason"),
    )
