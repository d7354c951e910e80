"""Every board of some days at once: ranks over all games and inside each, and the days of each board."""

import polars as pl

from app.domain.boards import Board
from app.domain.ranking import rank_entries, rank_values

ALL_GAMES = "*"


def board_ranks(values: pl.DataFrame, metric: str) -> pl.DataFrame:
    """Ranks of one metric's board on every day of `values`, in the order of `values`: by day and box.

    `values` has box_id, metric_date, game (Categorical, nullable), boxes_sold_30d_avg, slug (anything that
    sorts as the slugs do) and the metric. Returns box_id, metric_date, game, current_rank and position over
    all games (see `rank_entries`), and game_rank inside the own game: the very same rule over fewer boxes,
    null without a game. A box without a value has no row.
    """
    ascending = Board(metric).is_ascending
    columns = ["box_id", "metric_date", "game", "boxes_sold_30d_avg", "slug"]
    entries = values.select(*columns, pl.col(metric).alias("value"))
    ranked = rank_entries(entries, ascending).sort(_day_and_box())
    inside = rank_values(entries.with_columns(_day_of_game()), ascending)
    game_rank = pl.when(inside["game"].is_not_null()).then(inside["current_rank"]).alias("game_rank")
    return ranked.drop("value").with_columns(inside["game"], game_rank)


def board_days(ranks: pl.DataFrame) -> pl.DataFrame:
    """The days of one metric's boards: game ("*": all games), metric_date, boxes_ranked, leaders.

    `ranks` comes from `board_ranks`; `leaders` lists the box_ids at rank 1 in ascending order.
    """
    everywhere = ranks.with_columns(pl.lit(ALL_GAMES, pl.Categorical).alias("game"))
    inside = ranks.drop_nulls("game").with_columns(pl.col("game_rank").alias("current_rank"))
    is_leading = pl.col("current_rank") == 1
    return (
        pl.concat([everywhere, inside])
        .group_by("game", "metric_date")
        .agg(
            pl.len().cast(pl.Int64).alias("boxes_ranked"),
            pl.col("box_id").filter(is_leading).sort().alias("leaders"),
        )
    )


def _day_and_box() -> pl.Expr:
    # One whole number sorts several times faster than two columns.
    return pl.col("metric_date").to_physical().cast(pl.Int64) * 2**40 + pl.col("box_id")


def _day_of_game() -> pl.Expr:
    # Each game's share of a day counts as a day of its own; grouping by one whole number is fast.
    game = pl.col("game").to_physical().cast(pl.Int64)
    day = pl.col("metric_date").to_physical().cast(pl.Int64)
    return (day * 2**32 + game.fill_null(-1)).alias("metric_date")
