"""Suspect values, from the observations and the decisions about them."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from app.database import Connection
from app.domain.changes import RowChanges
from app.domain.metrics import MetricRules
from app.domain.suspects import SUSPECTS_SCHEMA, VALUE_KEYS, suspect_values
from app.publish.changed import Changed
from app.repositories import observations, suspects
from app.repositories.suspects import ReportsSince


class SuspectValues:
    """One row per value that is not used. Its parts are reports of some boxes."""

    name = "suspect_values"
    stored_in = "suspect_values"
    keys: Sequence[str] = VALUE_KEYS

    def __init__(self, rules: MetricRules) -> None:
        self._rules = rules

    def everything(self, connection: Connection) -> list[ReportsSince]:
        """All reports."""
        return suspects.all_reports(connection)

    def affected(self, connection: Connection, changed: Changed) -> list[ReportsSince]:
        """The reports of the stale boxes that the changes may confirm or make suspect."""
        return suspects.reports_after_changes(connection)

    def wanted(self, connection: Connection, part: ReportsSince) -> pl.DataFrame:
        """What the rule finds; nothing where suspect values are used."""
        if not self._rules.leaves_out_suspects:
            return SUSPECTS_SCHEMA.to_frame()
        found = suspect_values(*suspects.inputs(connection, part))
        return found.filter(pl.col("metric_date") >= part.first)

    def stored(self, connection: Connection, part: ReportsSince) -> pl.DataFrame:
        """The stored rows."""
        return suspects.stored(connection, part)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write them. A value that is used from now on, or no longer, makes its box stale from its day on."""
        suspects.replace(connection, changes)
        if changes.count:
            since = changes.keys.group_by("box_id").agg(pl.col("metric_date").min().alias("from_date"))
            observations.mark_stale(connection, since)
