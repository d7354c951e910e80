"""One browser, one simulated market, and its pages served with the chart library and without it."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from app.domain.simulated_market import simulate_market
from app.importers.simulated_files import write_market
from app.services.asset_install import (
    VENDOR_FOLDER,
    AssetsAway,
    has_chart_library,
    install_chart_library,
)
from app.services.import_service import ImportOptions
from tests.e2e.browser.reader import Reader
from tests.e2e.web_server import WebServer
from tests.factories import SqliteDatabases, clocked_services

ROOT = Path(__file__).parents[3]
LAST_DAY = date(2026, 5, 30)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium of the machine. Skips where there is none, fails in CI."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        _skip_outside_ci("no Chromium on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


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
def site(market_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the pages without the chart library."""
    folder = _copied_application(tmp_path_factory.mktemp("plain"))
    with WebServer(market_url, folder=folder) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture(scope="package")
def lively_site(market_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the pages with the chart library. Skips where it cannot be had, fails in CI."""
    folder = _copied_application(tmp_path_factory.mktemp("lively"))
    _put_chart_library(folder / VENDOR_FOLDER.relative_to(ROOT))
    with WebServer(market_url, folder=folder) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def reader(browser: Browser, site: str) -> Iterator[Reader]:
    """A reader of the site; a page that complains in the console fails the test."""
    yield from _reading(browser, site)


@pytest.fixture
def lively_reader(browser: Browser, lively_site: str) -> Iterator[Reader]:
    """A reader of the site with the chart library."""
    yield from _reading(browser, lively_site)


def _reading(browser: Browser, site: str) -> Iterator[Reader]:
    reader = Reader(browser, site)
    yield reader
    reader.leave()
    assert reader.complaints == []
    assert {url.split("/static/")[0] for url in reader.requested if not url.startswith(site)} <= {"blob:"}


def _copied_application(folder: Path) -> Path:
    for part in ("app", "migrations"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    return folder


def _put_chart_library(folder: Path) -> None:
    if has_chart_library():
        shutil.copytree(VENDOR_FOLDER, folder)
        return
    try:
        install_chart_library(folder)
    except AssetsAway as error:
        _skip_outside_ci(str(error))


def _skip_outside_ci(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and CI must test with it")
    pytest.skip(reason)
