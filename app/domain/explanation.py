"""Why a box moved: which boxes passed it, entered, left or drew level, in parts that add up to the change."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.domain.comparable import Difference, MarketplaceChange

Ranks = Mapping[int, int]
"""Ranks by box."""


@dataclass(frozen=True)
class BoxName:
    """The name of a box in a sentence, with the slug for a link."""

    slug: str
    name: str


class MoveKind(StrEnum):
    """What one group of boxes, or of reports, did to the rank of a box."""

    MARKETPLACE_JOINED = Difference.JOINED
    MARKETPLACE_SILENT = Difference.SILENT
    OVERTAKEN_BY = "overtaken_by"
    ENTERED_ABOVE = "entered_above"
    BROKE_TIE_ABOVE = "broke_tie_above"
    OVERTOOK = "overtook"
    EXITED_ABOVE = "exited_above"
    DREW_LEVEL_WITH = "drew_level_with"


@dataclass(frozen=True)
class MovePart:
    """The boxes of one kind, best rank of the day first, and the ranks they gave (positive) or took.

    MARKETPLACE_JOINED and MARKETPLACE_SILENT name a marketplace that counts on one of the two days only, and
    its newest report; without `boxes` it is a marketplace of the box itself. The `last_report` of
    EXITED_ABOVE is that of boxes that left for want of reports.
    """

    kind: MoveKind
    change: int
    boxes: tuple[BoxName, ...]
    marketplace: str | None = None
    last_report: date | None = None


@dataclass(frozen=True)
class ReportChanges:
    """What changed between two days in the reports behind a board.

    `marketplaces` holds, by box, those that joined or fell silent; `unreported`, by box without a row on the
    later day, the day of its last report.
    """

    marketplaces: Mapping[int, Sequence[MarketplaceChange]] = field(default_factory=dict)
    unreported: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True)
class MoveExplanation:
    """The move of a box between two days; the changes of `parts` add up to `rank_change` exactly.

    Ranks and values are None on a day without the box; then rank_change is None and there are no parts.
    `last_report` is that of a box that left for want of reports.
    """

    previous_rank: int | None
    current_rank: int | None
    previous_value: float | None
    current_value: float | None
    parts: tuple[MovePart, ...]
    last_report: date | None = None

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
    reports: ReportChanges | None = None,
) -> MoveExplanation:
    """Explains the rank of a box on one day (`after`) against the day it is compared with (`before`).

    Both hold the rank of every ranked box of their day by box; `before` may be empty. `values` are those of
    the box on either day, `names` those of the `crossed_boxes`.

    A rank is 1 + the number of boxes strictly above, so each box that left the set above the box gives it a
    rank and each that joined the set takes one. A crossing of two boxes is a move only where the same
    marketplaces count for both on both days; else it is a part of the marketplace, own ones first.
    """
    move = _Move(before, after, reports or ReportChanges(), box_id)
    own = move.own_reasons()
    crossed: dict[_Reason, list[int]] = defaultdict(list, {reason: [] for reason in own})
    for box in sorted(move.crossed, key=lambda each: _order(before.get(each), after.get(each), names[each])):
        crossed[move.reason(box, own)].append(box)
    parts = tuple(
        move.part(reason, boxes, names) for reason, boxes in sorted(crossed.items(), key=_order_of_reason)
    )
    return MoveExplanation(before.get(box_id), after.get(box_id), *values, parts, move.last_report)


class _Reason(NamedTuple):
    kind: MoveKind
    marketplace: str | None = None
    last_report: date | None = None
    is_own: bool = False


class _Move:
    def __init__(self, before: Ranks, after: Ranks, reports: ReportChanges, box_id: int) -> None:
        self._before, self._after, self._reports, self._box = before, after, reports, box_id
        self._gains, self._losses = _crossings(before, after, box_id)
        self.crossed = self._gains | self._losses
        self.last_report = None if box_id in after else reports.unreported.get(box_id)

    def own_reasons(self) -> list[_Reason]:
        if self._box not in self._before or self._box not in self._after:
            return []
        has_fallen = self._after[self._box] > self._before[self._box]
        decisive = MoveKind.MARKETPLACE_SILENT if has_fallen else MoveKind.MARKETPLACE_JOINED
        changes = self._reports.marketplaces.get(self._box, ())
        reasons = [_reason_of(change, is_own=True) for change in changes]
        return sorted(reasons, key=lambda reason: reason.kind != decisive)

    def reason(self, box: int, own: Sequence[_Reason]) -> _Reason:
        if box not in self._after:
            return _Reason(MoveKind.EXITED_ABOVE, last_report=self._reports.unreported.get(box))
        if box not in self._before:
            return _Reason(MoveKind.ENTERED_ABOVE)
        theirs = (_reason_of(change) for change in self._reports.marketplaces.get(box, ()))
        return next(iter([*own, *theirs]), None) or _Reason(self._kind(box))

    def part(self, reason: _Reason, boxes: Sequence[int], names: Mapping[int, BoxName]) -> MovePart:
        change = sum(1 if box in self._gains else -1 for box in boxes)
        named = () if reason.is_own else tuple(names[box] for box in boxes)
        return MovePart(reason.kind, change, named, reason.marketplace, reason.last_report)

    def _kind(self, box: int) -> MoveKind:
        if box in self._gains:
            is_level = self._after[box] == self._after[self._box]
            return MoveKind.DREW_LEVEL_WITH if is_level else MoveKind.OVERTOOK
        was_level = self._before[box] == self._before[self._box]
        return MoveKind.BROKE_TIE_ABOVE if was_level else MoveKind.OVERTAKEN_BY


def _reason_of(change: MarketplaceChange, *, is_own: bool = False) -> _Reason:
    return _Reason(MoveKind(change.kind), change.marketplace, change.last_report, is_own)


def _crossings(before: Ranks, after: Ranks, box_id: int) -> tuple[set[int], set[int]]:
    own_before, own_after = before.get(box_id), after.get(box_id)
    if own_before is None or own_after is None:
        return set(), set()
    were_above = {box for box, rank in before.items() if rank < own_before}
    are_above = {box for box, rank in after.items() if rank < own_after}
    return were_above - are_above, are_above - were_above


def _order(rank_before: int | None, rank_after: int | None, name: BoxName) -> tuple[float, float, str]:
    return (
        math.inf if rank_after is None else rank_after,
        math.inf if rank_before is None else rank_before,
        name.slug,
    )


def _order_of_reason(part: tuple[_Reason, Sequence[int]]) -> tuple[bool, int]:
    reason, _ = part
    return (not reason.is_own, 0 if reason.is_own else list(MoveKind).index(reason.kind))
