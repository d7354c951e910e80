"""Addresses of pages: what differs from the plain view and nothing else, so each view has one address."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from app.read.board import BEST, LeaderboardRequest
from app.read.pages.board import PLAIN_SPAN_DAYS, BoardPageRequest
from app.read.pages.box import BoxPageRequest
from app.read.pages.compare import ComparePageRequest
from app.read.parameters import written_day
from app.schemas import BoardMeta

HOME = "/"
ABOUT = "/about"
COMPARE = "/compare"
WATCHLIST = f"{HOME}?only={{slugs}}"
BUMP_FILE = "/bump.svg"
API_BOARD = "/api/v1/booster-boxes"
API_RANKS = "/api/v1/ranks"
LATEST_BOARD = BoardPageRequest(LeaderboardRequest())

_NAMES = {
    "day": "date",
    "metric": "metric",
    "game": "game",
    "order": "order",
    "query": "q",
    "limit": "limit",
    "offset": "offset",
    "cursor": "cursor",
}
_PLAIN = LeaderboardRequest()
_OF_PAGE = {field.name for field in fields(BoardPageRequest)}


def board_url(page: BoardPageRequest, **changes: Any) -> str:
    """The board page with some of its state changed, from the first row unless a cursor is given.

    Changes are named as the fields of the page's request or of its view.
    """
    return _with_query(HOME, _parameters(_changed(page, changes)))


def metric_url(page: BoardPageRequest, meta: BoardMeta, metric: str) -> str:
    """The board page by another metric, best first; the default board keeps its plain address."""
    is_default = page.view.metric is None and metric == meta.metric
    return board_url(page, metric=None if is_default else metric, order=BEST)


def board_of_day_url(day: date | None, game: str | None = None) -> str:
    """The primary board, or that of a game, on a day (None: the latest)."""
    return board_url(LATEST_BOARD, day=day, game=game)


def board_file_url(page: BoardPageRequest, day: date) -> str:
    """The rows of the view as CSV; the day is written out, so that the file is named after it."""
    view = replace(page.view, day=day)
    if page.only is None:
        return _with_query(API_BOARD, [*_view_parameters(view), ("format", "csv")])
    board = replace(LATEST_BOARD.view, day=day, metric=view.metric, game=view.game)
    return _with_query(
        API_RANKS, [("boxes", ",".join(page.only)), *_view_parameters(board), ("format", "csv")]
    )


def bump_file_url(page: BoardPageRequest, day: date) -> str:
    """The bump chart of the view as a drawing; the day is written out, so that the file is named after it."""
    return _with_query(BUMP_FILE, _parameters(_changed(page, {"day": day})))


def board_fields(page: BoardPageRequest, without: str) -> tuple[tuple[str, str], ...]:
    """Hidden form fields that keep the view but for one parameter and the offset."""
    return tuple((name, value) for name, value in _parameters(_changed(page, {})) if name != without)


def day_url_pattern(page: BoardPageRequest) -> str:
    """The board page of another day, `{day}` in the place of its ISO date."""
    url = board_url(page, day=None)
    return f"{url}{'&' if '?' in url else '?'}date={{day}}"


def follow_url(page: BoardPageRequest, slug: str) -> str:
    """The board page with one line of the bump chart followed."""
    return f"{_with_query(HOME, _parameters(replace(page, followed=slug)))}#history"


def span_url(page: BoardPageRequest, span_days: int) -> str:
    """The board page with another span of the bump chart."""
    return f"{_with_query(HOME, _parameters(replace(page, span_days=span_days)))}#history"


def box_url(slug: str, day: date | None = None) -> str:
    """The page of a box; of the latest day unless one is given."""
    return box_page_url(BoxPageRequest(slug, day))


def box_page_url(page: BoxPageRequest, **changes: Any) -> str:
    """The page of a box with some of its state changed."""
    wanted, plain = replace(page, **changes), BoxPageRequest(page.box)
    given = [
        ("date", wanted.day and written_day(wanted.day)),
        ("days", None if wanted.days == plain.days else str(wanted.days)),
        ("sort", wanted.sort),
        ("order", "rising" if wanted.is_rising else None),
    ]
    return _with_query(
        f"/boxes/{quote(page.box, safe=':')}", [(name, value) for name, value in given if value]
    )


def compare_url(page: ComparePageRequest, **changes: Any) -> str:
    """The compare page with some of its state changed."""
    wanted = replace(page, **changes)
    return _with_query(COMPARE, [*(("boxes", slug) for slug in wanted.boxes), *compare_fields(wanted)])


def compare_fields(page: ComparePageRequest) -> tuple[tuple[str, str], ...]:
    """Hidden form fields that keep the day and the span of a compare page."""
    day = () if page.day is None else (("date", written_day(page.day)),)
    return day if page.days == ComparePageRequest().days else (*day, ("days", str(page.days)))


def series_file_url(slug: str, start: date, end: date) -> str:
    """The box's series of a span as CSV, of the API."""
    span = [("start", start.isoformat()), ("end", end.isoformat()), ("format", "csv")]
    return _with_query(f"{API_BOARD}/{quote(slug, safe=':')}/time-series", span)


def _changed(page: BoardPageRequest, changes: dict[str, Any]) -> BoardPageRequest:
    of_page = {name: value for name, value in changes.items() if name in _OF_PAGE}
    of_view = {name: value for name, value in changes.items() if name not in _OF_PAGE}
    return replace(page, view=replace(page.view, **{"offset": 0, "cursor": None, **of_view}), **of_page)


def _parameters(page: BoardPageRequest) -> list[tuple[str, str]]:
    only = [] if page.only is None else [("only", ",".join(page.only))]
    followed = [("follow", page.followed)] if page.followed else []
    span = [("span", str(page.span_days))] if page.span_days != PLAIN_SPAN_DAYS else []
    return [*only, *_view_parameters(page.view), *span, *followed]


def _view_parameters(view: LeaderboardRequest) -> list[tuple[str, str]]:
    return [
        (name, _written(getattr(view, field)))
        for field, name in _NAMES.items()
        if getattr(view, field) not in (getattr(_PLAIN, field), None)
    ]


def _written(value: Any) -> str:
    return written_day(value) if isinstance(value, date) else str(value)


def _with_query(path: str, parameters: Sequence[tuple[str, Any]]) -> str:
    return f"{path}?{urlencode(parameters, safe=',')}" if parameters else path
