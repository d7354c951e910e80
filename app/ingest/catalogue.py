"""The catalogue of boxes and their identifiers, from a file into the database, all or nothing."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from app.database import Connection, Database
from app.domain.errors import ImportRefused
from app.domain.observations import Rejection
from app.ingest.box_registration import free_slug
from app.ingest.files.catalogue_reader import CatalogueRow, read_catalogue
from app.repositories import boxes, versions

_NOT_COLUMNS = ("line", "has_own_slug", "identifiers", "slug")


@dataclass(frozen=True)
class CatalogueReport:
    """Boxes by what became of them, and identifiers added."""

    new: int
    changed: int
    same: int
    identifiers_added: int


class CatalogueService:
    """Loads files of boxes; a box known by slug or identifier is changed where the file says something."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def import_file(self, path: Path, *, is_dry_run: bool = False) -> CatalogueReport:
        """Store the boxes of a file in one transaction; what readers see of them changes with a publication.

        Raises ImportFormatError when the file cannot be read, ImportRefused (nothing is stored) when a row is
        bad or its names belong to two boxes, ServiceAway.
        """
        parsed = read_catalogue(path)
        if parsed.rejections:
            raise ImportRefused(parsed.rejections)
        with self._database.transaction() as connection:
            report = _store(connection, parsed.rows)
            if report.changed and versions.current(connection) is not None:
                versions.publish_again(connection, self._clock(), None, 0)
            if is_dry_run:
                connection.rollback()
        return report


def _store(connection: Connection, rows: list[CatalogueRow]) -> CatalogueReport:
    names = [f"{scheme}:{value}" for row in rows for scheme, value in row.identifiers]
    known = boxes.find_ids(connection, [*names, *(row.slug for row in rows)])
    owners = {row.line: _owners(row, known) for row in rows}
    clashes = [_clash(row) for row in rows if len(owners[row.line]) > 1]
    if clashes:
        raise ImportRefused(clashes)
    counts = {"new": 0, "changed": 0, "same": 0, "identifiers_added": 0}
    for row in rows:
        outcome, added = _store_row(connection, row, next(iter(owners[row.line]), None))
        counts["identifiers_added"] += added
        counts["changed" if outcome == "same" and added else outcome] += 1
    return CatalogueReport(**counts)


def _owners(row: CatalogueRow, known: dict[str, int]) -> set[int]:
    named = {known[name] for scheme, value in row.identifiers if (name := f"{scheme}:{value}") in known}
    if row.slug in known and (row.has_own_slug or not named):
        named.add(known[row.slug])
    return named


def _clash(row: CatalogueRow) -> Rejection:
    return Rejection(row.line, "slug", row.slug, "its slug and identifiers belong to different boxes")


def _store_row(connection: Connection, row: CatalogueRow, box_id: int | None) -> tuple[str, int]:
    values = {
        name: value for name, value in asdict(row).items() if name not in _NOT_COLUMNS and value is not None
    }
    if box_id is None:
        slug = row.slug if row.has_own_slug else free_slug(row.slug, boxes.slugs(connection))
        (box_id,) = boxes.create(connection, [values | {"slug": slug}])
        return "new", boxes.identify(connection, box_id, row.identifiers)
    added = boxes.identify(connection, box_id, row.identifiers)
    stored = boxes.get(connection, box_id)._mapping
    different = {name: value for name, value in values.items() if stored[name] != value}
    if different:
        boxes.change(connection, box_id, different)
    return ("changed" if different else "same"), added
