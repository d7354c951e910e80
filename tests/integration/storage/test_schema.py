"""Nothing is read or written over tables of another revision, and the error says what to do."""

import pytest
from sqlalchemy import event

from app.database import Database
from app.operate.status import database_status
from app.repositories import versions
from app.storage.schema import SchemaMismatch, known_revisions, wanted_revision
from tests.factories import ClockedServices

NEXT = f"{int(wanted_revision()) + 1:03}"
"""A migration of a newer release that older code reads past."""
NEXT_HUNDRED = f"{int(wanted_revision()) // 100 + 1}01"
"""One that it does not."""


def execute(database: Database, *statements: str) -> None:
    with database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def stamp(database: Database, revision: str) -> None:
    execute(database, f"UPDATE alembic_version SET version_num = '{revision}'")


def read(database: Database) -> None:
    with database.snapshot() as connection:
        versions.current(connection)


def write(database: Database) -> None:
    with database.transaction():
        pass


def test_the_revisions_are_those_of_the_migrations() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "migrations")
    script = ScriptDirectory.from_config(config)
    assert known_revisions() == tuple(sorted(found.revision for found in script.walk_revisions()))
    assert wanted_revision() == script.get_current_head()


@pytest.mark.parametrize("use", [read, write])
def test_tables_that_are_behind_ask_for_an_upgrade(database: Database, use) -> None:
    database.downgrade("005")
    with pytest.raises(SchemaMismatch, match=r"is at revision 005 and needs .* Run `boxrank db upgrade`"):
        use(database)
    database.upgrade()
    use(database)


def test_tables_of_a_newer_release_are_read_and_not_written(database: Database) -> None:
    execute(database, "CREATE TABLE novelties (id INTEGER)")
    stamp(database, NEXT)
    read(database)
    with pytest.raises(SchemaMismatch, match=f"is at revision {NEXT}, newer than this Boxrank"):
        write(database)
    status = database_status(database)
    assert (status.is_readable, status.is_current, status.boxes) == (True, False, 0)


@pytest.mark.parametrize("use", [read, write, Database.upgrade])
def test_tables_that_a_newer_release_has_rebuilt_ask_for_that_release(database: Database, use) -> None:
    stamp(database, NEXT_HUNDRED)
    with pytest.raises(SchemaMismatch, match=r"newer than this Boxrank.*Upgrade Boxrank"):
        use(database)
    assert not database_status(database).is_readable


def test_an_upgrade_of_a_newer_database_says_so(database: Database) -> None:
    stamp(database, NEXT)
    with pytest.raises(SchemaMismatch, match="Upgrade Boxrank"):
        database.upgrade()


@pytest.mark.parametrize("use", [read, write, Database.upgrade])
def test_tables_without_a_revision_are_rejected(database: Database, use) -> None:
    execute(database, "DROP TABLE alembic_version")
    with pytest.raises(SchemaMismatch, match="has tables but no revision"):
        use(database)


@pytest.mark.parametrize("use", [read, write])
def test_a_missing_table_is_named(database: Database, use) -> None:
    execute(database, "DROP TABLE board_days")
    with pytest.raises(SchemaMismatch, match="lacks board_days"):
        use(database)


def test_the_check_costs_a_process_two_statements_and_no_more(database: Database) -> None:
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    read(database)
    first = len(statements)
    read(database)
    assert first - (len(statements) - first) == 2


def test_readiness_holds_while_a_newer_release_has_added_to_the_tables(services: ClockedServices) -> None:
    from app.web.ops.health import readiness

    with services.database.transaction() as connection:
        versions.publish(
            connection, moment=services.clock(), changed_from=None, rows_changed=0, rules_fingerprint=""
        )
    stamp(services.database, NEXT)
    assert readiness(services)["ready"]
    stamp(services.database, NEXT_HUNDRED)
    assert not readiness(services)["ready"]
