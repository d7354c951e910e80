"""Everything that is published of a random market equals the oracle, on both databases."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given

from tests.examples import costly
from tests.factories import DatabaseStore, SqliteDatabases
from tests.integration.oracle.comparison import Comparison, compare
from tests.integration.oracle.publishing import published_services
from tests.oracles.market import OracleMarket
from tests.oracles.published import Published
from tests.oracles.random_markets import GAMES, markets, random_observations
from tests.postgres_server import PostgresDatabases

TABLES = {
    "reported_days",
    "suspect_values",
    "marketplace_days",
    "box_metrics_unified",
    "ranks",
    "ranked_days",
    "board_ranks",
    "board_days",
    "market_days",
    "default_boards",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("markets")


def comparison_of(store: DatabaseStore, folder: Path, market: OracleMarket) -> Comparison:
    with published_services(store, folder, market) as services:
        return compare(services.database, Published(market))


@costly(2)
@given(market=markets())
def test_a_market_of_some_boxes_equals_the_oracle(
    sqlite_databases: SqliteDatabases, folder: Path, market: OracleMarket
) -> None:
    assert comparison_of(sqlite_databases, folder, market).differences == []


@costly(8)
@given(market=markets())
def test_a_market_of_some_boxes_equals_the_oracle_on_postgres(
    postgres_databases: PostgresDatabases, folder: Path, market: OracleMarket
) -> None:
    assert comparison_of(postgres_databases, folder, market).differences == []


def test_a_larger_market_equals_the_oracle_in_every_table(
    sqlite_databases: SqliteDatabases, folder: Path
) -> None:
    observations = random_observations(Random(20260210), boxes=5, marketplaces=4, days=130)
    found = comparison_of(sqlite_databases, folder, OracleMarket(observations, games=GAMES))

    assert found.differences == []
    assert found.values.keys() == TABLES
    assert found.total > 40_000
