"""Pages for errors and for what cannot be shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from app.domain.errors import (
    BoxrankError,
    ExpiredCursor,
    InvalidValue,
    NoRanks,
    NothingPublished,
    NotObserved,
    Unavailable,
    UnknownBox,
    UnknownChoice,
    UnknownDay,
)
from app.web.pages.presenters.frame import shell
from app.web.pages.presenters.urls import HOME
from app.web.pages.view_models import Link, MessagePage
from app.words.figures import long_day, week_day


class RankedDayLink(Protocol):
    """A ranked day and the page of it."""

    @property
    def day(self) -> date: ...
    @property
    def url(self) -> str: ...
    @property
    def is_partial(self) -> bool: ...


_SHELL = replace(shell(""), is_freshness_unknown=True)
_HOME = Link("Show the board", HOME)
_AGAIN = Link("Try again", HOME)
_COMMANDS: dict[type[Exception], str] = {NothingPublished: "boxrank import FILE && boxrank refresh"}
_HEADINGS: dict[type[Exception], str] = {
    NothingPublished: "No board yet",
    NoRanks: "This board has no ranks",
    Unavailable: "The database is unavailable",
    UnknownBox: "Box not found",
    UnknownDay: "No board on this day",
    UnknownChoice: "This view does not exist",
    InvalidValue: "This view does not exist",
    ExpiredCursor: "The board has been updated",
}
_OWN_WORDS: dict[type[Exception], str] = {
    NothingPublished: "Import observations, then refresh: the board appears with the first publication.",
    Unavailable: "Try again in a moment.",
}


def message_view(error: Exception, status: int) -> MessagePage:
    """The page of an error, with one link. It shows no internals."""
    kind = type(error)
    if kind not in _HEADINGS:
        return _other(status)
    return MessagePage(
        shell("") if kind is NothingPublished else _SHELL,
        _HEADINGS[kind],
        _OWN_WORDS.get(kind) or _sentence(error),
        _COMMANDS.get(kind),
        _AGAIN if status >= 500 else _HOME,
    )


def unranked_day_view(error: UnknownDay, days: Sequence[RankedDayLink]) -> MessagePage:
    """A day without a board, or before a box was reported; `days` are ranked ones, the nearest first."""
    links = [Link(f"Show {week_day(each.day)} {each.day.year}", each.url) for each in days]
    return MessagePage(
        _SHELL,
        _HEADINGS[UnknownDay],
        _nearest(error, days),
        action=links[0] if links else _HOME,
        other_action=links[1] if len(links) > 1 else None,
    )


def moved_on_view(first_page_url: str) -> MessagePage:
    """A page of a board that was published again since the reader opened the page before."""
    return MessagePage(
        _SHELL,
        "The board has been updated",
        "It was published again since you opened its first page: a further page could repeat or miss boxes.",
        action=Link("Show the first page", first_page_url),
    )


def _nearest(error: UnknownDay, days: Sequence[RankedDayLink]) -> str:
    if not days or isinstance(error, NotObserved):
        return str(error)
    nearest = days[0]
    partial = ", a partial day" if nearest.is_partial else ""
    return (
        f"Nothing was ranked on {long_day(error.day)}. The nearest day is {long_day(nearest.day)}{partial}."
    )


def _sentence(error: Exception) -> str:
    if isinstance(error, UnknownBox):
        return f"No box is called “{error.reference}”."
    return str(error) if isinstance(error, BoxrankError) else ""


def _other(status: int) -> MessagePage:
    if status == 404:
        return MessagePage(_SHELL, "Page not found", "There is no page at this address.", action=_HOME)
    if status >= 500:
        text = "The error has been logged. Try again in a moment."
        return MessagePage(_SHELL, "Something went wrong", text, action=_AGAIN)
    return MessagePage(_SHELL, "Invalid request", "The server cannot process this request.", action=_HOME)
