"""How pages are computed when no cache has them: what the services read, presented and rendered."""

from dataclasses import dataclass, replace
from datetime import date

from app.bootstrap import Services
from app.domain.days import market_day
from app.domain.errors import UnknownDay
from app.read.overview import DataOverviewService
from app.read.pages.board import BoardPageRequest, BoardPageService
from app.read.pages.box import BoxPageRequest, BoxPageService, BoxReaders
from app.read.pages.compare import ComparePageRequest, ComparePageService
from app.schemas import BoardMeta
from app.serve.answers import Computed
from app.web.pages.presenters.about import about_view
from app.web.pages.presenters.board import board_view
from app.web.pages.presenters.board_bump import bump_chart, bump_file_name, bump_footer
from app.web.pages.presenters.box import box_view
from app.web.pages.presenters.compare import compare_view
from app.web.pages.rendering import (
    render_about,
    render_board,
    render_box,
    render_bump_file,
    render_compare,
)

HTML = "text/html; charset=utf-8"
SVG = "image/svg+xml; charset=utf-8"


@dataclass(frozen=True)
class BumpFileRequest:
    """The bump chart of a board page, as a drawing of its own."""

    page: BoardPageRequest


@dataclass(frozen=True)
class AboutPageRequest:
    """The page about the data."""


class Pages:
    """Computes pages; every method raises what its service raises."""

    def __init__(self, services: Services) -> None:
        self._services, self._public_url = services, services.settings.public_url
        self._boards = BoardPageService(services.database, services.board_days)
        readers = BoxReaders(services.box_detail, services.time_series, services.around, services.explanation)
        self._boxes = BoxPageService(services.database, readers)
        self._comparisons = ComparePageService(services.database)
        self._overviews = DataOverviewService(services.database)

    def board(self, request: BoardPageRequest) -> Computed:
        """The board page."""
        data = self._boards.page(request)
        view = board_view(request, data, self._today)
        return _page(render_board(view, self._public_url), data.board.meta)

    def bump_file(self, request: BumpFileRequest) -> Computed:
        """The drawing of the board, watchlist or not. Raises UnknownDay where the board has but one day."""
        data = self._boards.page(replace(request.page, only=None))
        meta = data.board.meta
        chart = bump_chart(request.page, meta, data.extras)
        if chart is None:
            raise UnknownDay(meta.date)
        body = render_bump_file(chart, bump_footer(meta))
        return Computed(body, SVG, meta.generation, bump_file_name(meta))

    def box(self, request: BoxPageRequest) -> Computed:
        """The page of a box."""
        data = self._boxes.page(request)
        view = box_view(request, data, self._today)
        return _page(render_box(view, self._public_url), data.detail.meta)

    def comparison(self, request: ComparePageRequest) -> Computed:
        """The compare page."""
        data = self._comparisons.page(request)
        view = compare_view(request, data, self._today)
        return _page(render_compare(view, self._public_url), data.meta)

    def about(self, _: AboutPageRequest) -> Computed:
        """The page about the data. Raises NothingPublished."""
        overview = self._overviews.overview()
        view = about_view(self._services.settings.price_authority, overview)
        return Computed(render_about(view, self._public_url), HTML, overview.publication.generation)

    def rules(self) -> bytes:
        """The page about the data where nothing is published."""
        return render_about(about_view(self._services.settings.price_authority), self._public_url)

    @property
    def _today(self) -> date:
        return market_day(self._services.clock(), self._services.zone)


def _page(body: bytes, meta: BoardMeta) -> Computed:
    return Computed(body, HTML, meta.generation)
