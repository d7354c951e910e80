"""The explanation of a move as one line: "fell 2: overtaken by OP-05; its own volume rose 4 %"."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from app.domain.boards import BOARD_METRICS, PRIMARY_METRIC, SUM_METRICS
from app.domain.comparable import SETTLED_DAILY
from app.domain.explanation import MoveExplanation, MoveKind, MovePart
from app.words.sentences import change_in_words, day_in_words, listed

PHRASES: Mapping[MoveKind, str] = MappingProxyType(
    {
        MoveKind.OVERTAKEN_BY: "overtaken by {names}",
        MoveKind.ENTERED_ABOVE: "{names} entered above it",
        MoveKind.BROKE_TIE_ABOVE: "{names} moved ahead from a tie",
        MoveKind.OVERTOOK: "overtook {names}",
        MoveKind.EXITED_ABOVE: "{names} left the board above it",
        MoveKind.DREW_LEVEL_WITH: "drew level with {names}",
        MoveKind.MARKETPLACE_JOINED: "{marketplace} joined{names} on {day}",
        MoveKind.MARKETPLACE_SILENT: "{marketplace} not reported{names} since {day}",
    }
)
"""What the boxes of a part did, or the marketplace that counts on one day only."""

UNREPORTED = "{names} above it not reported since {day}"
"""Boxes that left the board for want of reports."""


NOT_EXPLAINED = "a sum changes with the reports that came in, so its moves have no reasons"
"""In place of the reasons, on boards of sums."""


NOT_COMPARED = "an incomplete day is not compared"
"""In place of the move, on partial days."""


def explanation_in_words(
    explanation: MoveExplanation, metric: str = PRIMARY_METRIC, *, is_partial: bool = False
) -> str:
    """The move, the boxes behind it (those that decided its direction first), and the box's own value.

    `metric` is a name of BOARD_METRICS: it names the value. That is left out where marketplaces of the box
    joined or fell silent, and on boards of sums. Where boxes come and go with their reports, entries and
    exits are left out.
    """
    if is_partial and explanation.current_rank is not None:
        return f"at {explanation.current_rank}: {NOT_COMPARED}"
    move = _move(explanation, metric)
    if metric in SUM_METRICS:
        return move if explanation.rank_change is None else f"{move}: {NOT_EXPLAINED}"
    named = [part for part in _decisive_first(explanation) if not _is_no_news(part, metric)]
    reasons = "; ".join(part_in_words(part) for part in named)
    return "; ".join([f"{move}: {reasons}" if reasons else move, *_own_value(explanation, metric)])


def _is_no_news(part: MovePart, metric: str) -> bool:
    return metric in SETTLED_DAILY and part.kind in (MoveKind.ENTERED_ABOVE, MoveKind.EXITED_ABOVE)


def _move(explanation: MoveExplanation, metric: str) -> str:
    if explanation.current_rank is None:
        return _departure(explanation, metric)
    change = explanation.rank_change
    if change is None:
        return f"entered at {explanation.current_rank}"
    if change == 0:
        return f"stayed at {explanation.current_rank}"
    return f"climbed {change}" if change > 0 else f"fell {-change}"


def _departure(explanation: MoveExplanation, metric: str) -> str:
    if explanation.previous_rank is None or metric in SETTLED_DAILY:
        return "not ranked"
    last = explanation.last_report
    since = "" if last is None else f", not reported since {_day(last)}"
    return f"left the board{since}; it was {explanation.previous_rank}"


def _decisive_first(explanation: MoveExplanation) -> list[MovePart]:
    direction = 1 if (explanation.rank_change or 0) > 0 else -1
    return sorted(explanation.parts, key=lambda part: (bool(part.boxes), -direction * part.change))


def part_in_words(part: MovePart) -> str:
    """What the boxes of a part did: "overtaken by OP-05 and OP-09"; or a marketplace, of which boxes."""
    return _part(part, listed([box.name for box in part.boxes]) if part.boxes else "")


def part_without_names(part: MovePart) -> str:
    """The same beside a list of the boxes: "overtaken by"."""
    return _part(part, "").strip()


def _part(part: MovePart, names: str) -> str:
    if part.last_report is None:
        return PHRASES[part.kind].format(names=names)
    day = _day(part.last_report)
    if part.marketplace is None:
        return UNREPORTED.format(names=names, day=day)
    of_boxes = f" for {names}" if names else ""
    return PHRASES[part.kind].format(marketplace=part.marketplace, names=of_boxes, day=day)


def _day(day: date) -> str:
    return day_in_words(day, day)


def _own_value(explanation: MoveExplanation, metric: str) -> Iterator[str]:
    before, after = explanation.previous_value, explanation.current_value
    has_other_reports = any(part.marketplace is not None and not part.boxes for part in explanation.parts)
    if before is not None and after is not None and not has_other_reports:
        board = BOARD_METRICS[metric]
        yield f"its own {board.noun} {change_in_words(before, after, board.unit.name)}"
