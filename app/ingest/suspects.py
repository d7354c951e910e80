"""Suspect values of an import or of all observations so far, and decisions about single values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from app.database import Connection, Database
from app.domain.changes import RowChanges
from app.domain.errors import InvalidValue
from app.domain.identity import same_marketplace
from app.domain.metrics import MetricRules
from app.domain.suspects import KEYS, REJECTED, SUSPECTS_SCHEMA, VALUE_KEYS, suspect_values
from app.repositories import boxes, observations, suspect_decisions, suspects
from app.repositories.suspect_decisions import ObservedField
from app.repositories.suspects import ReportsSince
from app.schemas.suspects import SuspectValue
from app.words.suspects import ACCEPTED, FIELD_WORDS, suspect_in_words, value_in_words

ACCEPT, REJECT = "accept", "reject"


@dataclass(frozen=True)
class NamedValue:
    """A value as a command names it: the box by any reference, the day, the marketplace, the field.

    `value` is compared with what is stored; None means whatever is stored.
    """

    box: str
    day: date
    marketplace: str
    field: str
    value: float | None = None


class SuspectService:
    """Lists suspect values and stores decisions; these count from the next refresh."""

    def __init__(self, database: Database, rules: MetricRules, clock: Callable[[], datetime]) -> None:
        self._database, self._rules, self._clock = database, rules, clock

    def listed(self, box: str | None = None, *, with_decided: bool = False) -> list[SuspectValue]:
        """Suspect values of all observations, published or not, newest first.

        `with_decided` adds the rejected and the accepted ones. Raises UnknownBox, Unavailable.
        """
        with self._database.snapshot() as connection:
            box_id = None if box is None else boxes.find_id(connection, box)
            found = _current(connection, self._rules)
            if with_decided:
                found = pl.concat([found, _accepted(connection)])
            else:
                found = found.filter(pl.col("reason") != REJECTED)
            chosen = found if box_id is None else found.filter(pl.col("box_id") == box_id)
            return _as_values(connection, chosen)

    def accept(self, named: NamedValue) -> SuspectValue:
        """Use a value whatever the rule finds. Raises UnknownBox, InvalidValue, Unavailable."""
        return self._decide(named, ACCEPT, ACCEPTED)

    def reject(self, named: NamedValue) -> SuspectValue:
        """Never use a value. Raises UnknownBox, InvalidValue, Unavailable."""
        return self._decide(named, REJECT, REJECTED)

    def _decide(self, named: NamedValue, decision: str, outcome: str) -> SuspectValue:
        with self._database.transaction() as connection:
            field, value = _observed_field(connection, named)
            rows = pl.DataFrame([(*vars(field).values(), value, outcome)], SUSPECTS_SCHEMA, orient="row")
            (decided,) = _as_values(connection, rows)
            if suspect_decisions.decision_on(connection, field, value) == decision:
                words = suspect_in_words(decided.label, named.day, field.marketplace, named.field, value)
                raise InvalidValue("value", f"{words} is {outcome} already.")
            suspect_decisions.decide(connection, field, value, decision, self._clock())
            since = rows.select("box_id", from_date="metric_date")
            observations.mark_stale(connection, since)
            return decided


def suspects_of_import(connection: Connection, changes: RowChanges, rules: MetricRules) -> list[SuspectValue]:
    """The suspect values among the rows that an import added or changed."""
    written = pl.concat([changes.new.select(KEYS), changes.changed.select(KEYS)])
    if written.is_empty() or not rules.leaves_out_suspects:
        return []
    firsts = written.group_by("box_id").agg(pl.col("metric_date").min()).select("metric_date", "box_id")
    parts = suspects.reports_since(firsts.iter_rows())
    found = pl.concat(_of_part(connection, part) for part in parts).join(written, on=KEYS, how="semi")
    return _as_values(connection, found.filter(pl.col("reason") != REJECTED))


def _observed_field(connection: Connection, named: NamedValue) -> tuple[ObservedField, float]:
    box_id, words = boxes.find_id(connection, named.box), FIELD_WORDS[named.field]
    reported = suspect_decisions.observed_values(connection, box_id, named.day)
    if not reported:
        raise InvalidValue("day", f"No marketplace reported {named.box} on {named.day}.")
    spellings = {same_marketplace(name): name for name in reported}
    marketplace = spellings.get(same_marketplace(named.marketplace))
    if marketplace is None:
        names = ", ".join(sorted(reported))
        raise InvalidValue(
            "marketplace", f"{named.marketplace} did not report {named.box} on {named.day}; {names} did."
        )
    value, where = reported[marketplace][named.field], f"of {named.box} on {named.day}"
    if value is None:
        raise InvalidValue("field", f"{marketplace} reported no {words} {where}.")
    if named.value is not None and named.value != value:
        shown, given = (value_in_words(named.field, each) for each in (value, named.value))
        raise InvalidValue("value", f"{marketplace} reported {words} {shown} {where}, not {given}.")
    return ObservedField(box_id, named.day, marketplace, named.field), value


def _current(connection: Connection, rules: MetricRules) -> pl.DataFrame:
    if not rules.leaves_out_suspects:
        return SUSPECTS_SCHEMA.to_frame()
    found = suspects.all_stored(connection)
    for part in suspects.reports_after_changes(connection):
        is_in_part = pl.col("box_id").is_in(part.box_ids) & (pl.col("metric_date") >= part.first)
        found = pl.concat([found.filter(~is_in_part), _of_part(connection, part)])
    return found


def _of_part(connection: Connection, part: ReportsSince) -> pl.DataFrame:
    found = suspect_values(*suspects.inputs(connection, part, with_held=True))
    return found.filter(pl.col("metric_date") >= part.first)


def _accepted(connection: Connection) -> pl.DataFrame:
    decided = suspect_decisions.all_decisions(connection).filter(decision=ACCEPT)
    return decided.select(*VALUE_KEYS, "value", reason=pl.lit(ACCEPTED))


def _as_values(connection: Connection, found: pl.DataFrame) -> list[SuspectValue]:
    catalogue = boxes.all_rows(connection) if found.height else {}
    newest_first = found.sort("metric_date", *VALUE_KEYS, descending=[True, *[False] * len(VALUE_KEYS)])
    return [
        SuspectValue(box.slug, box.code, box.short_name, *values)
        for box_id, *values in newest_first.iter_rows()
        for box in (catalogue[box_id],)
    ]
