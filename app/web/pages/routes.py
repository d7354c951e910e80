"""The pages: addresses, their requests, and how each is computed when no cache has it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import HTMLResponse, Response

from app.bootstrap import Services
from app.domain.boards import resolve_metric
from app.domain.days import market_day, utc_now
from app.domain.errors import NothingPublished
from app.services.board_page_service import BoardPageService
from app.services.box_page_service import BoxPageRequest, BoxPageService
from app.services.cache_service import BOX_DETAIL, LEADERBOARD
from app.services.cache_warmer import WarmTargets
from app.services.json_answers import arguments_of
from app.services.leaderboard_service import BEST, LeaderboardRequest
from app.services.reads import Computed
from app.web.answers import Answers
from app.web.errors import answer_for
from app.web.pages.presenters.about import about_view
from app.web.pages.presenters.board import board_view
from app.web.pages.presenters.box import box_view
from app.web.pages.presenters.messages import message_view
from app.web.pages.rendering import render_about, render_board, render_box, render_message
from app.web.pages.view_models import Freshness
from app.web.parameters import (
    DateParameter,
    GameParameter,
    LimitParameter,
    MetricParameter,
    OffsetParameter,
    OrderParameter,
    PageQuery,
    SearchParameter,
    WindowParameter,
    number,
    text,
)

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class BoardPageRequest:
    """The board page of a view; `followed` is the slug of a line that stands out in the bump chart."""

    view: LeaderboardRequest
    followed: str | None = None


@dataclass(frozen=True)
class AboutPageRequest:
    """The page about the data."""


class BoardPageQuery(PageQuery):
    """What the address of a board page holds: all of its state."""

    date: DateParameter = None
    metric: MetricParameter = None
    window: WindowParameter = None
    game: GameParameter = None
    order: OrderParameter = BEST
    q: SearchParameter = None
    limit: LimitParameter = 50
    offset: OffsetParameter = 0
    follow: Annotated[str | None, text("follow"), Field(max_length=200)] = None

    def to_request(self) -> BoardPageRequest:
        """The request of the page. Raises InvalidValue, UnknownChoice."""
        view = LeaderboardRequest(
            day=self.date,
            game=self.game,
            limit=self.limit,
            offset=self.offset,
            metric=resolve_metric(self.metric, self.window),
            order=self.order,
            query=self.q,
        )
        return BoardPageRequest(view, self.follow)


class BoxPageQuery(PageQuery):
    """What the address of a box page holds."""

    date: DateParameter = None
    days: Annotated[int, number("days")] = 90

    def to_request(self, box: str) -> BoxPageRequest:
        """The request of the page. Raises InvalidValue."""
        return BoxPageRequest(box, self.date, self.days)


def page_routes(answers: Answers, services: Services) -> APIRouter:
    """The pages for people."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def board(http: Request, query: Annotated[BoardPageQuery, Query()]) -> Response:
        return await answers(http, query.to_request())

    @router.get("/boxes/{box}")
    async def box(
        http: Request, box: Annotated[str, Path(max_length=200)], query: Annotated[BoxPageQuery, Query()]
    ) -> Response:
        return await answers(http, query.to_request(box))

    @router.get("/about")
    async def about(http: Request) -> Response:
        try:
            return await answers(http, AboutPageRequest())
        except NothingPublished:
            return HTMLResponse(await to_thread.run_sync(_about, services, None))

    return router


def error_page(request: Request, error: Exception) -> Response:
    """An error as a friendly page."""
    answer = answer_for(error)
    headers = {"Cache-Control": "no-store", **dict(answer.headers)}
    return HTMLResponse(render_message(message_view(error, answer.status)), answer.status, headers)


def register_pages(services: Services) -> None:
    """Teach the reads of the house to answer with pages."""
    reads, ttl_seconds = services.reads, services.ttl_seconds
    reads.register(
        BoardPageRequest,
        kind="board-page",
        ttl_seconds=ttl_seconds[LEADERBOARD],
        arguments=lambda request: {**arguments_of(request.view), "followed": request.followed},
        compute=_computing_board(services),
        warm=_board_pages,
    )
    reads.register(
        BoxPageRequest,
        kind="box-page",
        ttl_seconds=ttl_seconds[BOX_DETAIL],
        arguments=arguments_of,
        compute=_computing_box(services),
        warm=lambda targets: (BoxPageRequest(slug, targets.day) for slug in targets.slugs),
    )
    reads.register(
        AboutPageRequest,
        kind="about-page",
        ttl_seconds=ttl_seconds[LEADERBOARD],
        arguments=arguments_of,
        compute=_computing_about(services),
    )


def _computing_board(services: Services) -> Callable[[BoardPageRequest], Computed]:
    pages = BoardPageService(services.database, services.leaderboard)

    def compute(request: BoardPageRequest) -> Computed:
        data = pages.page(request.view)
        body = render_board(board_view(request.view, data, _today(services), request.followed))
        return Computed(body, HTML, data.board.meta.generation)

    return compute


def _computing_box(services: Services) -> Callable[[BoxPageRequest], Computed]:
    pages = BoxPageService(services.database, services.box_detail, services.time_series)

    def compute(request: BoxPageRequest) -> Computed:
        data = pages.page(request)
        return Computed(
            render_box(box_view(request, data, _today(services))), HTML, data.detail.meta.generation
        )

    return compute


def _computing_about(services: Services) -> Callable[[AboutPageRequest], Computed]:
    def compute(_: AboutPageRequest) -> Computed:
        shown = services.reads.current
        if shown is None or shown.data_as_of is None:
            raise NothingPublished
        freshness = Freshness(shown.data_as_of, shown.published_at, shown.generation)
        return Computed(_about(services, freshness), HTML, shown.generation)

    return compute


def _about(services: Services, freshness: Freshness | None) -> bytes:
    return render_about(about_view(freshness, services.settings.price_authority))


def _board_pages(targets: WarmTargets) -> Iterable[BoardPageRequest]:
    for game in (None, *targets.games):
        yield BoardPageRequest(LeaderboardRequest(day=targets.day, game=game))


def _today(services: Services) -> date:
    return market_day(utc_now(), services.zone)
