"""What a run has changed so far, table by table: tables to the right are made again from it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import polars as pl

from app.domain.changes import RowChanges


class Changed:
    """Rows, days and boxes that changed, by name of the table."""

    def __init__(self, days: Sequence[date] = ()) -> None:
        """`days` are looked at in every table, whatever changed."""
        self.rows: dict[str, int] = {}
        self._chosen = set(days)
        self._days: defaultdict[str, set[date]] = defaultdict(set)
        self._edges: defaultdict[str, set[date]] = defaultdict(set)
        self._boxes: defaultdict[str, set[int]] = defaultdict(set)

    def note(self, table: str, changes: RowChanges) -> None:
        """Add what was written of a table."""
        self.rows[table] = self.rows.get(table, 0) + changes.count
        keys = changes.keys
        if "metric_date" in keys.columns:
            self._days[table].update(keys["metric_date"].unique())
            edges = pl.concat([changes.new.select("metric_date"), changes.gone.select("metric_date")])
            self._edges[table].update(edges["metric_date"].unique())
        elif "box_id" in keys.columns:
            self._boxes[table].update(keys["box_id"])

    def days(self, *tables: str) -> list[date]:
        """The days chosen, and those on which one of the tables changed, oldest first."""
        return sorted(self._chosen.union(*(self._days[table] for table in tables)))

    def moved_days(self, *tables: str) -> set[date]:
        """The days on which one of the tables changed, without those that were only chosen."""
        return set().union(*(self._days[table] for table in tables))

    def new_or_gone_days(self, table: str) -> list[date]:
        """The days on which a row of the table appeared or went, oldest first."""
        return sorted(self._edges[table])

    def boxes(self, table: str) -> list[int]:
        """The boxes whose row changed in a table that has one per box."""
        return sorted(self._boxes[table])

    @property
    def count(self) -> int:
        """Rows changed in all tables."""
        return sum(self.rows.values())

    @property
    def first_day(self) -> date | None:
        """The first day on which any table changed a row."""
        return min((day for table in self.rows for day in self._days[table]), default=None)
