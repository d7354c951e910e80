"""The web face over a small simulated market, asked in this process without a socket."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from app.ingest.observations import ImportOptions
from app.serve.resources import RANK_EXPORT
from app.serve.resources import RESOURCES as DECLARED
from app.simulation.files import write_market
from app.simulation.market import simulate_market
from app.web.factory import create_app
from tests.factories import ClockedServices, Feed, SqliteDatabases, clocked_services

LAST_DAY = date(2026, 5, 30)
API = "/api/v1"
BOARD = f"{API}/booster-boxes"
RESOURCES = tuple(f"{API}{each.path}" for each in (*DECLARED, RANK_EXPORT))
"""Every path of the API."""


@dataclass
class Web:
    """A client of the application; one event loop for its whole life, as a server has it."""

    app: ASGIApp
    services: ClockedServices
    runner: asyncio.Runner
    address: str = "127.0.0.1"

    def at(self, address: str) -> "Web":
        """The same application asked from another address."""
        return replace(self, address=address)

    def ask(self, method: str, url: str, **headers: str) -> httpx.Response:
        """One request; header names are written with underscores. Gzip only if asked for."""
        named = {"Accept-Encoding": "identity"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return self.runner.run(self.ask_later(method, url, named))

    def get(self, url: str, **headers: str) -> httpx.Response:
        return self.ask("GET", url, **headers)

    def json(self, url: str, **headers: str) -> Any:
        """The JSON of an answer that must be 200."""
        answer = self.get(url, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def ask_later(self, method: str, url: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(self.address, 40000))
        async with httpx.AsyncClient(transport=transport, base_url="http://boxrank.test") as client:
            return await client.request(method, url, headers=headers)


WebWith = Callable[..., Web]


def web_over(url: str, **settings: object) -> Iterator[Web]:
    """An application over a database, its cache empty."""
    with clocked_services(url, **settings) as services, asyncio.Runner() as runner:
        yield Web(create_app(services), services, runner)
        services.reads.stop()


@pytest.fixture(scope="session")
def market_url(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A published simulated market of 24 boxes and 75 days, shared by tests that only read."""
    url = sqlite_databases.create()
    files = write_market(
        simulate_market(boxes=24, days=75, last_day=LAST_DAY), tmp_path_factory.mktemp("market")
    )
    with clocked_services(url) as services:
        services.catalogue.import_file(files.boxes)
        services.importing.import_file(files.observations, ImportOptions())
        services.refresh.run()
    return url


@pytest.fixture(scope="session")
def web(market_url: str) -> Iterator[Web]:
    """The application over the simulated market, shared by tests that ask and look at the answer."""
    yield from web_over(market_url)


@pytest.fixture
def fresh_web(market_url: str) -> Iterator[Web]:
    """An application of the test's own over the simulated market, its cache empty, its counters at zero."""
    yield from web_over(market_url)


@pytest.fixture(scope="module")
def long_web(market_url: str) -> Iterator[Web]:
    """One application over the simulated market for all tests of a file that only ask."""
    yield from web_over(market_url)


@pytest.fixture
def first_slug(web: Web) -> str:
    """The first box of the simulated market's latest board."""
    slug: str = web.json(f"{BOARD}?limit=1")["data"][0]["box"]["slug"]
    return slug


@pytest.fixture
def own_web(sqlite_databases: SqliteDatabases) -> Iterator[Web]:
    """The application over tables of the test's own, nothing published."""
    url = sqlite_databases.create()
    yield from web_over(url)
    sqlite_databases.remove(url)


@pytest.fixture
def own_feed(own_web: Web, tmp_path: Path) -> Feed:
    """Gives rows to the importer behind `own_web`."""
    return Feed(own_web.services, tmp_path)


@pytest.fixture(scope="module")
def kept_web(sqlite_databases: SqliteDatabases) -> Iterator[Web]:
    """The application over tables that the tests of a file share and only read, nothing published."""
    url = sqlite_databases.create()
    yield from web_over(url)
    sqlite_databases.remove(url)


@pytest.fixture(scope="module")
def kept_feed(kept_web: Web, tmp_path_factory: pytest.TempPathFactory) -> Feed:
    """Gives rows to the importer behind `kept_web`."""
    return Feed(kept_web.services, tmp_path_factory.mktemp("kept"))


@pytest.fixture
def web_without_database(tmp_path: Path) -> Iterator[Web]:
    """The application over a database that cannot be reached."""
    yield from web_over(f"sqlite:///{tmp_path}")  # a folder is no database


@pytest.fixture
def web_with(market_url: str) -> Iterator[WebWith]:
    """Builds applications over the simulated market by settings of the test's own."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(contextmanager(web_over)(market_url, **settings))
