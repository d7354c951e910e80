"""The days around a board: previous, next, the tape, play."""

from datetime import date, timedelta

from app.read.pages.board import BoardPageRequest
from app.read.pages.board_extras import BoardExtras, tape_span
from app.web.pages.presenters.urls import HOME, board_fields, board_url, day_url_pattern
from app.web.pages.view_models import Choice, DayNavigator, Tape, TapeDay
from app.words.figures import week_day


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


def _tape(extras: BoardExtras) -> Tape:
    first, last = tape_span(extras.calendar, extras.calendar.shown)
    days = tuple(
        TapeDay(day.metric_date, extras.traded_by_day.get(day.metric_date), day.is_partial)
        for day in extras.calendar.between(first, last)
    )
    return Tape(first, last, days, extras.calendar.shown)


def _step(page: BoardPageRequest, day: date | None) -> Choice | None:
    return None if day is None else Choice(week_day(day), board_url(page, day=day))


def _play(page: BoardPageRequest, extras: BoardExtras) -> Choice | None:
    days = extras.calendar
    start = days.next or max(days.first, days.shown - timedelta(30))
    later = next((day.metric_date for day in days.days if day.metric_date >= start), None)
    return None if later in (None, days.shown) else Choice("Play", board_url(page, day=later))
