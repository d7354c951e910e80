"""The position of a box: its neighbours, its percentile, and the ranks of many boxes at once."""

from collections.abc import Sequence
from fractions import Fraction

import polars as pl


def window_around(position: int, board_size: int, count: int) -> tuple[int, int]:
    """First and last position of the window with `count` places above and below `position`.

    At both ends of the board the window shifts instead of shrinking: it always holds 2 * count + 1 places, or
    the whole board where that is smaller.
    """
    size = min(2 * count + 1, board_size)
    first = max(1, min(position - count, board_size - size + 1))
    return first, first + size - 1


def percentile(rank: int, sharing: int, boxes_ranked: int) -> float | None:
    """100 * (boxes worse + half of those equal) / the other boxes, to 0.1, half to even; None for one alone.

    `sharing` counts the boxes at the rank, the box itself included.
    """
    if boxes_ranked == 1:
        return None
    equal = sharing - 1
    worse = boxes_ranked - rank - equal
    return float(round(Fraction(100 * (2 * worse + equal), 2 * (boxes_ranked - 1)), 1))


def top_percent(rank: int, boxes_ranked: int) -> float:
    """The N of "among the top N %": rank over boxes ranked, to 0.01."""
    return round(100 * rank / boxes_ranked, 2)


def ranks_of(ranks: pl.DataFrame, slugs: Sequence[str]) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows of many boxes of one day in the order requested, each once, and the slugs without a rank.

    `ranks` has slug and any other columns.
    """
    requested = pl.DataFrame({"slug": list(dict.fromkeys(slugs))}, schema={"slug": pl.String})
    found = requested.join(ranks, on="slug", maintain_order="left")
    missing = requested.join(ranks, on="slug", how="anti", maintain_order="left")
    return found, tuple(missing["slug"])
