"""The tables come from the migrations, on both databases, up and down."""

from collections.abc import Iterator

import pytest
from sqlalchemy import inspect

from app.database import Database
from app.domain.errors import Unavailable
from app.models import market_days, metadata
from app.repositories import market_days as market_days_in_database
from app.repositories import versions
from tests.factories import FIRST_DAY, ClockedServices, DatabaseStore, Feed, day_after, observation, rows_of

RANKS = {"current_rank", "previous_rank", "rank_change"}


@pytest.fixture
def empty_database(store: DatabaseStore) -> Iterator[Database]:
    url = store.create(is_migrated=False)
    database = Database(url)
    yield database
    database.close()
    store.remove(url)


def tables_of(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def columns_of(database: Database) -> set[str]:
    return {column["name"] for column in inspect(database.engine).get_columns("box_metrics_unified")}


def indexes_of(database: Database) -> dict[str | None, list[str | None]]:
    indexes = inspect(database.engine).get_indexes("box_metrics_unified")
    return {index["name"]: index["column_names"] for index in indexes}


def test_up_down_up_leads_to_the_same_tables(empty_database: Database) -> None:
    empty_database.upgrade()
    assert tables_of(empty_database) == set(metadata.tables)
    empty_database.downgrade("base")
    assert tables_of(empty_database) == set()
    empty_database.upgrade()
    assert tables_of(empty_database) == set(metadata.tables)
    assert empty_database.tables().is_current


def test_the_models_equal_the_migrated_tables(database: Database) -> None:
    database.check_models()


def test_a_missing_column_is_seen_by_the_check(database: Database) -> None:
    database.downgrade("002")
    with pytest.raises(Exception, match=r"not up to date|New upgrade operations"):
        database.check_models()


def test_migration_003_adds_the_rank_columns_and_their_index(empty_database: Database) -> None:
    empty_database.upgrade("002")
    assert not RANKS & columns_of(empty_database)
    empty_database.upgrade("003")
    assert columns_of(empty_database) >= RANKS
    assert indexes_of(empty_database)["idx_unified_date_rank"] == ["metric_date", "current_rank"]
    empty_database.downgrade("002")
    assert not RANKS & columns_of(empty_database)
    assert "idx_unified_date_rank" not in indexes_of(empty_database)


def test_migration_006_fills_the_market_from_the_metrics(services: ClockedServices, feed: Feed) -> None:
    feed.give([observation("a", FIRST_DAY, volume_usd=10.25, units_sold=0.5, floor_price_usd=20.0)])
    feed.give([observation("b", FIRST_DAY, volume_usd=0.5, active_listings=7)])
    feed.give([observation("a", day_after(1), floor_price_usd=21.0)])
    services.refresh.run()

    services.database.downgrade("005")
    services.database.upgrade()

    names = ("volume_usd", "boxes_sold", "boxes_listed", *market_days_in_database.COUNTS)
    rows = [row for _, row in sorted(rows_of(services.database, market_days).items())]
    assert [(row["game"], *(row[name] for name in names)) for row in rows] == [
        ("*", 10.75, 0.5, 7, 0, 0, 0, 2),
        ("*", None, None, None, 1, 0, 0, 0),
    ]


def test_an_upgraded_database_is_not_touched_again(database: Database) -> None:
    before = database.tables()
    assert not database.upgrade()
    assert database.tables() == before


def test_a_database_without_tables_says_how_to_get_them(empty_database: Database) -> None:
    with (
        pytest.raises(Unavailable, match="boxrank db upgrade"),
        empty_database.snapshot() as connection,
    ):
        versions.current(connection)


def test_a_migration_that_fails_halfway_leaves_nothing_of_itself(empty_database: Database) -> None:
    empty_database.upgrade("002")
    with empty_database.writing() as connection:
        connection.exec_driver_sql("CREATE INDEX idx_unified_date_rank ON booster_boxes (name)")
    with pytest.raises(Exception, match="already exists"):
        empty_database.upgrade("003")
    assert not RANKS & columns_of(empty_database)
