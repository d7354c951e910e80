"""The board that opens where none is named: the first that at least half of its day's boxes have."""

from collections.abc import Sequence

import polars as pl

from app.domain.boards import BOARD_METRICS, DEFAULT_METRICS
from app.domain.metric_rules import AUTOMATIC

DEFAULT_BOARD_SCHEMA = pl.Schema(
    {
        "game": pl.String(),
        "metric_date": pl.Date(),
        "metric": pl.String(),
        "boxes": pl.Int64(),
        "boxes_with_it": pl.Int64(),
    }
)


def metrics_in_order(default_metric: str) -> Sequence[str]:
    """The metrics that may order the default board: the preferred one, the usual ones, then all others."""
    preferred = () if default_metric == AUTOMATIC else (default_metric,)
    return tuple(dict.fromkeys((*preferred, *DEFAULT_METRICS, *BOARD_METRICS)))


def default_boards(ranked: pl.DataFrame, boxes: pl.DataFrame, default_metric: str) -> pl.DataFrame:
    """DEFAULT_BOARD_SCHEMA, one row per game, ordered by it.

    `ranked` has game, metric_date, metric and boxes_ranked of the `metrics_in_order` on the default day of
    each game, `boxes` game and boxes, all that have figures on it. A metric that is configured serves where
    it ranks any box. Else it is the first that at least half of the boxes have; where none has so many, the
    first that ranks any.
    """
    order = pl.Enum(metrics_in_order(default_metric))
    has_half = 2 * pl.col("boxes_ranked") >= pl.col("boxes")
    is_chosen = pl.col("metric") == default_metric
    return (
        ranked.join(boxes, on="game")
        .with_columns(place=pl.col("metric").cast(order).to_physical(), serves=is_chosen | has_half)
        .sort("game", pl.col("serves").not_(), "place")
        .unique("game", keep="first", maintain_order=True)
        .select("game", "metric_date", "metric", "boxes", pl.col("boxes_ranked").alias("boxes_with_it"))
    )
