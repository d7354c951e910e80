"""The catalogue of boxes and their identifiers, from a file into the database, all or nothing."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from app.database import Connection, Database
from app.domain.box_names import FORMER_SLUG, BoxNames
from app.domain.errors import ImportRefused
from app.domain.observations import Rejection
from app.ingest.box_registration import CONFIRM_OPTION
from app.ingest.files.amounts import DecimalSign
from app.ingest.files.catalogue_reader import CatalogueRow, read_catalogue
from app.repositories import boxes, versions

_NOT_COLUMNS = ("line", "has_own_slug", "identifiers")


@dataclass(frozen=True)
class CatalogueReport:
    """Boxes by what became of them, and identifiers added; slugs of new boxes, and of renamed ones both."""

    new: int
    changed: int
    same: int
    identifiers_added: int
    new_boxes: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    ignored_columns: tuple[str, ...] = ()


class CatalogueService:
    """Loads files of boxes; a box known by slug or identifier is changed where the file has a value."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def import_file(
        self,
        path: Path,
        *,
        is_dry_run: bool = False,
        confirms_new: bool = False,
        decimal_sign: DecimalSign | None = None,
    ) -> CatalogueReport:
        """Store the boxes of a file in one transaction; what readers see of them changes with a publication.

        Raises ImportFormatError when the file cannot be read, ImportRefused (nothing is stored) when a row is
        bad, its names belong to two boxes, or a new box looks like a known one and is not confirmed,
        Unavailable.
        """
        parsed = read_catalogue(path, decimal_sign=decimal_sign)
        if parsed.rejections:
            raise ImportRefused(parsed.rejections, parsed.unlisted_rows)
        with self._database.transaction() as connection:
            report = _store(connection, parsed.rows, parsed.ignored_columns, confirms_new=confirms_new)
            if report.changed and versions.current(connection) is not None:
                versions.publish_again(connection, self._clock(), None, 0)
            if is_dry_run:
                connection.rollback()
        return report


@dataclass(frozen=True)
class _Catalogue:
    """What is stored before the import, read once."""

    names: BoxNames
    rows: dict[int, Any]
    owners: dict[tuple[str, str], int]
    schemes: set[tuple[str, int]]


@dataclass
class _Plan:
    """What an import will do."""

    new: list[CatalogueRow] = field(default_factory=list)
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    identifiers: list[tuple[str, str, int]] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    refused: list[Rejection] = field(default_factory=list)
    line_of: dict[int, int] = field(default_factory=dict)

    @property
    def identifiers_added(self) -> int:
        """Identifiers of the file that are new, those of new boxes included."""
        known = sum(scheme != FORMER_SLUG for scheme, _, _ in self.identifiers)
        return known + sum(len(row.identifiers) for row in self.new)


def _store(
    connection: Connection, rows: list[CatalogueRow], ignored: tuple[str, ...], *, confirms_new: bool
) -> CatalogueReport:
    owners = boxes.all_identifiers(connection)
    schemes = {(scheme, key) for (scheme, _), key in owners.items()}
    stored = _Catalogue(boxes.names(connection), boxes.all_rows(connection), owners, schemes)
    plan = _Plan()
    for row in rows:
        _plan_row(plan, row, stored, confirms_new=confirms_new)
    if plan.refused:
        raise ImportRefused(plan.refused)
    renamed = tuple(
        (stored.rows[key].slug, values["slug"]) for key, values in plan.changes.items() if "slug" in values
    )
    _write(connection, plan)
    changed = len(plan.touched)
    return CatalogueReport(
        len(plan.new),
        changed,
        len(rows) - len(plan.new) - changed,
        plan.identifiers_added,
        tuple(row.slug for row in plan.new),
        renamed,
        ignored,
    )


def _plan_row(plan: _Plan, row: CatalogueRow, stored: _Catalogue, *, confirms_new: bool) -> None:
    owners = _owners(row, stored)
    if len(owners) > 1:
        plan.refused.append(_refusal(row, "its slug and identifiers belong to different boxes"))
    elif owners:
        key = owners.pop()
        if plan.line_of.setdefault(key, row.line) == row.line:
            _plan_change(plan, row, key, stored)
        else:
            plan.refused.append(_refusal(row, f"the same box as line {plan.line_of[key]}"))
    else:
        reason = None if confirms_new else _question(row, stored.names)
        if reason is None:
            plan.new.append(row)
        else:
            plan.refused.append(_refusal(row, reason))


def _owners(row: CatalogueRow, stored: _Catalogue) -> set[int]:
    named = {stored.owners[pair] for pair in row.identifiers if pair in stored.owners}
    if row.has_own_slug:
        by_slug = stored.names.find_slug(row.slug)
    else:
        by_slug = None if named else stored.names.find_form(row.slug)
    return named if by_slug is None else named | {by_slug}


def _question(row: CatalogueRow, names: BoxNames) -> str | None:
    same = names.find_form(row.name)
    known = names.alike(row.slug, row.name) if same is None else names.slug_of(same)
    if known is None:
        return None
    likeness = "looks like" if same is None else "has the name of"
    return (
        f"{likeness} the known box {known}; give slug {known} if it is that box, "
        f"else give {CONFIRM_OPTION} to create another"
    )


def _plan_change(plan: _Plan, row: CatalogueRow, key: int, stored: _Catalogue) -> None:
    added = [pair for pair in row.identifiers if pair not in stored.owners]
    taken = [scheme for scheme, _ in added if (scheme, key) in stored.schemes]
    if taken and not row.has_own_slug and not any(pair in stored.owners for pair in row.identifiers):
        slug = stored.rows[key].slug
        reason = f"the known box {slug} has another {taken[0]} identifier; give each box a slug"
        plan.refused.append(_refusal(row, reason))
        return
    now = stored.rows[key]._mapping
    values = {name: value for name, value in asdict(row).items() if name not in _NOT_COLUMNS}
    if not row.has_own_slug:
        del values["slug"]
    different = {name: value for name, value in values.items() if value is not None and now[name] != value}
    if different or added:
        plan.touched.add(key)
    if different:
        plan.changes[key] = different
    plan.identifiers += [(*pair, key) for pair in added]
    if "slug" in different and (FORMER_SLUG, now["slug"]) not in stored.owners:
        plan.identifiers.append((FORMER_SLUG, now["slug"], key))


def _write(connection: Connection, plan: _Plan) -> None:
    for key, values in plan.changes.items():
        boxes.change(connection, key, values)
    columns = [
        {name: value for name, value in asdict(row).items() if name not in _NOT_COLUMNS} for row in plan.new
    ]
    keys = boxes.create(connection, columns)
    new = [(*pair, key) for key, row in zip(keys, plan.new, strict=True) for pair in row.identifiers]
    boxes.identify_many(connection, [*plan.identifiers, *new])


def _refusal(row: CatalogueRow, reason: str) -> Rejection:
    return Rejection(row.line, "slug", row.slug, reason)
