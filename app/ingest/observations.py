"""Observations from a file into the database: checked, compared with what is stored, all or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.database import Connection, Database
from app.domain.days import market_day
from app.domain.errors import ImportRefused
from app.domain.observation_checks import settle_keys
from app.domain.observations import ObservationRow, ParsedObservations, Rejection
from app.ingest.box_registration import create_unknown_boxes, reject_unknown_boxes
from app.ingest.files.observation_reader import read_observations
from app.ingest.observation_changes import compare_with_stored, write_changes
from app.repositories import boxes


@dataclass(frozen=True)
class ImportOptions:
    """How a file is taken: its format when the ending does not say, and what is allowed."""

    format_name: str | None = None
    creates_boxes: bool = False
    skips_bad_rows: bool = False
    is_dry_run: bool = False


@dataclass(frozen=True)
class ImportReport:
    """Rows by what became of them; `rejected` counts rows, of which each may have several `rejections`."""

    new: int = 0
    changed: int = 0
    same: int = 0
    deleted: int = 0
    rejected: int = 0
    empty: int = 0
    duplicates: int = 0
    boxes_created: int = 0
    is_dry_run: bool = False
    ignored_columns: tuple[str, ...] = ()
    rejections: list[Rejection] = field(default_factory=list)


class ImportService:
    """Imports files of observations; what changes makes the metrics of its boxes stale."""

    def __init__(self, database: Database, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._database, self._zone, self._clock = database, zone, clock

    def import_file(self, path: Path, options: ImportOptions) -> ImportReport:
        """Store the observations of a file in one transaction.

        Raises ImportFormatError when the file cannot be read, ImportRefused (nothing is stored) when a row
        is bad and bad rows are not to be skipped, ServiceAway.
        """
        today = market_day(self._clock(), self._zone)
        parsed = read_observations(path, today=today, format_name=options.format_name)
        with self._database.transaction() as connection:
            report = _store(connection, parsed, options, self._clock())
            if report.rejections and not options.skips_bad_rows:
                raise ImportRefused(report.rejections)
            if options.is_dry_run:
                connection.rollback()
        return report


def _store(
    connection: Connection, parsed: ParsedObservations, options: ImportOptions, moment: datetime
) -> ImportReport:
    known, refused = _boxes(connection, parsed.rows, creates=options.creates_boxes)
    rows = [row for row in parsed.rows if row.box_reference in known.found]
    unknown_empty = sum(row.is_empty and row.box_reference not in known.found for row in parsed.rows)
    settled = settle_keys(
        rows, lambda row: (known.found[row.box_reference], row.metric_date, row.marketplace)
    )
    rejections = sorted(
        [*parsed.rejections, *refused, *settled.rejections], key=lambda rejection: rejection.line
    )
    changes = compare_with_stored(connection, settled.rows, known.found)
    write_changes(connection, changes, moment)
    return ImportReport(
        new=changes.rows.new.height,
        changed=changes.rows.changed.height,
        same=changes.same,
        deleted=changes.deleted.height,
        empty=changes.empty + unknown_empty,
        rejected=len({rejection.line for rejection in rejections}),
        duplicates=parsed.duplicates + settled.duplicates,
        boxes_created=known.created,
        is_dry_run=options.is_dry_run,
        ignored_columns=parsed.ignored_columns,
        rejections=rejections,
    )


@dataclass(frozen=True)
class _KnownBoxes:
    found: dict[str, int]
    created: int


def _boxes(
    connection: Connection, rows: Sequence[ObservationRow], *, creates: bool
) -> tuple[_KnownBoxes, list[Rejection]]:
    known = boxes.find_ids(connection, list({row.box_reference for row in rows}))
    if not creates:
        return _KnownBoxes(known, 0), reject_unknown_boxes(rows, known)
    found, refused = create_unknown_boxes(connection, rows, known)
    unknown = reject_unknown_boxes((row for row in rows if row.is_delete), found)
    return _KnownBoxes(found, len(found) - len(known)), [*refused, *unknown]
