"""The days around a board: navigator, tape, bump chart."""

from datetime import date, timedelta

from app.services.board_page_service import BUMP_LINES, BoardExtras, bump_span, tape_span
from app.services.leaderboard_service import LeaderboardRequest
from app.web.pages.format import week_day
from app.web.pages.presenters.urls import (
    HOME,
    board_fields,
    board_url,
    day_url_pattern,
    follow_url,
)
from app.web.pages.svg.paths import calendar
from app.web.pages.view_models import BumpChart, BumpLine, Choice, DayNavigator, Tape, TapeDay


def day_navigator(view: LeaderboardRequest, extras: BoardExtras) -> DayNavigator:
    """The time machine of a view."""
    days = extras.calendar
    return DayNavigator(
        shown=days.shown,
        first_day=days.first,
        last_day=days.last,
        form_url=HOME,
        day_url=day_url_pattern(view),
        tape=_tape(extras),
        form_fields=board_fields(view, without="date"),
        previous=_step(view, days.previous),
        next=_step(view, days.next),
        play=_play(view, extras),
    )


def bump_chart(view: LeaderboardRequest, extras: BoardExtras, followed: str | None) -> BumpChart | None:
    """The ranks of the day's first boxes over time; null on a board without them."""
    first, last = bump_span(extras.calendar, extras.calendar.shown)
    if not extras.rank_lines or first == last:
        return None
    lines = tuple(
        BumpLine(
            code=box.code or box.slug,
            name=box.short_name,
            short_name=box.short_name,
            url=follow_url(view, box.slug),
            ranks=ranks,
            is_followed=box.slug == followed,
        )
        for box, ranks in extras.rank_lines
    )
    return BumpChart(
        f"The first {len(lines)} over {(last - first).days + 1} days",
        first,
        last,
        lines,
        _gaps(extras, first, last),
        BUMP_LINES,
    )


def _tape(extras: BoardExtras) -> Tape:
    first, last = tape_span(extras.calendar, extras.calendar.shown)
    days = tuple(
        TapeDay(day.metric_date, extras.traded_by_day.get(day.metric_date), day.is_partial)
        for day in extras.calendar.between(first, last)
    )
    return Tape(first, last, days, extras.calendar.shown)


def _gaps(extras: BoardExtras, first: date, last: date) -> frozenset[date]:
    whole = {day.metric_date for day in extras.calendar.between(first, last) if not day.is_partial}
    return frozenset(calendar(first, last)) - whole


def _step(view: LeaderboardRequest, day: date | None) -> Choice | None:
    return None if day is None else Choice(week_day(day), board_url(view, day=day))


def _play(view: LeaderboardRequest, extras: BoardExtras) -> Choice | None:
    days = extras.calendar
    start = days.next or max(days.first, days.shown - timedelta(30))
    later = next((day.metric_date for day in days.days if day.metric_date >= start), None)
    return None if later in (None, days.shown) else Choice("Play", board_url(view, day=later))
