"""What tests build: clocked services, files of observations, and tables read back as plain rows."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Table, select

from app.bootstrap import Services
from app.config import read_settings
from app.database import Database
from app.domain.observations import NO_VALUES
from app.ingest.observations import ImportOptions, ImportReport

FIRST_DAY = date(2026, 1, 1)
CREATING_BOXES = ImportOptions(creates_boxes=True)

Rows = dict[tuple[Any, ...], dict[str, Any]]


class SteppingClock:
    """A clock that is advanced by tests only."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def step(self) -> datetime:
        """One hour later."""
        self.now += timedelta(hours=1)
        return self.now


@dataclass(frozen=True)
class ClockedServices(Services):
    """All services, with a clock that stands still."""

    clock: SteppingClock = field(default_factory=SteppingClock)


@contextmanager
def clocked_services(database_url: str, **settings: object) -> Iterator[ClockedServices]:
    """Services over one database, by default settings and those given; closed at the end."""
    services = ClockedServices(read_settings(env_file=None, database_url=database_url, **settings))
    try:
        yield services
    finally:
        services.database.close()


class DatabaseStore(Protocol):
    """Where fresh databases come from."""

    def create(self, *, is_migrated: bool = True) -> str: ...

    def remove(self, url: str) -> None: ...


class SqliteDatabases:
    """Fresh SQLite files in a folder, migrated ones copied from one that was migrated."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count(1)
        self._template = folder / "migrated.db"
        database = Database(f"sqlite:///{self._template}")
        database.upgrade()
        database.close()

    def create(self, *, is_migrated: bool = True) -> str:
        """URL of a new database, with all tables or with none."""
        path = self._folder / f"test_{next(self._numbers)}.db"
        if is_migrated:
            shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def remove(self, url: str) -> None:
        """Delete the file and what SQLite keeps beside it."""
        path = Path(url.removeprefix("sqlite:///"))
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)


@contextmanager
def fresh_services(store: DatabaseStore, **settings: object) -> Iterator[ClockedServices]:
    """Services over a fresh migrated database that is gone afterwards."""
    url = store.create()
    try:
        with clocked_services(url, **settings) as services:
            yield services
    finally:
        store.remove(url)


def observation(box: str, day: date, marketplace: str = "tcgplayer", **figures: object) -> dict[str, object]:
    """A row of a file that gives every field; a figure that is not named is null."""
    return {
        "box": box,
        "metric_date": day.isoformat(),
        "marketplace": marketplace,
        "source": "test",
        **NO_VALUES._asdict(),
        **figures,
    }


def deletion(box: str, day: date, marketplace: str = "tcgplayer") -> dict[str, object]:
    """A row that asks for the removal of an observation."""
    return {"box": box, "metric_date": day.isoformat(), "marketplace": marketplace, "action": "delete"}


def day_after(days: int) -> date:
    """That many days after the first."""
    return FIRST_DAY + timedelta(days=days)


@dataclass(frozen=True)
class Feed:
    """Gives rows to the importer the way any file comes in; boxes are created as they appear."""

    services: Services
    folder: Path

    def give(
        self, rows: Sequence[Mapping[str, object]], options: ImportOptions = CREATING_BOXES
    ) -> ImportReport:
        """Import the rows as one file of JSON Lines. Raises ImportRefused."""
        path = self.folder / "feed.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return self.services.importing.import_file(path, options)

    def give_market(self, days: Mapping[date, Mapping[str, float | None]]) -> ImportReport:
        """Import dollars per day and box as one file; null is a box with one listing and no volume."""
        return self.give(
            [
                observation(box, day, volume_usd=volume, active_listings=1 if volume is None else None)
                for day, volumes in days.items()
                for box, volume in volumes.items()
            ]
        )

    def give_volumes(self, day: date, volumes: Mapping[str, float | None]) -> ImportReport:
        """Import one day's dollars per box; null is a box with one listing and no volume."""
        return self.give_market({day: volumes})


def rows_of(database: Database, table: Table, without: Sequence[str] = ()) -> Rows:
    """All rows of a table by primary key, each a mapping of its columns but those in `without`."""
    keys = [column.name for column in table.primary_key]
    with database.snapshot() as connection:
        rows = connection.execute(select(table)).mappings().all()
    return {
        tuple(row[key] for key in keys): {name: row[name] for name in row if name not in without}
        for row in rows
    }
