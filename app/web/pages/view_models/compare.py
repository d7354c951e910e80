"""The compare page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.sentences import SentencePart
from app.schemas import BoxDay
from app.web.pages.view_models.box import SeriesDay
from app.web.pages.view_models.shell import Choice, Link, Movement, Notice, Shell


@dataclass(frozen=True, slots=True)
class CompareColumn:
    """One of two to four boxes side by side, on its day, with its series, oldest day first.

    Figures that are not of the `shown_day` say which day they are of.
    """

    day: BoxDay
    remove_url: str
    shown_day: date
    series: tuple[SeriesDay, ...] = ()
    movement: Movement | None = None

    @property
    def code(self) -> str:
        """What it is called in narrow places."""
        return self.day.box.code or self.day.box.slug


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Boxes side by side on a day. `additions` are boxes that may join, `chosen` the slugs in the form.

    `compared_with` is the previous ranked day. Fewer than two boxes show only the form and `suggestions`.
    `form_fields` keep the day and the span.
    """

    shell: Shell
    day: date
    asked_day: date | None
    first_day: date
    boxes: tuple[CompareColumn, ...]
    form_url: str
    chosen: tuple[str, ...] = ()
    additions: tuple[tuple[str, str], ...] = ()
    form_fields: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[Link, ...] = ()
    compared_with: date | None = None
    lead: Sequence[SentencePart] = ()
    notices: tuple[Notice, ...] = ()
    ranges: tuple[Choice, ...] = ()
    range_title: str = "Sixty days"
    boardless_days: frozenset[date] = frozenset()
    unreported: str = ""
    in_progress: Link | None = None
    is_partial: bool = False
