"""The pages: addresses, their requests, which of them are worth warming, and friendly errors."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.bootstrap import Services
from app.cache.keys import Argument
from app.domain.errors import InvalidValue, NothingPublished, UnknownDay
from app.read.board import LeaderboardRequest
from app.read.pages.board import BoardPageRequest
from app.read.pages.box import BoxPageRequest
from app.read.pages.compare import ComparePageRequest
from app.serve.resource import arguments_of
from app.serve.warming import WarmTargets
from app.services.cache_service import BOX_DETAIL, LEADERBOARD
from app.web.edge.answers import Answers
from app.web.edge.errors import problem_kind
from app.web.pages.computing import AboutPageRequest, BumpFileRequest, Pages
from app.web.pages.other_days import other_days
from app.web.pages.presenters.messages import message_view, moved_on_view, unranked_day_view
from app.web.pages.presenters.urls import board_url
from app.web.pages.queries import board_page_request, box_page_request, compare_page_request
from app.web.pages.rendering import render_message, static_version

_Arguments = Callable[[Any], Mapping[str, Argument]]


def page_routes(answers: Answers, services: Services) -> APIRouter:
    """The pages for people."""
    router, public_url = APIRouter(include_in_schema=False), services.settings.public_url

    async def dated(http: Request, request: Any) -> Response:
        try:
            return await answers(http, request)
        except UnknownDay as error:
            days = await to_thread.run_sync(other_days, services, request, error)
            return _error_answer(error, render_message(unranked_day_view(error, days), public_url))

    @router.get("/")
    async def board(http: Request) -> Response:
        request = board_page_request(http)
        try:
            return await dated(http, request)
        except InvalidValue as error:
            if request.view.cursor is None:
                raise
            return _error_answer(error, render_message(moved_on_view(board_url(request)), public_url))

    @router.get("/bump.svg")
    async def bump_file(http: Request) -> Response:
        return await dated(http, BumpFileRequest(board_page_request(http)))

    @router.get("/boxes/{box}")
    async def box(http: Request) -> Response:
        return await dated(http, box_page_request(http))

    @router.get("/compare")
    async def compare(http: Request) -> Response:
        return await dated(http, compare_page_request(http))

    @router.get("/about")
    async def about(http: Request) -> Response:
        try:
            return await answers(http, AboutPageRequest())
        except NothingPublished:
            return HTMLResponse(await to_thread.run_sync(Pages(services).rules))

    return router


def error_page(error: Exception, public_url: str) -> Response:
    """An error as a friendly page."""
    return _error_answer(error, render_message(message_view(error, problem_kind(error).status), public_url))


def register_pages(services: Services) -> None:
    """Register the pages as reads."""
    reads, pages, edition = services.reads, Pages(services), _edition(services)
    board_ttl, box_ttl = services.ttl_seconds[LEADERBOARD], services.ttl_seconds[BOX_DETAIL]
    for request_type, kind, ttl_seconds, arguments, compute, warm in (
        (BoardPageRequest, "board-page", board_ttl, _of_board, pages.board, _board_pages),
        (AboutPageRequest, "about-page", board_ttl, arguments_of, pages.about, _about_page),
        (BoxPageRequest, "box-page", box_ttl, arguments_of, pages.box, _box_pages),
        (ComparePageRequest, "compare-page", box_ttl, arguments_of, pages.comparison, _none),
        (BumpFileRequest, "bump-file", board_ttl, _of_file, pages.bump_file, _none),
    ):
        reads.register(
            request_type,
            kind=kind,
            ttl_seconds=ttl_seconds,
            arguments=edition(arguments),
            compute=compute,
            warm=warm,
        )


def _edition(services: Services) -> Callable[[_Arguments], _Arguments]:
    """Pages of other assets or of another public address have other keys, also in a Redis that both use."""
    edition = {"assets": static_version(), "site": services.settings.public_url}
    return lambda arguments: lambda request: {**arguments(request), **edition}


def _of_board(page: BoardPageRequest) -> dict[str, Argument]:
    own: dict[str, Argument] = {"followed": page.followed, "only": page.only, "span": page.span_days}
    return {**arguments_of(page.view), **own}


def _of_file(file: BumpFileRequest) -> dict[str, Argument]:
    return _of_board(file.page)


def _board_pages(targets: WarmTargets) -> Iterable[BoardPageRequest]:
    for game in (None, *targets.games):
        yield BoardPageRequest(LeaderboardRequest(day=targets.day, game=game))


def _box_pages(targets: WarmTargets) -> Iterable[BoxPageRequest]:
    return (BoxPageRequest(slug, targets.day) for slug in targets.slugs)


def _about_page(_: WarmTargets) -> Iterable[AboutPageRequest]:
    return (AboutPageRequest(),)


def _none(_: WarmTargets) -> Iterable[Any]:
    return ()


def _error_answer(error: Exception, body: bytes) -> Response:
    answer = problem_kind(error)
    return HTMLResponse(body, answer.status, {"Cache-Control": "no-store", **dict(answer.headers)})
