"""The rows of the daily table: observed days, and the hatched stretches between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.web.pages.view_models.box import SeriesDay
from app.words.figures import week_day


@dataclass(frozen=True, slots=True)
class MissingDays:
    """A stretch without a report of the box, in words."""

    text: str


def daily_rows(days: tuple[SeriesDay, ...], boardless: frozenset[date]) -> Iterator[SeriesDay | MissingDays]:
    """Days newest first, with one row for each stretch of missing days between two of them.

    `boardless` are days of which no box has a report; days that only this box missed are other days.
    """
    later: date | None = None
    for day in days:
        if later is not None and (later - day.day).days > 1:
            yield MissingDays(_stretch(day.day + timedelta(1), later - timedelta(1), boardless))
        yield day
        later = day.day


def _stretch(first: date, last: date, boardless: frozenset[date]) -> str:
    span = week_day(first) if first == last else f"{week_day(first)} to {week_day(last)}"
    missing = {first + timedelta(days) for days in range((last - first).days + 1)}
    return f"{span}: {_reason(missing, boardless)}"


def _reason(missing: set[date], boardless: frozenset[date]) -> str:
    if missing <= boardless:
        return "no marketplace reported"
    if missing.isdisjoint(boardless):
        return "other boxes were reported, this one was not"
    return "this box was not reported; on some of these days no box was"
