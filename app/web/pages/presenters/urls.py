"""Addresses of pages: what differs from the plain view and nothing else, so each view has one address."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from app.services.leaderboard_service import LeaderboardRequest

HOME = "/"
ABOUT = "/about"
API_BOARD = "/api/v1/booster-boxes"

_NAMES = {
    "day": "date",
    "metric": "metric",
    "game": "game",
    "order": "order",
    "query": "q",
    "limit": "limit",
    "offset": "offset",
}
_PLAIN = LeaderboardRequest()


def board_url(view: LeaderboardRequest, **changes: Any) -> str:
    """The board page with some of its view changed, from the first row unless an offset is given."""
    return _with_query(HOME, _parameters(_changed(view, changes)))


def board_file_url(view: LeaderboardRequest, day: date) -> str:
    """The rows of the view as CSV; the day is written out, so that the file is named after it."""
    parameters = _parameters(replace(view, day=day))
    return _with_query(API_BOARD, [*parameters, ("format", "csv")])


def board_fields(view: LeaderboardRequest, without: str) -> tuple[tuple[str, str], ...]:
    """Hidden form fields that keep the view but for one parameter and the offset."""
    kept = _parameters(replace(view, offset=0))
    return tuple((name, value) for name, value in kept if name != without)


def day_url_pattern(view: LeaderboardRequest) -> str:
    """The board page of another day, `{day}` in the place of its ISO date."""
    url = board_url(view, day=None)
    return f"{url}{'&' if '?' in url else '?'}date={{day}}"


def follow_url(view: LeaderboardRequest, slug: str) -> str:
    """The board page with one line of the bump chart followed."""
    return f"{_with_query(HOME, [*_parameters(view), ('follow', slug)])}#history"


def box_url(slug: str, day: date | None = None, days: int | None = None) -> str:
    """The page of a box; of the latest day unless one is given."""
    parameters = [("date", day and day.isoformat()), ("days", days and str(days))]
    return _with_query(
        f"/boxes/{quote(slug, safe=':')}", [(name, value) for name, value in parameters if value]
    )


def series_file_url(slug: str, start: date, end: date) -> str:
    """The box's series of a span as CSV, of the API."""
    span = [("start", start.isoformat()), ("end", end.isoformat()), ("format", "csv")]
    return _with_query(f"{API_BOARD}/{quote(slug, safe=':')}/time-series", span)


def _changed(view: LeaderboardRequest, changes: dict[str, Any]) -> LeaderboardRequest:
    return replace(view, **{"offset": 0, "cursor": None, **changes})


def _parameters(view: LeaderboardRequest) -> list[tuple[str, str]]:
    return [
        (name, str(getattr(view, field)))
        for field, name in _NAMES.items()
        if getattr(view, field) not in (getattr(_PLAIN, field), None)
    ]


def _with_query(path: str, parameters: list[tuple[str, Any]]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path
