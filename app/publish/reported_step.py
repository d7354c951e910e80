"""Reported days, from the observations: over all games, and inside each."""

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from app.database import Connection
from app.domain.changes import RowChanges
from app.domain.reported_days import reported_days
from app.publish.changed import Changed
from app.repositories import held_days, observations
from app.repositories import reported_days as stored_days


class ReportedDays:
    """One row per game and day. Its one part: all days from one on; those before serve as stored."""

    name = "reported_days"
    stored_in = "reported_days"
    keys: Sequence[str] = ("game", "metric_date")

    def everything(self, connection: Connection) -> list[date]:
        """All days."""
        return [date.min]

    def affected(self, connection: Connection, changed: Changed) -> list[date]:
        """The days from the first changed observation on; all of them after a change of a box's game."""
        if changed.boxes("board_games"):
            return [date.min]
        first = observations.first_stale_day(connection)
        return [] if first is None else [first]

    def wanted(self, connection: Connection, part: date) -> pl.DataFrame:
        """All reported days; one that is held is none."""
        before = stored_days.stored(connection).filter(pl.col("metric_date") < part)
        held = [day.metric_date for day in held_days.stored(connection)]
        counts = stored_days.counts(connection, part).filter(~pl.col("metric_date").is_in(held))
        return reported_days(pl.concat([before.select(counts.columns), counts]))

    def stored(self, connection: Connection, part: date) -> pl.DataFrame:
        """All reported days as stored."""
        return stored_days.stored(connection)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write the days that changed."""
        stored_days.replace(connection, changes)
