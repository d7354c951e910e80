"""One browser, one simulated market, and its pages served with the chart library and without it."""

import math
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.ingest.observations import ImportOptions
from app.operate.assets import (
    VENDOR_FOLDER,
    AssetsUnavailable,
    has_chart_library,
    install_chart_library,
)
from app.simulation.files import write_market
from app.simulation.market import simulate_market
from scripts.chromium import chromium_path, running_chromium
from tests.e2e.browser.reader import Home, Reader
from tests.e2e.web_server import WebServer
from tests.factories import Feed, SqliteDatabases, clocked_services, day_after, observation

ROOT = Path(__file__).parents[3]
LAST_DAY = date(2026, 5, 30)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium of the machine. Skips where there is none, fails in CI."""
    path = chromium_path()
    if path is None:
        _skip_outside_ci("no Chromium on the PATH")
    with running_chromium(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def market_url(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A published simulated market of 60 boxes and 90 days."""
    url = sqlite_databases.create()
    market = simulate_market(boxes=60, days=90, last_day=LAST_DAY)
    files = write_market(market, tmp_path_factory.mktemp("market"))
    with clocked_services(url) as services:
        services.catalogue.import_file(files.boxes)
        services.importing.import_file(files.observations, ImportOptions())
        services.refresh.run()
    return url


@pytest.fixture(scope="package")
def home(browser: Browser, market_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The pages without the chart library."""
    with _served(market_url, _copied_application(tmp_path_factory.mktemp("plain"))) as site:
        yield Home(browser, site)


@pytest.fixture(scope="package")
def price_home(
    browser: Browser, sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Home]:
    """The pages of six boxes with prices and nothing else: f is silent lately, the last day is broken."""
    url, folder = sqlite_databases.create(), tmp_path_factory.mktemp("prices")
    with clocked_services(url) as services:
        Feed(services, folder).give([*_prices_of_six()])
        services.refresh.run()
    with _served(url, _copied_application(folder)) as site:
        yield Home(browser, site)


def _prices_of_six() -> Iterator[dict[str, object]]:
    for number, box in enumerate("abcdef"):
        for day in range(1 if box == "a" else 0, 40):
            if (box != "a" and day == 39) or (box == "f" and day > 36):
                continue
            price = 90.0 + 40 * number + 3 * math.sin(day / 3 + number)
            floor = {} if box == "e" else {"floor_price_usd": price - 5}
            yield observation(box, day_after(day), market_price_usd=price, **floor)


@pytest.fixture(scope="package")
def lively_home(
    browser: Browser, market_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Home]:
    """The pages with the chart library. Skips where it cannot be had, fails in CI."""
    folder = _copied_application(tmp_path_factory.mktemp("lively"))
    _put_chart_library(folder / VENDOR_FOLDER.relative_to(ROOT))
    with _served(market_url, folder) as site:
        yield Home(browser, site)


@pytest.fixture
def reader(home: Home) -> Iterator[Reader]:
    """A reader of the site; a page that complains in the console fails the test."""
    yield from _reading(Reader(home))


@pytest.fixture
def price_reader(price_home: Home) -> Iterator[Reader]:
    """A reader of the site of prices."""
    yield from _reading(Reader(price_home))


@pytest.fixture
def lively_reader(lively_home: Home) -> Iterator[Reader]:
    """A reader of the site with the chart library."""
    yield from _reading(Reader(lively_home))


def _reading(reader: Reader) -> Iterator[Reader]:
    yield reader
    reader.leave()
    assert reader.complaints == []
    own = (reader.site, "blob:")
    assert [url for url in reader.requested if not url.startswith(own)] == []


@contextmanager
def _served(database_url: str, folder: Path) -> Iterator[str]:
    with WebServer(database_url, folder=folder) as server:
        yield f"http://127.0.0.1:{server.port}"


def _copied_application(folder: Path) -> Path:
    for part in ("app", "migrations"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("vendor"))
    return folder


def _put_chart_library(folder: Path) -> None:
    if has_chart_library():
        shutil.copytree(VENDOR_FOLDER, folder)
        return
    try:
        install_chart_library(folder)
    except AssetsUnavailable as error:
        _skip_outside_ci(str(error))


def _skip_outside_ci(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and CI must test with it")
    pytest.skip(reason)
