"""Fixtures: a small published market, and its reads."""

from collections.abc import Iterator

import pytest

from app.serve.answers import Reads
from tests.factories import ClockedServices, Feed, day_after
from tests.redis_server import RedisServer

VOLUMES = {"alpha": 300.0, "beta": 200.0, "gamma": 100.0}


@pytest.fixture
def market(services: ClockedServices, feed: Feed) -> Iterator[ClockedServices]:
    """Three boxes on one published day."""
    feed.give_volumes(day_after(0), VOLUMES)
    services.refresh.run()
    yield services
    services.cache.close()


@pytest.fixture
def reads(market: ClockedServices) -> Reads:
    """The reads of that market, without a watch."""
    return market.reads


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis of the test's own."""
    with RedisServer() as server:
        yield server
