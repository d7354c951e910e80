"""An operator kills Redis at peak, or publishes under load, and no reader notices."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.web_server import WebServer, keep_asking
from tests.factories import ClockedServices, Feed, clocked_services, day_after
from tests.redis_server import RedisServer, wait_until

BOXES = [f"box-{number:02}" for number in range(30)]
PATHS = [
    "/api/v1/booster-boxes?limit=10",
    "/api/v1/booster-boxes?limit=50",
    *(f"/api/v1/booster-boxes/{box}" for box in BOXES[:8]),
    *(f"/api/v1/booster-boxes/{box}/time-series?days=30" for box in BOXES[:8]),
]
CLIENTS = 10
FEW_TO_WARM = {"BOXRANK_WARM_TOP_BOXES": "3"}


@pytest.fixture
def published(database_url: str, tmp_path: Path) -> Iterator[tuple[ClockedServices, Feed]]:
    """Thirty boxes over ten days, published."""
    with clocked_services(database_url) as services:
        feed = Feed(services, tmp_path)
        for day in range(10):
            feed.give_volumes(day_after(day), _volumes(day))
        services.refresh.run()
        yield services, feed


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis that this file kills and freezes."""
    with RedisServer() as server:
        yield server


def _volumes(day: int) -> dict[str, float | None]:
    return {box: 100.0 + (place * 37 + day * 11) % 500 for place, box in enumerate(BOXES)}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_redis_killed_revived_and_frozen_under_load_goes_unnoticed(
    published: tuple[ClockedServices, Feed], redis_server: RedisServer
) -> None:
    services, _ = published
    with (
        WebServer(services.settings.database_url, redis_server.url, settings=FEW_TO_WARM) as server,
        keep_asking(server.port, PATHS, CLIENTS) as crowd,
    ):
        time.sleep(1)
        redis_server.kill()
        time.sleep(2)
        redis_server.start()
        time.sleep(1.5)
        redis_server.freeze()
        time.sleep(2)
        redis_server.thaw()
        time.sleep(0.5)

    assert crowd.statuses == {200, 304}
    assert crowd.answers > 100


@pytest.mark.parametrize("store", ["postgres"], indirect=True)
def test_ten_publications_under_load_are_seen_whole_and_in_order(
    published: tuple[ClockedServices, Feed], redis_server: RedisServer
) -> None:
    services, feed = published
    first = services.watch.current
    assert first is not None
    with (
        WebServer(services.settings.database_url, redis_server.url, settings=FEW_TO_WARM) as server,
        keep_asking(server.port, PATHS, CLIENTS) as crowd,
    ):
        for day in range(10, 20):
            feed.give_volumes(day_after(day), _volumes(day))
            services.refresh.run()
            time.sleep(0.2)
        wait_until(lambda: crowd.has_seen(first.generation + 10), 60)

    assert crowd.statuses <= {200, 304}
    for client in crowd.clients:
        assert client.generations == sorted(client.generations)
        assert client.mixtures == []
