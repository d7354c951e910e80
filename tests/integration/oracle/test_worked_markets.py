"""The application publishes the figures that were worked out by hand, on both databases."""

from pathlib import Path

import pytest

from app.ingest.complete import CompleteSpan
from app.ingest.observations import ImportOptions
from tests.factories import DatabaseStore, Feed, fresh_services
from tests.integration.oracle.answers import answer_of
from tests.integration.oracle.publishing import file_row, settings_of
from tests.worked.every import EVERY, false_claims, name_of
from tests.worked.market import Worked


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> DatabaseStore:
    found: DatabaseStore = request.getfixturevalue(f"{request.param}_databases")
    return found


@pytest.mark.parametrize("worked", EVERY, ids=name_of)
def test_what_is_published_is_what_was_worked_out_by_hand(
    store: DatabaseStore, tmp_path: Path, worked: Worked
) -> None:
    with fresh_services(store, **settings_of(worked.settings)) as services:
        complete = CompleteSpan() if worked.is_complete else None
        rows = [file_row(each) for each in worked.rows]
        Feed(services, tmp_path).give(rows, ImportOptions(creates_boxes=True, complete=complete))
        services.refresh.run()
        assert false_claims(answer_of(services, worked.boards), worked.claimed()) == {}
