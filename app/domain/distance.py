"""Distance on the board: the gap between a box and the next rank, and the volume that closes it."""

import math
from dataclasses import dataclass

import polars as pl

from app.domain.averages import LONGEST_GAP_DAYS, SPAN_DAYS
from app.domain.errors import InvalidValue

CENT = 0.01
ALPHA = 2 / (SPAN_DAYS + 1)


@dataclass(frozen=True)
class Rung:
    """The nearest value on one side of a box: its rank, the slugs of the boxes that share it, and the gap.

    `gap` is the absolute difference of the two values, in the unit of the board, never 0.
    """

    rank: int
    slugs: tuple[str, ...]
    value: float
    gap: float


@dataclass(frozen=True)
class Ladder:
    """A box between the next better and the next worse rank; None where no box is better or worse."""

    rank: int
    value: float
    better: Rung | None
    worse: Rung | None


@dataclass(frozen=True)
class VolumeTargets:
    """Dollars that must trade on the next day with a volume, while the boxes around keep their value.

    `to_reach` shares the better rank and `to_pass` takes it (None at rank 1); `to_hold` stays level
    with the next worse value: 0 means safe even if nothing sells (None where no box is worse).
    """

    to_reach: float | None
    to_pass: float | None
    to_hold: float | None


def ladder(ranks: pl.DataFrame, box_id: int) -> Ladder | None:
    """The rungs above and below a box on one day of a board; None where the box has no rank there.

    `ranks` has box_id, slug, value, current_rank of that day. Boxes tied with this one are on its own rung.
    """
    own = ranks.filter(pl.col("box_id") == box_id)
    if own.is_empty():
        return None
    rank, value = int(own["current_rank"].item()), float(own["value"].item())
    better = ranks.filter(pl.col("current_rank") < rank)
    worse = ranks.filter(pl.col("current_rank") > rank)
    return Ladder(
        rank,
        value,
        _rung(better.filter(pl.col("current_rank") == pl.col("current_rank").max()), value),
        _rung(worse.filter(pl.col("current_rank") == pl.col("current_rank").min()), value),
    )


def volume_targets(rungs: Ladder, ema_state: float, gap_days: int = 1) -> VolumeTargets:
    """What must trade `gap_days` after the last volume, on a board by the 7-day average.

    `ema_state` is the unrounded average after that volume. Raises InvalidValue for gap_days below 1.
    """
    better = rungs.better.value if rungs.better else None
    worse = rungs.worse.value if rungs.worse else None
    return VolumeTargets(
        to_reach=None if better is None else volume_to_average(better, ema_state, gap_days),
        to_pass=None if better is None else volume_to_average(better + CENT, ema_state, gap_days),
        to_hold=None if worse is None else volume_to_average(worse, ema_state, gap_days),
    )


def volume_to_average(target: float, ema_state: float, gap_days: int = 1) -> float:
    """The volume, in cents rounded up, that brings the stored 7-day average to at least `target` dollars.

    The exact inverse of the average: x = (target - (1 - a) * state) / a with a = 1 - (1 - 0.25)^gap_days, and
    a = 1 where the gap is so long that the average starts again. Never negative: 0 means that no sale is
    needed. Raises InvalidValue for gap_days below 1.
    """
    if gap_days < 1:
        raise InvalidValue("gap_days", f"{gap_days} is not a gap. The next volume is at least 1 day away.")
    kept = 0.0 if gap_days > LONGEST_GAP_DAYS else (1 - ALPHA) ** gap_days
    volume = (target - kept * ema_state) / (1 - kept)
    # A millionth of a cent of float noise must not cost a whole cent.
    return max(0.0, math.ceil(round(volume * 100, 6)) / 100)


def _rung(boxes: pl.DataFrame, own_value: float) -> Rung | None:
    if boxes.is_empty():
        return None
    value = float(boxes["value"][0])
    gap = round(abs(value - own_value), 6)
    return Rung(int(boxes["current_rank"][0]), tuple(boxes["slug"].sort()), value, gap)
