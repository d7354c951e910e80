"""Every answer is read from one snapshot, in which no statement is run twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.ingest.observations import ImportOptions
from app.read.around import AroundRequest, StandingsRequest
from app.read.board import LeaderboardRequest
from app.read.box import BoxComparisonRequest, BoxDetailRequest
from app.read.day_comparison import DayComparisonRequest
from app.read.days import BoardDaysRequest, DayRequest
from app.read.explanation import DistanceRequest, ExplanationRequest
from app.read.lookup import GamesRequest, SearchRequest
from app.read.marketplaces import MarketplacesRequest
from app.read.movers import MoversRequest
from app.read.pages.board import BoardPageRequest
from app.read.pages.box import BoxPageRequest
from app.read.pages.compare import ComparePageRequest
from app.read.rank_history import RankHistoryRequest
from app.read.series import SparklineRequest, TimeSeriesRequest
from app.read.suspects import SuspectsRequest
from app.simulation.files import write_market
from app.simulation.market import simulate_market
from app.web.api.files import FileRequest
from app.web.factory import create_app
from app.web.pages.computing import AboutPageRequest, BumpFileRequest
from app.web.pages.routes import register_pages
from tests.factories import ClockedServices, DatabaseStore, clocked_services
from tests.statements import recorded_snapshots

LAST_DAY = date(2026, 5, 31)
BOX, OTHER = "tw-01", "sf-02"
BOARD = LeaderboardRequest()
GAME = LeaderboardRequest(metric="floor_price_usd", game="Tidewright")

RESOURCES = (
    BOARD,
    GAME,
    LeaderboardRequest(metric="momentum_pct", order="worst", query="o"),
    LeaderboardRequest(include_history=True),
    BoxDetailRequest(BOX),
    TimeSeriesRequest(BOX),
    RankHistoryRequest(BOX, "floor_price_usd"),
    SparklineRequest(BOX),
    MarketplacesRequest(BOX),
    AroundRequest(box=BOX),
    AroundRequest(box=BOX, metric="floor_price_usd", game="Tidewright"),
    StandingsRequest(boxes=(BOX, "nobody", OTHER)),
    ExplanationRequest(box=BOX),
    DistanceRequest(box=BOX),
    BoxComparisonRequest((BOX, OTHER)),
    MoversRequest(),
    MoversRequest(by="floor", period="7d"),
    BoardDaysRequest(game="Tidewright"),
    DayRequest(),
    DayComparisonRequest(date(2026, 4, 1), LAST_DAY),
    SearchRequest("o", "tidewright"),
    GamesRequest(),
    SuspectsRequest(),
    SuspectsRequest(BOX),
)
PAGES = (
    BoardPageRequest(BOARD),
    BoardPageRequest(GAME, followed=BOX),
    BoardPageRequest(BOARD, only=(BOX, OTHER)),
    BumpFileRequest(BoardPageRequest(BOARD)),
    BoxPageRequest(BOX),
    BoxPageRequest(OTHER, date(2026, 4, 30), days=365),
    ComparePageRequest((BOX, OTHER)),
    ComparePageRequest(),
    AboutPageRequest(),
)
MOST_STATEMENTS = {
    BoardPageRequest: 28,
    BumpFileRequest: 28,
    BoxPageRequest: 24,
    ComparePageRequest: 24,
    BoxComparisonRequest: 20,
}
MOST_STATEMENTS_ELSEWHERE = 16


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def market_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A published market."""
    store: DatabaseStore = request.getfixturevalue(f"{request.param}_databases")
    url = store.create()
    with clocked_services(url) as services:
        _publish(services, tmp_path_factory.mktemp("market"))
    yield url
    store.remove(url)


@pytest.fixture
def market(market_url: str) -> Iterator[ClockedServices]:
    """Services over it that have read nothing, with every resource and page registered."""
    with clocked_services(market_url) as services:
        register_pages(services)
        yield services
        services.reads.stop()


def _publish(services: ClockedServices, folder: Path) -> None:
    files = write_market(simulate_market(boxes=12, days=90, last_day=LAST_DAY), folder)
    services.catalogue.import_file(files.boxes)
    services.importing.import_file(files.observations, ImportOptions())
    services.refresh.run()


@pytest.mark.parametrize("request_", [*RESOURCES, *PAGES], ids=lambda each: type(each).__name__)
def test_an_answer_is_one_snapshot_and_no_statement_is_run_twice(
    market: ClockedServices, request_: object
) -> None:
    with recorded_snapshots(market.database) as snapshots:
        market.reads.answer(request_)

    _, *of_the_answer = snapshots  # the first finds out what is published
    assert len(of_the_answer) == 1
    statements = of_the_answer[0]
    assert statements
    assert [each for each, times in Counter(statements).items() if times > 1] == []
    most = MOST_STATEMENTS.get(type(request_), MOST_STATEMENTS_ELSEWHERE)
    assert len(statements) <= most, "\n".join(statements)


def test_every_registered_request_is_counted(market: ClockedServices) -> None:
    create_app(market)  # registers the resources once more, and as files: other formats of the same reads

    registered = {each for each in market.reads.request_types if not issubclass(each, FileRequest)}

    assert registered == {type(request) for request in (*RESOURCES, *PAGES)}
