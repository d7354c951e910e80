"""The ranked days nearest to a day without a board."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.bootstrap import Services
from app.domain.errors import UnknownDay
from app.read.board import LeaderboardRequest
from app.read.days import BoardDaysRequest, read_days
from app.read.pages.board import BoardPageRequest
from app.read.pages.box import BoxPageRequest
from app.read.pages.compare import ComparePageRequest
from app.web.pages.presenters.urls import board_url, box_page_url, compare_url


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A ranked day and the page of it."""

    day: date
    url: str
    is_partial: bool


def other_days(services: Services, request: Any, error: UnknownDay) -> tuple[OtherDay, ...]:
    """The ranked day before the requested one and the one after it, the nearer first.

    Raises what the days of a board raise.
    """
    view = _view(request)
    found = services.read(read_days, BoardDaysRequest(view.metric, view.game)).data
    before = [day for day in found if day.metric_date < error.day][-1:]
    after = [day for day in found if day.metric_date > error.day][:1]
    near = sorted([*before, *after], key=lambda day: abs((day.metric_date - error.day).days))
    return tuple(
        OtherDay(each.metric_date, _url(request, each.metric_date), each.is_partial) for each in near
    )


def _view(request: Any) -> LeaderboardRequest:
    page = getattr(request, "page", request)
    return page.view if isinstance(page, BoardPageRequest) else LeaderboardRequest()


def _url(request: Any, day: date) -> str:
    page = getattr(request, "page", request)
    if isinstance(page, BoxPageRequest):
        return box_page_url(page, day=day)
    if isinstance(page, ComparePageRequest):
        return compare_url(page, day=day)
    return board_url(page, day=day)
