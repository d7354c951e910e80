"""The requests that addresses of pages make: they hold all state of a page, and nothing that is not state."""

from fastapi import Request

from app.read.board import LeaderboardRequest
from app.read.pages.board import BoardPageRequest
from app.read.pages.box import BoxPageRequest
from app.read.pages.compare import ComparePageRequest
from app.read.parameters import (
    BOX,
    DAY,
    BoxesParameter,
    ChoiceParameter,
    NumberParameter,
    TextParameter,
    read_fields,
)
from app.web.pages.presenters.day_table import SORTS
from app.web.parameters import page_query, page_values

RISING, FALLING = "rising", "falling"

_ONLY = BoxesParameter("only")
_OF_BOARD = {
    "followed": TextParameter("follow", most=200),
    "only": _ONLY,
    "span_days": NumberParameter("span"),
}
_OF_BOX = {
    "day": DAY,
    "days": NumberParameter("days"),
    "sort": ChoiceParameter("sort", choices=SORTS),
    "is_rising": ChoiceParameter("order", choices=(FALLING, RISING)),
}
_OF_COMPARISON = {"day": DAY, "days": NumberParameter("days")}
_COMPARED = TextParameter("boxes", most=200)


def board_page_request(http: Request) -> BoardPageRequest:
    """The board page, its watchlist and its files; an empty watchlist keeps no box.

    Raises InvalidValue, UnknownChoice.
    """
    given = page_query(http)
    view = LeaderboardRequest(**read_fields(LeaderboardRequest, given))
    if "only" in http.query_params:
        given[_ONLY.name] = http.query_params[_ONLY.name]
    return BoardPageRequest(view, **page_values(_OF_BOARD, given))


def box_page_request(http: Request) -> BoxPageRequest:
    """The page of a box. Raises InvalidValue, UnknownChoice, UnknownBox."""
    values = page_values(_OF_BOX, page_query(http))
    values["is_rising"] = values.get("is_rising") == RISING
    return BoxPageRequest(box=BOX.find(http.path_params), **values)


def compare_page_request(http: Request) -> ComparePageRequest:
    """The compare page; a box named twice counts once. Raises InvalidValue."""
    names = http.query_params.getlist(_COMPARED.name)
    named = (_COMPARED.find({_COMPARED.name: name}) for name in names if name)
    return ComparePageRequest(tuple(dict.fromkeys(named)), **page_values(_OF_COMPARISON, page_query(http)))
