"""The days around a board: previous, next, the tape, play."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from app.read.pages.board import BoardPageRequest
from app.read.pages.board_extras import BoardExtras, tape_span
from app.web.pages.presenters.urls import HOME, board_fields, board_url, day_url_pattern
from app.web.pages.view_models import Choice, DayNavigator, Tape, TapeDay
from app.words.figures import week_day


class DayReports(Protocol):
    """A day, and how many boxes were reported on it."""

    @property
    def metric_date(self) -> date: ...
    @property
    def boxes_observed(self) -> int: ...
    @property
    def is_partial(self) -> bool: ...


def day_navigator(page: BoardPageRequest, extras: BoardExtras) -> DayNavigator:
    """The time machine of a view: only ranked days of its own board are offered."""
    days = extras.calendar
    return DayNavigator(
        shown=days.shown,
        first_day=days.first,
        last_day=days.last,
        form_url=HOME,
        day_url=day_url_pattern(page),
        tape=_tape(extras),
        form_fields=board_fields(page, without="date"),
        previous=_step(page, days.previous),
        next=_step(page, days.next),
        play=_play(page, extras),
    )


def tape(strip: Tape, days: Sequence[DayReports], traded_by_day: Mapping[date, float]) -> Tape:
    """A tape with its days: as high as what was traded, or as the boxes reported where nothing was."""
    has_volume = any(day.metric_date in traded_by_day for day in days)
    measure = strip.measure if has_volume else "the boxes reported"
    bars = (
        TapeDay(
            day.metric_date,
            traded_by_day.get(day.metric_date) if has_volume else day.boxes_observed,
            day.is_partial,
        )
        for day in days
    )
    return replace(strip, days=tuple(bars), measure=measure)


def _tape(extras: BoardExtras) -> Tape:
    first, last = tape_span(extras.calendar, extras.calendar.shown)
    strip = Tape(first, last, (), extras.calendar.shown)
    return tape(strip, extras.calendar.between(first, last), extras.traded_by_day)


def _step(page: BoardPageRequest, day: date | None) -> Choice | None:
    return None if day is None else Choice(week_day(day), board_url(page, day=day))


def _play(page: BoardPageRequest, extras: BoardExtras) -> Choice | None:
    days = extras.calendar
    start = days.next or max(days.first, days.shown - timedelta(30))
    later = next((day.metric_date for day in days.days if day.metric_date >= start), None)
    return None if later in (None, days.shown) else Choice("Play", board_url(page, day=later))
