"""Every board of some days at once: ranks over all games and inside each, and the days of each board."""

from collections.abc import Iterator, Sequence

import polars as pl

from app.domain.boards import BOARD_METRICS, Board
from app.domain.ranking import rank_values, with_positions

ALL_GAMES = "*"

_ROWS_AT_ONCE = 100_000
"""A step on a small frame takes as long as on an empty one; a large frame takes memory."""


def metrics_at_once(rows: int) -> Iterator[Sequence[str]]:
    """The metrics in groups for `board_ranks`: the more rows, the fewer metrics per group."""
    at_once = max(1, _ROWS_AT_ONCE // max(1, rows))
    for is_ascending in (False, True):
        alike = [name for name, metric in BOARD_METRICS.items() if metric.is_ascending is is_ascending]
        yield from (alike[first : first + at_once] for first in range(0, len(alike), at_once))


def board_ranks(values: pl.DataFrame, metrics: Sequence[str]) -> pl.DataFrame:
    """Ranks of each metric's board on every day of `values`: by metric, and then in the order of `values`.

    `values` has box_id, metric_date, game (Categorical, nullable), boxes_sold_30d_avg, slug (anything that
    sorts as the slugs do) and the metrics; of all of them more is better, or of none. Returns metric (Enum),
    box_id, metric_date, game, current_rank and position over all games (see `rank_entries`), and game_rank
    inside the own game: the same rule over fewer boxes, null without a game. A box without a value has
    no row.
    """
    ascending = Board(metrics[0]).is_ascending
    entries = _entries(values, metrics)
    ranked = rank_values(entries, ascending).with_row_index("row")
    inside = rank_values(entries.with_columns(_day_of_game()), ascending)
    order = ranked.select("row", "metric_date", "current_rank", "boxes_sold_30d_avg", "slug")
    game_rank = pl.when(pl.col("game").is_not_null()).then(inside["current_rank"])
    return ranked.select(
        *("metric", "box_id", "game", "current_rank"),
        metric_date="day",
        position=with_positions(order).sort("row")["position"],
        game_rank=game_rank,
    )


def count_board_days(ranks: pl.DataFrame) -> pl.DataFrame:
    """The days of each board: metric, game ("*": all games), metric_date, boxes_ranked, leaders.

    `ranks` comes from `board_ranks`; `leaders` lists the box_ids at rank 1 in ascending order.
    """
    everywhere = ranks.with_columns(pl.lit(ALL_GAMES, pl.Categorical).alias("game"))
    inside = ranks.drop_nulls("game").with_columns(pl.col("game_rank").alias("current_rank"))
    is_leading = pl.col("current_rank") == 1
    return (
        pl.concat([everywhere, inside])
        .group_by("metric", "game", "metric_date")
        .agg(
            pl.len().cast(pl.Int64).alias("boxes_ranked"),
            pl.col("box_id").filter(is_leading).sort().alias("leaders"),
        )
    )


def _entries(values: pl.DataFrame, metrics: Sequence[str]) -> pl.DataFrame:
    # The values of each metric on a day count as a separate day; grouping by one whole number is fast.
    kept = ["box_id", "metric_date", "game", "boxes_sold_30d_avg", "slug"]
    figures = values.select(*kept, *(pl.col(name).alias(f"of {name}") for name in metrics))
    entries = figures.unpivot(index=kept).drop("variable")
    metric = pl.int_range(pl.len(), dtype=pl.UInt32) // max(1, values.height)
    day = metric.cast(pl.Int64) * 2**22 + pl.col("metric_date").to_physical()
    return entries.with_columns(metric=metric.cat.to(pl.Enum(metrics)), day="metric_date", metric_date=day)


def _day_of_game() -> pl.Expr:
    # Likewise those of each game.
    game = pl.col("game").to_physical().cast(pl.Int64)
    return (pl.col("metric_date") * 2**32 + game.fill_null(-1)).alias("metric_date")
