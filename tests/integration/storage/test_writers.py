"""One writer at a time on both databases: the next one waits, names the first, and goes on after it."""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.database import Database, DatabaseLimits
from app.models import dataset_version
from app.repositories import versions
from app.storage.writer_lock import WriterBusy
from tests.factories import FIRST_DAY, ClockedServices, DatabaseStore, SqliteDatabases


@contextmanager
def opened(url: str, wait_seconds: float = 60.0) -> Iterator[Database]:
    database = Database(url, DatabaseLimits(writer_wait_seconds=wait_seconds))
    yield database
    database.close()


def publish(database: Database, services: ClockedServices) -> None:
    with database.transaction() as connection:
        versions.publish(
            connection, moment=services.clock(), changed_from=FIRST_DAY, rows_changed=0, rules_fingerprint=""
        )


def publications(database: Database) -> int:
    with database.snapshot() as connection:
        return connection.scalar(select(func.count()).select_from(dataset_version)) or 0


def test_a_writer_waits_for_another_says_who_it_is_and_goes_on(
    services: ClockedServices, database_url: str
) -> None:
    is_held, is_released, sentences = threading.Event(), threading.Event(), []

    def hold() -> None:
        with services.database.transaction():
            is_held.set()
            is_released.wait()

    def note(sentence: str) -> None:
        sentences.append(sentence)
        is_released.set()

    with ThreadPoolExecutor() as threads, opened(database_url) as second:
        holding = threads.submit(hold)
        is_held.wait()
        second.on_wait = note
        publish(second, services)
        holding.result()
        assert publications(second) == 1
    (sentence,) = sentences
    assert sentence.startswith("another import or refresh is running (since 20")
    assert f"pid {os.getpid()} on " in sentence
    assert sentence.endswith("; waiting")


def test_a_writer_that_may_not_wait_is_rejected_at_once(services: ClockedServices, database_url: str) -> None:
    with (
        services.database.transaction(),
        opened(database_url, wait_seconds=0) as second,
        pytest.raises(WriterBusy, match=r"Another import or refresh is running \(since .*gave up"),
    ):
        publish(second, services)
    with opened(database_url, wait_seconds=0) as second:
        publish(second, services)
        assert publications(second) == 1


def test_a_rejected_writer_leaves_the_lock_to_its_holder(
    services: ClockedServices, database_url: str
) -> None:
    with services.database.transaction(), opened(database_url, wait_seconds=0) as second:
        for _ in range(2):
            with pytest.raises(WriterBusy):
                publish(second, services)


def test_a_reader_does_not_wait_for_a_writer(services: ClockedServices, database_url: str) -> None:
    with services.database.transaction(), opened(database_url, wait_seconds=0) as second:
        assert publications(second) == 0


def test_upgrades_at_once_wait_for_each_other_and_one_of_them_migrates(store: DatabaseStore) -> None:
    url = store.create(is_migrated=False)
    start = threading.Barrier(3)

    def upgrade() -> bool:
        with opened(url) as database:
            start.wait()
            return database.upgrade()

    with ThreadPoolExecutor() as threads:
        outcomes = [upgrading.result() for upgrading in [threads.submit(upgrade) for _ in range(3)]]
    with opened(url) as database:
        assert database.tables().is_current
    store.remove(url)
    assert sorted(outcomes) == [False, False, True]


def test_the_note_of_a_killed_writer_names_no_process(sqlite_databases: SqliteDatabases) -> None:
    url = sqlite_databases.create()
    file = Path(url.removeprefix("sqlite:///"))
    note = {"pid": 2**22 + 1, "host": os.uname().nodename, "since": "yesterday"}
    file.with_name(f"{file.name}-writer").write_text(json.dumps(note), encoding="utf-8")
    stranger = sqlite3.connect(file, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with opened(url, wait_seconds=0) as database, pytest.raises(WriterBusy, match="is running; gave up"):
        database.upgrade()
    stranger.close()


def test_a_finished_writer_leaves_no_note(sqlite_databases: SqliteDatabases) -> None:
    url = sqlite_databases.create()
    file = Path(url.removeprefix("sqlite:///"))
    with opened(url) as database:
        with database.transaction():
            assert file.with_name(f"{file.name}-writer").exists()
        assert not file.with_name(f"{file.name}-writer").exists()
