"""A backup is one checked file; a restore gives exactly its content, whatever lies beside the database."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import InvalidValue, Unavailable
from app.models import board_ranks, booster_boxes, box_metrics_unified, daily_observations
from app.operate.backup import back_up, restore
from app.storage.schema import SchemaMismatch
from app.storage.sqlite_backup import DamagedDatabase
from app.storage.writer_lock import WriterBusy
from tests.factories import ClockedServices, Feed, Rows, SqliteDatabases, clocked_services, rows_of
from tests.postgres_server import PostgresDatabases

DAY = date(2026, 5, 31)


@pytest.fixture
def services(sqlite_databases: SqliteDatabases, tmp_path: Path) -> Iterator[ClockedServices]:
    url = sqlite_databases.create()
    with clocked_services(url, database_writer_wait_seconds=0) as services:
        publish(services, tmp_path, a=1.0, b=2.0)
        yield services
    sqlite_databases.remove(url)


def publish(services: ClockedServices, folder: Path, **volumes: float) -> None:
    Feed(services, folder).give_volumes(DAY, volumes)
    services.refresh.run()


def content(services: ClockedServices) -> list[Rows]:
    tables = (booster_boxes, daily_observations, box_metrics_unified, board_ranks)
    return [rows_of(services.database, table) for table in tables]


def file_of(services: ClockedServices) -> Path:
    assert services.database.file is not None
    return services.database.file


def test_a_backup_is_one_file_with_everything_that_is_committed(
    services: ClockedServices, tmp_path: Path
) -> None:
    assert back_up(services.database, tmp_path / "copy.db") == (tmp_path / "copy.db").stat().st_size
    assert {path.name for path in tmp_path.iterdir()} == {"feed.jsonl", "copy.db"}
    with clocked_services(f"sqlite:///{tmp_path / 'copy.db'}") as copied:
        assert content(copied) == content(services)


def test_a_backup_does_not_overwrite(services: ClockedServices, tmp_path: Path) -> None:
    back_up(services.database, tmp_path / "copy.db")
    before = (tmp_path / "copy.db").read_bytes()
    with pytest.raises(InvalidValue, match="never overwritten"):
        back_up(services.database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == before


def test_a_restore_gives_the_content_of_the_backup_as_a_generation_nobody_has_seen(
    services: ClockedServices, tmp_path: Path
) -> None:
    back_up(services.database, tmp_path / "copy.db")
    before = content(services)
    publish(services, tmp_path, a=5.0, c=7.0)
    services.watch.catch_up()
    report = restore(services.database, tmp_path / "copy.db", services.clock)
    assert content(services) == before
    assert not list(file_of(services).parent.glob(".*.part*"))
    services.watch.catch_up()
    assert services.watch.shown is not None
    assert (services.watch.shown.generation, report.generation, report.is_current) == (3, 3, True)


def test_a_restore_over_the_log_of_a_killed_job_does_not_mix(
    services: ClockedServices, sqlite_databases: SqliteDatabases, tmp_path: Path
) -> None:
    back_up(services.database, tmp_path / "copy.db")
    before = content(services)
    publish(services, tmp_path, a=5.0, **{f"box-{number}": 1.0 for number in range(300)})
    killed = tmp_path / "killed.db"
    for ending in ("", "-wal"):  # what a killed process leaves
        shutil.copyfile(f"{file_of(services)}{ending}", f"{killed}{ending}")
    with clocked_services(f"sqlite:///{killed}") as restored:
        restore(restored.database, tmp_path / "copy.db", restored.clock)
        assert content(restored) == before
    with closing(sqlite3.connect(killed)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_restore_where_no_database_is_begins_one_without_the_log_of_a_lost_one(
    services: ClockedServices, tmp_path: Path
) -> None:
    back_up(services.database, tmp_path / "copy.db")
    shutil.copyfile(f"{file_of(services)}-wal", tmp_path / "lost.db-wal")
    with clocked_services(f"sqlite:///{tmp_path / 'lost.db'}") as restored:
        restore(restored.database, tmp_path / "copy.db", restored.clock)
        assert content(restored) == content(services)


def test_a_reader_keeps_its_snapshot_while_a_backup_is_restored(
    services: ClockedServices, tmp_path: Path
) -> None:
    back_up(services.database, tmp_path / "copy.db")
    publish(services, tmp_path, c=7.0)
    with services.database.snapshot() as connection:
        before = connection.execute(booster_boxes.select()).all()
        restore(services.database, tmp_path / "copy.db", services.clock)
        assert connection.execute(booster_boxes.select()).all() == before
    assert len(rows_of(services.database, booster_boxes)) == len(before) - 1


def test_a_restore_does_not_begin_while_a_writer_is_at_work(
    services: ClockedServices, tmp_path: Path
) -> None:
    back_up(services.database, tmp_path / "copy.db")
    with services.database.transaction(), pytest.raises(WriterBusy):
        restore(services.database, tmp_path / "copy.db", services.clock)


def test_a_damaged_backup_leaves_the_database_as_it_is(services: ClockedServices, tmp_path: Path) -> None:
    back_up(services.database, tmp_path / "copy.db")
    damaged = bytearray((tmp_path / "copy.db").read_bytes())
    damaged[8192:20480] = b"x" * 12288
    (tmp_path / "damaged.db").write_bytes(damaged)
    before = content(services)
    with pytest.raises(DamagedDatabase, match="damaged"):
        restore(services.database, tmp_path / "damaged.db", services.clock)
    assert content(services) == before


@pytest.mark.parametrize("text", ["# Not a database\n" * 100, ""])
def test_a_file_that_is_no_backup_is_refused(services: ClockedServices, tmp_path: Path, text: str) -> None:
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    with pytest.raises((DamagedDatabase, SchemaMismatch), match=r"README\.md"):
        restore(services.database, tmp_path / "README.md", services.clock)


def test_the_database_itself_is_no_backup_of_itself(services: ClockedServices) -> None:
    with pytest.raises(InvalidValue, match="is no backup"):
        restore(services.database, file_of(services), services.clock)


def test_a_backup_of_a_newer_release_is_refused(services: ClockedServices, tmp_path: Path) -> None:
    back_up(services.database, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '099'")
    with pytest.raises(SchemaMismatch, match="Upgrade Boxrank"):
        restore(services.database, tmp_path / "copy.db", services.clock)


def test_a_backup_of_an_older_release_is_restored_and_asks_for_an_upgrade(
    services: ClockedServices, tmp_path: Path
) -> None:
    back_up(services.database, tmp_path / "copy.db")
    with clocked_services(f"sqlite:///{tmp_path / 'copy.db'}") as copied:
        copied.database.downgrade("005")
    assert not restore(services.database, tmp_path / "copy.db", services.clock).is_current
    services.database.upgrade()
    assert len(rows_of(services.database, booster_boxes)) == 2


def test_a_database_that_cannot_be_opened_says_what_to_do_before_a_restore(
    services: ClockedServices, tmp_path: Path
) -> None:
    back_up(services.database, tmp_path / "copy.db")
    (tmp_path / "broken.db").write_text("not a database " * 100, encoding="utf-8")
    with (
        clocked_services(f"sqlite:///{tmp_path / 'broken.db'}") as broken,
        pytest.raises(Unavailable, match="to another folder, and restore again"),
    ):
        restore(broken.database, tmp_path / "copy.db", broken.clock)


def test_postgresql_is_left_to_its_own_tools(postgres_databases: PostgresDatabases, tmp_path: Path) -> None:
    url = postgres_databases.create()
    with clocked_services(url) as services:
        with pytest.raises(InvalidValue, match="pg_dump --format=custom"):
            back_up(services.database, tmp_path / "copy.db")
        with pytest.raises(InvalidValue, match="pg_restore --clean"):
            restore(services.database, tmp_path / "copy.db", services.clock)
    postgres_databases.remove(url)
