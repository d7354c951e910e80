"""Changed settings make the next refresh a full one, and its tables are those of the new settings."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from tests.examples import costly
from tests.factories import DatabaseStore, SqliteDatabases, clocked_services
from tests.integration.derived.damages import dump
from tests.integration.oracle.comparison import compare
from tests.integration.oracle.publishing import published_services, settings_of
from tests.oracles.market import OracleMarket, OracleSettings
from tests.oracles.published import Published
from tests.oracles.random_markets import markets, settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings")


@costly(3)
@given(market=markets(days=50), then=settings())
def test_the_tables_follow_changed_settings(
    sqlite_databases: SqliteDatabases,
    folder: Path,
    market: OracleMarket,
    then: OracleSettings,
) -> None:
    store: DatabaseStore = sqlite_databases
    changed = replace(market, settings=then)
    with published_services(store, folder, market) as services:
        url = services.settings.database_url
        with clocked_services(url, **settings_of(then)) as later:
            report = later.refresh.run()
            is_full = services.rules.fingerprint != later.rules.fingerprint
            assert (report.looked_at == "changed rules") == is_full
            assert compare(later.database, Published(changed)).differences == []
            found = dump(later.database)
    with published_services(store, folder, changed) as services:
        assert dump(services.database) == found
