"""The application publishes every worked market that lies beside the repository as the oracle has it."""

import json
from pathlib import Path

import pytest

from app.ingest.complete import CompleteSpan
from app.ingest.observations import ImportOptions
from tests.data_locations import worked_vectors
from tests.factories import DatabaseStore, fresh_services
from tests.integration.oracle.comparison import compare
from tests.integration.oracle.publishing import settings_of
from tests.oracles.published import Published
from tests.oracles.vectors import vector_market


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> DatabaseStore:
    found: DatabaseStore = request.getfixturevalue(f"{request.param}_databases")
    return found


def test_every_vector_is_published_as_the_oracle_has_it(store: DatabaseStore) -> None:
    folders = sorted(each for each in worked_vectors().iterdir() if each.is_dir())
    found = {folder.name: _differences(store, folder) for folder in folders}

    assert {name: differences for name, differences in found.items() if differences} == {}
    assert len(found) == 14


def _differences(store: DatabaseStore, folder: Path) -> list[object]:
    market = vector_market(folder)
    is_complete = json.loads((folder / "settings.json").read_text())["complete"]
    options = ImportOptions(creates_boxes=True, complete=CompleteSpan() if is_complete else None)
    with fresh_services(store, **settings_of(market.settings)) as services:
        services.importing.import_file(folder / "in.csv", options)
        services.refresh.run()
        return list(compare(services.database, Published(market)).differences)
