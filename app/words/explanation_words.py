"""The explanation of a move as one line: "fell 2: overtaken by OP-05; its own volume rose 4 %"."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.domain.boards import BOARD_METRICS, PRIMARY_METRIC
from app.domain.explanation import MoveExplanation, MoveKind, MovePart
from app.words.sentences import change_in_words, listed

PHRASES: Mapping[MoveKind, str] = MappingProxyType(
    {
        MoveKind.OVERTAKEN_BY: "overtaken by {names}",
        MoveKind.ENTERED_ABOVE: "{names} entered above it",
        MoveKind.BROKE_TIE_ABOVE: "{names} moved ahead from a tie",
        MoveKind.OVERTOOK: "overtook {names}",
        MoveKind.EXITED_ABOVE: "{names} left the board above it",
        MoveKind.DREW_LEVEL_WITH: "drew level with {names}",
        MoveKind.CORRECTION: "corrected figures of {names}",
    }
)
"""What the boxes of a part did; `{names}` is replaced by them."""


def explanation_in_words(explanation: MoveExplanation, metric: str = PRIMARY_METRIC) -> str:
    """The move, the boxes behind it (those that decided its direction first), and the box's own value.

    `metric` is a name of BOARD_METRICS: it names the value.
    """
    reasons = "; ".join(part_in_words(part) for part in _decisive_first(explanation))
    head = f"{_move(explanation)}: {reasons}" if reasons else _move(explanation)
    return "; ".join([head, *_own_value(explanation, metric)])


def _move(explanation: MoveExplanation) -> str:
    if explanation.current_rank is None:
        was = explanation.previous_rank
        return "not ranked" if was is None else f"left the board; it was {was}"
    change = explanation.rank_change
    if change is None:
        return f"entered at {explanation.current_rank}"
    if change == 0:
        return f"stayed at {explanation.current_rank}"
    return f"climbed {change}" if change > 0 else f"fell {-change}"


def _decisive_first(explanation: MoveExplanation) -> list[MovePart]:
    direction = 1 if (explanation.rank_change or 0) > 0 else -1
    return sorted(explanation.parts, key=lambda part: -direction * part.change)


def part_in_words(part: MovePart) -> str:
    """What the boxes of a part did: "overtaken by OP-05 and OP-09"."""
    return PHRASES[part.kind].format(names=listed([box.name for box in part.boxes]))


def _own_value(explanation: MoveExplanation, metric: str) -> Iterator[str]:
    before, after = explanation.previous_value, explanation.current_value
    if before is not None and after is not None:
        board = BOARD_METRICS[metric]
        yield f"its own {board.noun} {change_in_words(before, after, board.unit.name)}"
