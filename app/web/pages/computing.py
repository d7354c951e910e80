"""How pages are computed when no cache has them: read from one snapshot, presented and rendered."""

from dataclasses import dataclass, replace
from datetime import date

from app.bootstrap import Services
from app.database import Connection
from app.domain.days import market_day
from app.domain.errors import UnknownDay
from app.read.overview import read_overview
from app.read.pages.board import BoardPageRequest, read_board_page
from app.read.pages.box import BoxPageRequest, read_box_page
from app.read.pages.compare import ComparePageRequest, read_compare_page
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
    """Computes pages; every method raises what its read raises."""

    def __init__(self, services: Services) -> None:
        self._services, self._public_url = services, services.settings.public_url

    def board(self, connection: Connection, request: BoardPageRequest) -> Computed:
        """The board page."""
        data = read_board_page(connection, request)
        view = board_view(request, data, self._today)
        return Computed(render_board(view, self._public_url), HTML)

    def bump_file(self, connection: Connection, request: BumpFileRequest) -> Computed:
        """The drawing of the board, watchlist or not. Raises UnknownDay where the board has but one day."""
        data = read_board_page(connection, replace(request.page, only=None))
        meta = data.board.meta
        chart = bump_chart(request.page, meta, data.extras)
        if chart is None:
            raise UnknownDay(meta.date)
        body = render_bump_file(chart, bump_footer(meta))
        return Computed(body, SVG, bump_file_name(meta))

    def box(self, connection: Connection, request: BoxPageRequest) -> Computed:
        """The page of a box."""
        data = read_box_page(connection, request)
        view = box_view(request, data, self._today)
        return Computed(render_box(view, self._public_url), HTML)

    def comparison(self, connection: Connection, request: ComparePageRequest) -> Computed:
        """The compare page."""
        data = read_compare_page(connection, request)
        view = compare_view(request, data, self._today)
        return Computed(render_compare(view, self._public_url), HTML)

    def about(self, connection: Connection, _: AboutPageRequest) -> Computed:
        """The page about the data. Raises NothingPublished."""
        overview = read_overview(connection)
        view = about_view(self._services.rules, overview)
        return Computed(render_about(view, self._public_url), HTML)

    def rules(self) -> bytes:
        """The page about the data where nothing is published."""
        return render_about(about_view(self._services.rules), self._public_url)

    @property
    def _today(self) -> date:
        return market_day(self._services.clock(), self._services.zone)
