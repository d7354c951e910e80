"""On a simulated market with gaps in its feeds, no move that is named rests on a missing report."""

from collections.abc import Iterator
from datetime import date

import pytest

from app.ingest.observations import ImportOptions
from app.simulation.files import write_market
from app.simulation.market import simulate_market
from tests.factories import SqliteDatabases, clocked_services
from tests.integration.boards.moves_named import Named, Reports, named_moves, widest

MARKET = simulate_market(boxes=18, days=60, seed=7, last_day=date(2026, 5, 31))


@pytest.fixture(scope="module")
def named(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Named]:
    """What movers and sentences of all boards name of the market."""
    files = write_market(MARKET, tmp_path_factory.mktemp("market"))
    with clocked_services(sqlite_databases.create()) as services:
        services.catalogue.import_file(files.boxes)
        services.importing.import_file(files.observations, ImportOptions())
        services.refresh.run()
        yield named_moves(services)
        services.reads.stop()


def test_none_of_the_widest_moves_falls_on_or_after_a_missing_report(named: Named) -> None:
    reports = Reports(MARKET.observations)
    found = [move for moves in named.moves.values() for move in widest(moves)]
    assert len(found) > 300
    assert [move for move in found if reports.is_missing(move)] == []


def test_no_new_number_one_rests_on_a_missing_report(named: Named) -> None:
    reports = Reports(MARKET.observations)
    assert len(named.number_ones) > 50
    assert [moves for moves in named.number_ones if any(map(reports.is_missing, moves))] == []
