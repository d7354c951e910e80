"""Data of the charts that are drawn on the server."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.web.pages.view_models.shell import Choice


@dataclass(frozen=True, slots=True)
class TapeDay:
    """A ranked day on the tape. `height` is measured in what the tape says, null when unknown."""

    day: date
    height: float | None
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Tape:
    """The calendar from `first` to `last`; a day without a `TapeDay` has no board and is hatched.

    `measure` says what the height of a bar is.
    """

    first: date
    last: date
    days: tuple[TapeDay, ...]
    shown: date | None = None
    measure: str = "the dollars traded"


@dataclass(frozen=True, slots=True)
class DayNavigator:
    """The time machine: previous and next ranked day, a date field, the tape, play.

    `day_url` holds `{day}` where an ISO date belongs; `form_url` and `form_fields` keep the view.
    """

    shown: date
    first_day: date
    last_day: date
    form_url: str
    day_url: str
    tape: Tape
    form_fields: tuple[tuple[str, str], ...] = ()
    previous: Choice | None = None
    next: Choice | None = None
    play: Choice | None = None


@dataclass(frozen=True, slots=True)
class BumpLine:
    """One box in the bump chart: its rank on each ranked day it was on the board; `url` follows it."""

    code: str
    name: str
    short_name: str
    url: str
    ranks: Mapping[date, int]
    is_followed: bool = False


@dataclass(frozen=True, slots=True)
class BumpChart:
    """Ranks of the boxes that lead on `last`, over calendar days. `gaps` had no board, or a partial one."""

    title: str
    first: date
    last: date
    lines: tuple[BumpLine, ...]
    gaps: frozenset[date] = frozenset()
    lanes: int = 10
    spans: tuple[Choice, ...] = ()
    download_url: str | None = None
    note: str = ""
