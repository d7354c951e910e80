"""A SQLite file that is replaced while it is in use is noticed; its folder may refuse."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.database import Database
from app.domain.errors import Unavailable
from app.storage import sqlite
from tests.factories import Feed, SqliteDatabases, clocked_services


@pytest.fixture
def published(sqlite_databases: SqliteDatabases, tmp_path: Path) -> Iterator[str]:
    url = sqlite_databases.create()
    with clocked_services(url) as services:
        Feed(services, tmp_path).give_volumes(services.clock.now.date(), {"a": 1.0})
        services.refresh.run()
    yield url
    sqlite_databases.remove(url)


def boxes(database: Database) -> int | None:
    with database.snapshot() as connection:
        return connection.scalar(text("SELECT count(*) FROM booster_boxes"))


def log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def replace(file: Path, databases: SqliteDatabases) -> None:
    """Put a database without boxes into the place of the file, as `mv` does."""
    Path(databases.create().removeprefix("sqlite:///")).replace(file)


def test_a_replaced_file_is_read_from_the_next_question_on(
    sqlite_databases: SqliteDatabases, published: str
) -> None:
    database = Database(published)
    assert database.file is not None
    assert boxes(database) == 1
    replace(database.file, sqlite_databases)
    log_of(database.file).unlink()
    assert boxes(database) == 0
    database.close()


def test_a_file_that_was_replaced_next_to_the_log_of_the_old_one_is_not_mixed_with_it(
    sqlite_databases: SqliteDatabases, published: str
) -> None:
    database = Database(published)
    assert database.file is not None
    with database.transaction() as connection:
        connection.execute(text("UPDATE booster_boxes SET name = 'renamed'"))
    assert boxes(database) == 1
    replace(database.file, sqlite_databases)
    for _ in range(2):
        with pytest.raises(Unavailable, match=r"-wal belongs to the file before it.*boxrank db restore"):
            boxes(database)
    log_of(database.file).unlink()
    assert boxes(database) == 0
    database.close()


def test_a_file_that_is_removed_is_unavailable_until_one_is_there_again(published: str) -> None:
    database = Database(published)
    assert database.file is not None
    assert boxes(database) == 1
    aside = database.file.with_name("aside.db")
    database.file.rename(aside)
    with pytest.raises(Unavailable, match="There is no database at"):
        boxes(database)
    aside.rename(database.file)
    assert boxes(database) == 1
    database.close()


def test_the_watch_shows_the_publication_of_a_file_that_replaced_a_later_generation(
    sqlite_databases: SqliteDatabases, published: str, tmp_path: Path
) -> None:
    other = sqlite_databases.create()
    with clocked_services(published) as services, clocked_services(other) as others:
        feed = Feed(services, tmp_path)
        feed.give_volumes(services.clock.now.date(), {"a": 2.0})
        services.refresh.run()
        others.clock.step()
        Feed(others, tmp_path).give_volumes(others.clock.now.date(), {"a": 3.0})
        others.refresh.run()
        services.watch.catch_up()
        assert services.watch.shown is not None
        assert services.watch.shown.generation == 2
        others.database.close()
        assert others.database.file
        assert services.database.file
        log_of(services.database.file).unlink()
        others.database.file.replace(services.database.file)
        services.watch.catch_up()
        assert services.watch.shown.generation == 1
        assert services.watch.shown.published_at == others.clock.now


def test_a_folder_that_may_not_be_searched_is_reported_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = tmp_path / "closed" / "boxrank.db"
    monkeypatch.setattr(os, "stat", refuse)
    monkeypatch.setattr(type(file), "exists", refuse)
    with pytest.raises(Unavailable, match="cannot be opened: Permission denied"):
        sqlite.file_exists(file)


def test_a_log_of_changes_does_not_stay_as_large_as_the_largest_import(published: str) -> None:
    database = Database(published)
    with database.snapshot() as connection:
        assert connection.scalar(text("PRAGMA journal_size_limit")) == 64 << 20
    database.close()


def test_a_connection_keeps_a_large_cache_only_while_it_writes(published: str) -> None:
    database = Database(published)
    with database.transaction() as connection:
        writing = connection.scalar(text("PRAGMA cache_size"))
    with database.snapshot() as connection:
        reading = connection.scalar(text("PRAGMA cache_size"))
    database.close()
    assert (writing, reading) == (-262144, -8192)
