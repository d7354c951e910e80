"""Distance on the board: the gap between a box and the next rank, and the volume that closes it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


def beside(ranks: Mapping[int, int], box_id: int) -> tuple[list[int], list[int]]:
    """The boxes at the next better and at the next worse rank than a ranked box; each may be empty."""
    own = ranks[box_id]
    better = max((rank for rank in ranks.values() if rank < own), default=None)
    worse = min((rank for rank in ranks.values() if rank > own), default=None)
    return (
        [box for box, rank in ranks.items() if rank == better],
        [box for box, rank in ranks.items() if rank == worse],
    )


def ladder(
    ranks: Mapping[int, int], values: Mapping[int, float], slugs: Mapping[int, str], box_id: int
) -> Ladder:
    """The rungs above and below a ranked box on one day of a board.

    `ranks` holds at least the box and those `beside` it, `values` theirs, `slugs` those of the boxes beside.
    Boxes tied with this one are on its own rung.
    """

    def rung(boxes: Sequence[int]) -> Rung | None:
        if not boxes:
            return None
        value = values[boxes[0]]
        gap = round(abs(value - values[box_id]), 6)
        return Rung(ranks[boxes[0]], tuple(sorted(slugs[box] for box in boxes)), value, gap)

    better, worse = beside(ranks, box_id)
    return Ladder(ranks[box_id], values[box_id], rung(better), rung(worse))


def volume_targets(rungs: Ladder, ema_state: float, gap_days: int = 1) -> VolumeTargets:
    """What must trade `gap_days` after the last volume, on a board by the 7-day average.

    `ema_state` is the unrounded average after that volume, over all marketplaces that count, each of which
    reports on both days. Raises InvalidValue for gap_days below 1.
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
