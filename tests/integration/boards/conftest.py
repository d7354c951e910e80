"""One small random market, on SQLite and on PostgreSQL, that the tests of boards only read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import DatabaseStore, Feed, SqliteDatabases, clocked_services
from tests.integration.boards.random_market import Market, catalogue_of, observations_of
from tests.postgres_server import PostgresDatabases


@pytest.fixture(scope="session")
def sqlite_market(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Market]:
    """The market on SQLite."""
    yield from _published(sqlite_databases, tmp_path_factory.mktemp("boards"))


@pytest.fixture(scope="session")
def postgres_market(
    postgres_databases: PostgresDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Market]:
    """The market on PostgreSQL."""
    yield from _published(postgres_databases, tmp_path_factory.mktemp("boards"))


@pytest.fixture(params=["sqlite", "postgres"])
def market(request: pytest.FixtureRequest) -> Market:
    """A published market with ties, gaps, absences and a broken feed; tests must not change it."""
    found: Market = request.getfixturevalue(f"{request.param}_market")
    return found


def _published(store: DatabaseStore, folder: Path) -> Iterator[Market]:
    url = store.create()
    with clocked_services(url) as services:
        (folder / "boxes.csv").write_text(catalogue_of())
        services.catalogue.import_file(folder / "boxes.csv")
        Feed(services, folder).give(observations_of(seed=4))
        services.refresh.run()
        yield Market(services)
    store.remove(url)
