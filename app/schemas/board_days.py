"""The days of a board: the list of them, and what is told of one or two."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.domain.day_sentence import SentencePart
from app.schemas.boards import BoardMeta
from app.schemas.figures import BoxCard, Rank

Outcome = Literal["ENTERED", "LEFT", "CLIMBED", "FELL", "UNCHANGED"]


@dataclass(frozen=True, slots=True)
class BoardDay:
    """One ranked day of a board."""

    metric_date: date
    boxes_ranked: int
    is_partial: Annotated[bool, Field(description="Fewer than half the usual boxes: a broken feed")]
    compared_with: Annotated[date | None, Field(description="The latest ranked day before it that is whole")]
    earlier_day: Annotated[date | None, Field(description="The ranked day before it, partial or not")]
    later_day: Annotated[date | None, Field(description="The ranked day after it, partial or not")]


@dataclass(frozen=True, slots=True)
class BoardDays:
    """The ranked days of a board, oldest first; `meta` is that of the latest."""

    data: list[BoardDay]
    meta: BoardMeta


@dataclass(frozen=True, slots=True)
class DroppedBox:
    """A box that was ranked on the day compared with, and is not on this one."""

    box: BoxCard
    last_rank: int
    last_rank_date: date


@dataclass(frozen=True, slots=True)
class DroppedBoxes:
    """The boxes that a day dropped, best first."""

    data: list[DroppedBox]
    meta: BoardMeta


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence that opens a day; a part with a slug is the name of that box."""

    text: str
    parts: tuple[SentencePart, ...]


@dataclass(frozen=True, slots=True)
class SentenceOfDay:
    """The sentence of a day of a board."""

    data: Sentence
    meta: BoardMeta


@dataclass(frozen=True, slots=True)
class ComparedBox:
    """A box on two days of a board; ranks and values are null where it had none."""

    slug: str
    name: str
    outcome: Outcome
    rank_before: Rank
    rank_after: Rank
    rank_change: Annotated[int | None, Field(description="rank_before - rank_after; positive: climbed")]
    value_before: float | None
    value_after: float | None


@dataclass(frozen=True, slots=True)
class DayComparison:
    """Two days of a board: boxes in the order of the second day, then those that left.

    `meta` is that of the second day. `total` counts the boxes of the
    outcome asked for, `counts` those of every outcome.
    """

    data: list[ComparedBox]
    counts: dict[Outcome, int]
    total: int
    before: BoardDay
    after: BoardDay
    meta: BoardMeta
