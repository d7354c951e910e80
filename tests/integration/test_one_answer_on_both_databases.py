"""SQLite and PostgreSQL give the same answer to every question of the API."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

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
from app.read.rank_history import RankHistoryRequest
from app.read.series import SparklineRequest, TimeSeriesRequest
from app.read.suspects import SuspectsRequest
from app.serve.resources import RESOURCES
from app.simulation.files import write_market
from app.simulation.market import simulate_market
from tests.factories import ClockedServices, SqliteDatabases, fresh_services
from tests.postgres_server import PostgresDatabases

LAST_DAY = date(2026, 5, 31)
BOX, OTHER = "tw-01", "sf-02"
QUESTIONS = (
    LeaderboardRequest(),
    LeaderboardRequest(metric="momentum_pct", order="worst", query="o"),
    BoxDetailRequest(BOX),
    TimeSeriesRequest(BOX),
    RankHistoryRequest(BOX, "floor_price_usd"),
    SparklineRequest(BOX),
    MarketplacesRequest(BOX),
    AroundRequest(box=BOX),
    StandingsRequest(boxes=(BOX, "nobody", OTHER)),
    ExplanationRequest(box=BOX),
    DistanceRequest(box=BOX),
    BoxComparisonRequest((BOX, OTHER)),
    MoversRequest(),
    MoversRequest(by="floor", period="7d"),
    BoardDaysRequest(game="Tidewright"),
    DayRequest(),
    DayComparisonRequest(date(2026, 4, 1), LAST_DAY),
    SearchRequest("THE"),
    SearchRequest("o", "tidewright"),
    GamesRequest(),
    SuspectsRequest(),
)


@pytest.fixture(scope="module")
def both(
    sqlite_databases: SqliteDatabases,
    postgres_databases: PostgresDatabases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[ClockedServices, ClockedServices]]:
    """One market on either database."""
    folder = tmp_path_factory.mktemp("both")
    with fresh_services(sqlite_databases) as sqlite, fresh_services(postgres_databases) as postgres:
        for services in (sqlite, postgres):
            publish(services, folder)
        yield sqlite, postgres


def publish(services: ClockedServices, folder: Path) -> None:
    files = write_market(simulate_market(boxes=12, days=90, last_day=LAST_DAY), folder)
    services.catalogue.import_file(files.boxes)
    services.importing.import_file(files.observations, ImportOptions())
    services.refresh.run()


def answer_of(services: ClockedServices, question: object) -> dict[str, Any]:
    reads = {each.request_type: each.read for each in RESOURCES}
    return asdict(services.read(reads[type(question)], question))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: type(question).__name__)
def test_a_question_has_one_answer(both: tuple[ClockedServices, ClockedServices], question: object) -> None:
    on_sqlite, on_postgres = (answer_of(services, question) for services in both)

    assert on_sqlite == on_postgres


def test_every_question_of_the_api_is_compared(both: tuple[ClockedServices, ClockedServices]) -> None:
    assert {type(question) for question in QUESTIONS} == {each.request_type for each in RESOURCES}
