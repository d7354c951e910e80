"""Whether the tables are those that this code needs, and what to do when they are not."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.domain.errors import Unavailable
from app.models import metadata

GENERATION_OF_TABLES = 100
"""A migration that older code cannot read past begins a new hundred: 007 is read by 006, 101 is not."""

_PACKAGE = Path(__file__).parents[1]
_VERSION_TABLE = "alembic_version"


class SchemaMismatch(Unavailable):
    """The tables are not those that this code needs."""


@dataclass(frozen=True)
class Tables:
    """The revision that tables are at, None without one, and the names of all tables."""

    revision: str | None
    names: frozenset[str]

    @property
    def missing(self) -> list[str]:
        """Tables that this code needs and that are not there."""
        return sorted(_ours() - self.names)

    @property
    def is_current(self) -> bool:
        """Whether this code may write."""
        return self.revision == wanted_revision() and not self.missing

    @property
    def is_ahead(self) -> bool:
        """Whether a newer release has migrated the tables."""
        return self.revision is not None and self.revision not in known_revisions()

    @property
    def is_readable(self) -> bool:
        """Whether this code may read: the tables are its own, or a newer release has only added to them."""
        is_addition = self.is_ahead and _hundred(self.revision) == _hundred(wanted_revision())
        return not self.missing and (self.revision == wanted_revision() or is_addition)

    @property
    def is_upgradable(self) -> bool:
        """Whether the migrations of this code apply: to their own tables, or to a database without any."""
        return self.revision in known_revisions() or (self.revision is None and not self.names & _ours())


def migrations_folder() -> Path:
    """Where the migrations are, in an installed package and in a working copy."""
    bundled = _PACKAGE / "_migrations"
    return bundled if bundled.is_dir() else _PACKAGE.parent / "migrations"


@cache
def known_revisions() -> tuple[str, ...]:
    """All revisions that this code has migrations for, oldest first."""
    return tuple(sorted(path.name.split("_")[0] for path in migrations_folder().glob("versions/*_*.py")))


def wanted_revision() -> str:
    """The revision that this code writes."""
    return known_revisions()[-1]


def read_tables(connection: Connection) -> Tables:
    """What is there: at most two statements."""
    names = frozenset(inspect(connection).get_table_names())
    statement = text(f"SELECT version_num FROM {_VERSION_TABLE}")
    revision = connection.scalar(statement) if _VERSION_TABLE in names else None
    return Tables(revision, names - {_VERSION_TABLE})


def advice(tables: Tables) -> str:
    """What is wrong with tables that cannot be used, and how to fix it; the rest of a sentence."""
    if tables.revision is None and not tables.names & _ours():
        return "has no tables yet. Run `boxrank db upgrade`."
    if tables.revision is None:
        return "has tables but no revision, so `boxrank db upgrade` did not create them. Restore a backup."
    if tables.is_ahead:
        return (
            f"is at revision {tables.revision}, newer than this Boxrank, which needs {wanted_revision()}. "
            "Upgrade Boxrank."
        )
    if tables.revision != wanted_revision():
        return f"is at revision {tables.revision} and needs {wanted_revision()}. Run `boxrank db upgrade`."
    return f"is at revision {tables.revision} but lacks {', '.join(tables.missing)}. Restore a backup."


def _hundred(revision: str | None) -> int | None:
    return int(revision) // GENERATION_OF_TABLES if revision is not None and revision.isdecimal() else None


def _ours() -> frozenset[str]:
    return frozenset(metadata.tables)
