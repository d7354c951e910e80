"""What readers of one generation share is read once, and never outlives its generation."""

from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl
import pytest

from app.database import Database
from app.read.lookup import SearchRequest, search_boxes
from app.repositories import versions
from app.repositories.remembered import PLAIN_BYTES, GenerationMemory, remembered
from app.repositories.versions import Publication
from tests.factories import ClockedServices, Feed, day_after
from tests.statements import recorded_snapshots

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def publication(generation: int) -> Publication:
    return Publication(generation, MOMENT, None, "", False, MOMENT)


def counting(values: list[str]) -> Callable[[], str]:
    def read() -> str:
        values.append(f"read {len(values) + 1}")
        return values[-1]

    return read


def ask(database: Database, read: Callable[[], str]) -> str:
    with database.snapshot() as connection:
        return remembered(connection, "key", read)


def test_two_snapshots_of_a_generation_read_once(
    services: ClockedServices, feed: Feed, database: Database
) -> None:
    read = counting([])
    feed.give_volumes(day_after(0), {"a": 10.0})
    services.refresh.run()

    assert [ask(database, read), ask(database, read)] == ["read 1", "read 1"]


def test_the_next_generation_reads_again(services: ClockedServices, feed: Feed, database: Database) -> None:
    read = counting([])
    for volume in (10.0, 12.0):
        feed.give_volumes(day_after(0), {"a": volume})
        services.refresh.run()
        ask(database, read)

    assert ask(database, read) == "read 2"


def test_nothing_is_cached_before_a_publication(database: Database) -> None:
    read = counting([])
    assert [ask(database, read), ask(database, read)] == ["read 1", "read 2"]


def test_a_writer_neither_fills_nor_reads_the_cache(
    services: ClockedServices, feed: Feed, database: Database
) -> None:
    read = counting([])
    feed.give_volumes(day_after(0), {"a": 10.0})
    services.refresh.run()

    with database.transaction() as connection:
        written = [remembered(connection, "key", read) for _ in range(2)]

    assert [*written, ask(database, read)] == ["read 1", "read 2", "read 3"]


def test_a_snapshot_reads_its_publication_once(
    services: ClockedServices, feed: Feed, database: Database
) -> None:
    feed.give_volumes(day_after(0), {"a": 10.0})
    services.refresh.run()
    with database.snapshot():
        pass  # the first snapshot of a process also checks the tables

    with recorded_snapshots(database) as snapshots, database.snapshot() as connection:
        first, second = versions.current(connection), versions.current(connection)

    assert first is second
    assert [len(statements) for statements in snapshots] == [1]


def test_a_box_renamed_is_found_by_its_new_name(
    services: ClockedServices, feed: Feed, tmp_path_factory: pytest.TempPathFactory
) -> None:
    catalogue = tmp_path_factory.mktemp("catalogue") / "boxes.csv"
    feed.give_volumes(day_after(0), {"a": 10.0})
    services.refresh.run()
    for name in ("Awakening", "Romance"):
        catalogue.write_text(f"slug,name\na,{name}\n")
        services.catalogue.import_file(catalogue)
        found = services.read(search_boxes, SearchRequest(name)).data

        assert [box.name for box in found] == [name]


def test_a_new_box_is_found_before_the_next_publication(services: ClockedServices, feed: Feed) -> None:
    feed.give_volumes(day_after(0), {"alpha": 10.0})
    services.refresh.run()
    assert services.read(search_boxes, SearchRequest("al")).meta.total == 1

    feed.give_volumes(day_after(0), {"altair": 10.0})

    assert services.read(search_boxes, SearchRequest("al")).meta.total == 2


def test_an_older_generation_is_read_and_not_kept() -> None:
    memory, read = GenerationMemory(), counting([])
    memory.get(publication(2), "key", read)

    assert memory.get(publication(1), "key", read) == "read 2"
    assert memory.get(publication(2), "key", read) == "read 1"


def test_the_least_wanted_is_evicted_first() -> None:
    memory, read = GenerationMemory(3 * PLAIN_BYTES), counting([])
    for key in ("a", "b", "c", "a", "d"):
        memory.get(publication(1), key, read)

    assert len(memory) == 3
    assert memory.get(publication(1), "a", read) == "read 1"
    assert memory.get(publication(1), "b", read) == "read 5"


def test_a_frame_weighs_what_it_holds() -> None:
    memory, frame = GenerationMemory(3 * PLAIN_BYTES), pl.DataFrame({"box_id": range(2000)})
    memory.get(publication(1), "a", lambda: frame)

    assert len(memory) == 0
