"""One small random market, on SQLite and on PostgreSQL, that the tests of boards only read."""

from collections.abc import Iterator

import pytest

from tests.factories import Feed, clocked_services
from tests.integration.boards.random_market import Market, catalogue_of, observations_of


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def market(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """A published market with ties, gaps, absences and a broken feed; tests must not change it."""
    store = request.getfixturevalue(f"{request.param}_databases")
    folder = tmp_path_factory.mktemp("boards")
    url = store.create()
    with clocked_services(url) as services:
        (folder / "boxes.csv").write_text(catalogue_of())
        services.catalogue.import_file(folder / "boxes.csv")
        Feed(services, folder).give(observations_of(seed=4))
        services.refresh.run()
        yield Market(services)
    store.remove(url)
