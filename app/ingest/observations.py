"""Observations from a file into the database: checked, compared with what is stored, all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from app.database import Connection, Database
from app.domain.days import market_day
from app.domain.errors import ImportRefused, InvalidValue
from app.domain.metric_rules import MetricRules
from app.domain.observation_checks import reject_conflicting_rows
from app.domain.observations import ObservationRow, ParsedObservations, Rejection
from app.domain.rejections import RejectionLog
from app.ingest.box_registration import FileBoxes, find_boxes, find_or_create_boxes
from app.ingest.complete import CompleteSpan, check_has_sales, missing_zeros
from app.ingest.files.amounts import DecimalSign
from app.ingest.files.observation_reader import read_observations
from app.ingest.marketplace_names import stored_marketplaces
from app.ingest.observation_changes import compare_with_stored, write_changes
from app.ingest.suspects import suspects_of_import
from app.repositories import boxes
from app.schemas.suspects import SuspectValue

EARLIEST_MARKET = date(1993, 1, 1)
"""Before the first trading-card game: a day before it is probably a typing error."""


@dataclass(frozen=True)
class ImportOptions:
    """How a file is read: its format and decimal sign when it does not show them, and what is allowed.

    With `complete`, a day without a row is a day without a sale.
    """

    format_name: str | None = None
    creates_boxes: bool = False
    skips_bad_rows: bool = False
    is_dry_run: bool = False
    confirms_new: bool = False
    ignored_columns: tuple[str, ...] = ()
    decimal_sign: DecimalSign | None = None
    complete: CompleteSpan | None = None

    def check(self, today: date) -> None:
        """Raise InvalidValue for options that contradict each other or today's market day."""
        if self.complete and self.skips_bad_rows:
            raise InvalidValue(
                "complete", "A file with bad rows is not complete; --skip-bad does not go with it."
            )
        if self.complete:
            self.complete.check(today)


@dataclass(frozen=True)
class ImportReport:
    """Rows by what became of them; `rejected` counts rows, of which each may have several `rejections`.

    `rejections` lists the first of them, `unlisted_rows` counts the rows after these. `zeros` are rows
    written for days without a sale. `empty` rows have no figure and change nothing. `early` are rows dated
    before the release of their box or before all markets. `suspects` are values among
    the new and changed rows that look wrong and are not used.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    deleted: int = 0
    rejected: int = 0
    zeros: int = 0
    empty: int = 0
    duplicates: int = 0
    boxes_created: int = 0
    is_dry_run: bool = False
    ignored_columns: tuple[str, ...] = ()
    new_boxes: tuple[str, ...] = ()
    new_identifiers: tuple[str, ...] = ()
    new_marketplaces: tuple[str, ...] = ()
    early: int = 0
    early_lines: tuple[int, ...] = ()
    suspects: tuple[SuspectValue, ...] = ()
    unlisted_rows: int = 0
    rejections: list[Rejection] = field(default_factory=list)


class ImportService:
    """Imports files of observations; what changes makes the metrics of its boxes stale."""

    def __init__(
        self, database: Database, zone: ZoneInfo, clock: Callable[[], datetime], rules: MetricRules
    ) -> None:
        self._database, self._zone, self._clock, self._rules = database, zone, clock, rules

    def import_file(self, path: Path, options: ImportOptions) -> ImportReport:
        """Store the observations of a file, `-` being standard input, in one transaction.

        Raises ImportFormatError when the file cannot be read, ImportRefused (nothing is stored) when a row
        is bad and bad rows are not to be skipped, InvalidValue for options that contradict each other,
        Unavailable.
        """
        today = market_day(self._clock(), self._zone)
        options.check(today)
        parsed = read_observations(
            path,
            today=today,
            format_name=options.format_name,
            ignored_columns=options.ignored_columns,
            decimal_sign=options.decimal_sign,
        )
        if options.complete and parsed.rows:
            check_has_sales(parsed.rows)
        with self._database.transaction() as connection:
            report = _store(connection, parsed, options, self._clock(), self._rules)
            if report.rejections and not options.skips_bad_rows:
                raise ImportRefused(report.rejections, report.unlisted_rows)
            if options.is_dry_run:
                connection.rollback()
        return report


def _store(
    connection: Connection,
    parsed: ParsedObservations,
    options: ImportOptions,
    moment: datetime,
    rules: MetricRules,
) -> ImportReport:
    places = stored_marketplaces(connection, parsed.rows, is_confirmed=options.confirms_new)
    rows = places.renamed(parsed.rows)
    known = _boxes(connection, rows, options)
    found = [row for row in rows if row.box_reference in known.found]
    settled = reject_conflicting_rows(
        found, lambda row: (known.found[row.box_reference], row.metric_date, row.marketplace)
    )
    log = RejectionLog(list(parsed.rejections), parsed.unlisted_rows)
    log.add_rows(chain(places.rejections(parsed.rows), known.rejections(rows)))
    log.add_rows(settled.rejections, settled.unlisted_rows)
    changes = compare_with_stored(connection, settled.rows, known.found)
    write_changes(connection, changes, moment)
    zeros = 0
    if options.complete:
        missing = missing_zeros(connection, settled.rows, known.found, options.complete)
        write_changes(connection, missing, moment)
        zeros = missing.rows.count
    early = _early_lines(connection, settled.rows, known.found)
    unknown_empty = sum(row.is_empty and row.box_reference not in known.found for row in rows)
    return ImportReport(
        new=changes.rows.new.height,
        changed=changes.rows.changed.height,
        same=changes.same,
        deleted=changes.deleted.height,
        rejected=len({rejection.line for rejection in log.listed}) + log.unlisted_rows,
        zeros=zeros,
        empty=changes.empty + unknown_empty,
        duplicates=parsed.duplicates + settled.duplicates,
        boxes_created=len(known.created),
        is_dry_run=options.is_dry_run,
        ignored_columns=parsed.ignored_columns,
        new_boxes=known.created,
        new_identifiers=known.identifiers,
        new_marketplaces=places.new,
        early=len(early),
        early_lines=early[:5],
        suspects=tuple(suspects_of_import(connection, changes.rows, rules)),
        unlisted_rows=log.unlisted_rows,
        rejections=log.in_file_order(),
    )


def _boxes(connection: Connection, rows: Sequence[ObservationRow], options: ImportOptions) -> FileBoxes:
    if options.creates_boxes:
        return find_or_create_boxes(connection, rows, is_confirmed=options.confirms_new)
    return find_boxes(connection, rows)


def _early_lines(
    connection: Connection, rows: Sequence[ObservationRow], box_ids: Mapping[str, int]
) -> tuple[int, ...]:
    released = boxes.release_dates(connection)
    return tuple(
        row.line
        for row in rows
        if row.metric_date < (released.get(box_ids[row.box_reference]) or EARLIEST_MARKET)
        and not row.is_empty
        and not row.is_delete
    )
