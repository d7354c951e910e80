"""Why a box moved: which boxes passed it, entered, left or drew level, in parts that add up to the change."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

Ranks = Mapping[int, int]
"""Ranks by box."""


@dataclass(frozen=True)
class BoxName:
    """The name of a box in a sentence, with the slug for a link."""

    slug: str
    name: str


class MoveKind(StrEnum):
    """What one group of boxes did to the rank of another."""

    OVERTAKEN_BY = "overtaken_by"
    ENTERED_ABOVE = "entered_above"
    BROKE_TIE_ABOVE = "broke_tie_above"
    OVERTOOK = "overtook"
    EXITED_ABOVE = "exited_above"
    DREW_LEVEL_WITH = "drew_level_with"
    CORRECTION = "correction"


@dataclass(frozen=True)
class MovePart:
    """The boxes of one kind, best rank of the day first, and the ranks they gave (positive) or took."""

    kind: MoveKind
    change: int
    boxes: tuple[BoxName, ...]


@dataclass(frozen=True)
class MoveExplanation:
    """The move of a box between two days; the changes of `parts` add up to `rank_change` exactly.

    Ranks and values are None on a day without the box; then rank_change is None and there are no parts.
    """

    previous_rank: int | None
    current_rank: int | None
    previous_value: float | None
    current_value: float | None
    parts: tuple[MovePart, ...]

    @property
    def rank_change(self) -> int | None:
        """previous_rank - current_rank: positive when the box climbed."""
        if self.previous_rank is None or self.current_rank is None:
            return None
        return self.previous_rank - self.current_rank


def crossed_boxes(before: Ranks, after: Ranks, box_id: int) -> set[int]:
    """The boxes that joined or left the set of those strictly above a box; none unless it has both ranks."""
    gains, losses = _crossings(before, after, box_id)
    return gains | losses


def explain_move(
    before: Ranks,
    after: Ranks,
    values: tuple[float | None, float | None],
    names: Mapping[int, BoxName],
    box_id: int,
    corrected_boxes: Collection[int] = (),
) -> MoveExplanation:
    """Explains the rank of a box on one day (`after`) against the day it is compared with (`before`).

    Both hold the rank of every ranked box of their day by box; `before` may be empty. `values` are those of
    the box on either day, `names` those of the `crossed_boxes`.

    A rank is 1 + the number of boxes strictly above, so each box that left the set above the box gives it a
    rank and each that joined the set takes one. Crossings of `corrected_boxes`, whose figures were corrected
    since the earlier day was published, count as CORRECTION and not as moves of the market.
    """
    gains, losses = _crossings(before, after, box_id)
    kinds = {crossed: _kind_of_gain(after.get(crossed), after[box_id]) for crossed in gains}
    kinds |= {crossed: _kind_of_loss(before.get(crossed), before[box_id]) for crossed in losses}
    kinds |= dict.fromkeys(kinds.keys() & set(corrected_boxes), MoveKind.CORRECTION)
    crossed: dict[MoveKind, list[tuple[int, BoxName]]] = defaultdict(list)
    for box in sorted(kinds, key=lambda each: _order(before.get(each), after.get(each), names[each].slug)):
        crossed[kinds[box]].append((1 if box in gains else -1, names[box]))
    parts = tuple(
        MovePart(kind, sum(change for change, _ in crossed[kind]), tuple(name for _, name in crossed[kind]))
        for kind in MoveKind
        if kind in crossed
    )
    return MoveExplanation(before.get(box_id), after.get(box_id), *values, parts)


def _crossings(before: Ranks, after: Ranks, box_id: int) -> tuple[set[int], set[int]]:
    own_before, own_after = before.get(box_id), after.get(box_id)
    if own_before is None or own_after is None:
        return set(), set()
    were_above = {box for box, rank in before.items() if rank < own_before}
    are_above = {box for box, rank in after.items() if rank < own_after}
    return were_above - are_above, are_above - were_above


def _kind_of_gain(rank_after: int | None, own_rank: int) -> MoveKind:
    if rank_after is None:
        return MoveKind.EXITED_ABOVE
    return MoveKind.DREW_LEVEL_WITH if rank_after == own_rank else MoveKind.OVERTOOK


def _kind_of_loss(rank_before: int | None, own_rank: int) -> MoveKind:
    if rank_before is None:
        return MoveKind.ENTERED_ABOVE
    return MoveKind.BROKE_TIE_ABOVE if rank_before == own_rank else MoveKind.OVERTAKEN_BY


def _order(rank_before: int | None, rank_after: int | None, slug: str) -> tuple[float, float, str]:
    return (
        math.inf if rank_after is None else rank_after,
        math.inf if rank_before is None else rank_before,
        slug,
    )
