"""What readers get while the database or Redis is unavailable."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from app.domain.errors import Unavailable
from app.read.board import LeaderboardRequest
from tests.factories import ClockedServices, Feed, SqliteDatabases, clocked_services, day_after
from tests.integration.reads.conftest import VOLUMES
from tests.redis_server import RedisServer, wait_until


@pytest.fixture
def store(sqlite_databases: SqliteDatabases) -> SqliteDatabases:
    """SQLite alone: a file can be taken away under a running house."""
    return sqlite_databases


def _take_away(services: ClockedServices) -> None:
    path = Path(services.settings.database_url.removeprefix("sqlite:///"))
    services.database.close()
    path.rename(path.with_suffix(".away"))
    path.mkdir()


def _give_back(services: ClockedServices) -> None:
    path = Path(services.settings.database_url.removeprefix("sqlite:///"))
    services.database.close()
    path.rmdir()
    path.with_suffix(".away").rename(path)


def test_the_last_good_answer_outlives_the_database(market: ClockedServices, feed: Feed) -> None:
    market.reads.start()
    _wait_for_generation(market, 1)
    good = market.reads.answer(LeaderboardRequest(limit=7))
    feed.give_volumes(day_after(1), VOLUMES)
    market.refresh.run()
    _wait_for_generation(market, 2)

    _take_away(market)
    try:
        served = market.reads.answer(LeaderboardRequest(limit=7))
    finally:
        _give_back(market)
        market.reads.stop()

    assert served.source == "STALE"
    assert served.entry.body == good.entry.body


def test_without_an_old_answer_the_reader_learns_that_the_database_is_unavailable(
    market: ClockedServices,
) -> None:
    market.reads.start()
    _wait_for_generation(market, 1)
    _take_away(market)
    try:
        with pytest.raises(Unavailable):
            market.reads.answer(LeaderboardRequest(limit=8))
    finally:
        _give_back(market)
        market.reads.stop()


def test_answers_go_on_when_redis_stops_and_are_shared_when_it_runs(
    market: ClockedServices, redis_server: RedisServer
) -> None:
    with _another_process(market, redis_server) as first:
        assert first.reads.answer(LeaderboardRequest()).source == "MISS"
        first.cache.close()
        with _another_process(market, redis_server) as second:
            assert second.reads.answer(LeaderboardRequest()).source == "HIT-2"
            redis_server.kill()
            assert second.reads.answer(LeaderboardRequest()).source == "HIT-1"
            assert second.reads.answer(LeaderboardRequest(limit=3)).source == "MISS"
            second.cache.close()


def _another_process(market: ClockedServices, server: RedisServer) -> AbstractContextManager[ClockedServices]:
    return clocked_services(market.settings.database_url, redis_url=server.url)


def _wait_for_generation(market: ClockedServices, generation: int) -> None:
    wait_until(lambda: market.reads.snapshot()["generation"] == generation, 10)
