"""The compare page."""

from dataclasses import dataclass
from datetime import date

from app.web.pages.view_models.box import BoxMetrics, SeriesDay
from app.web.pages.view_models.shell import Choice, Link, Movement, Notice, Shell, TextPart


@dataclass(frozen=True, slots=True)
class ComparedBox:
    """One of two to four boxes side by side, with its figures of the day and its series, oldest day first."""

    code: str
    name: str
    short_name: str
    url: str
    remove_url: str
    metrics: BoxMetrics
    series: tuple[SeriesDay, ...] = ()
    rank: int | None = None
    is_tied: bool = False
    movement: Movement | None = None
    peak_rank: int | None = None
    days_at_number_one: int | None = None


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Boxes side by side on a day. `additions` are boxes that may join, `chosen` the slugs in the form.

    `compared_with` is the previous ranked day. Fewer than two boxes show only the form and `suggestions`.
    `form_fields` keep the day and the span.
    """

    shell: Shell
    day: date
    first_day: date
    boxes: tuple[ComparedBox, ...]
    form_url: str
    chosen: tuple[str, ...] = ()
    additions: tuple[tuple[str, str], ...] = ()
    form_fields: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[Link, ...] = ()
    compared_with: date | None = None
    lead: tuple[TextPart, ...] = ()
    notices: tuple[Notice, ...] = ()
    ranges: tuple[Choice, ...] = ()
    range_title: str = "Sixty days"
    boardless_days: frozenset[date] = frozenset()
