"""However the observations came in, all tables end as a full recompute and the oracle have them."""

from pathlib import Path

import pytest
from hypothesis import given

from tests.examples import costly
from tests.factories import DatabaseStore, Feed, Rows, SqliteDatabases, fresh_services
from tests.integration.derived.damages import dump
from tests.integration.oracle.comparison import Difference, compare
from tests.integration.oracle.publishing import decide, published_services, register, settings_of
from tests.integration.random_histories import History, file_rows, histories
from tests.oracles.market import OracleMarket
from tests.oracles.published import Published
from tests.postgres_server import PostgresDatabases

Tables = dict[str, Rows]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("histories")


def outcome_of(store: DatabaseStore, folder: Path, history: History) -> tuple[Tables, list[Difference]]:
    """All derived tables after a history, and where they differ from the oracle."""
    with fresh_services(store, **settings_of(history.settings)) as services:
        register(services, folder)
        for step in history.steps:
            if step.edits:
                Feed(services, folder).give(file_rows(step.edits))
            decide(services, step.decisions)
            if step.is_refreshed:
                services.refresh.run()
        services.refresh.run()
        market = history.market()
        return dump(services.database), compare(services.database, Published(market)).differences


def tables_of_full_run(store: DatabaseStore, folder: Path, market: OracleMarket) -> Tables:
    with published_services(store, folder, market) as services:
        return dump(services.database)


@costly(2)
@given(history=histories())
def test_any_history_ends_as_a_full_recompute_and_as_the_oracle_has_it(
    sqlite_databases: SqliteDatabases, folder: Path, history: History
) -> None:
    tables, differences = outcome_of(sqlite_databases, folder, history)
    assert differences == []
    assert tables == tables_of_full_run(sqlite_databases, folder, history.market())


@costly(8)
@given(history=histories())
def test_any_history_ends_in_the_same_tables_on_postgres(
    sqlite_databases: SqliteDatabases,
    postgres_databases: PostgresDatabases,
    folder: Path,
    history: History,
) -> None:
    tables, differences = outcome_of(postgres_databases, folder, history)
    assert differences == []
    assert tables == tables_of_full_run(sqlite_databases, folder, history.market())
