"""What derived tables that are kept by day have in common: which days to look at, in batches."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from app.database import Connection
from app.publish.changed import Changed
from app.repositories import contents

METRICS_TABLE = "box_metrics_unified"

Days = Sequence[date]


class DayTable:
    """A table whose rows of a day are made from that day of the tables in `made_from`; parts are days."""

    name: ClassVar[str]
    stored_in: ClassVar[str]
    keys: ClassVar[Sequence[str]] = ("metric_date",)
    made_from: ClassVar[Sequence[str]] = ("metrics",)
    days_at_once: ClassVar[int] = 90

    def everything(self, connection: Connection) -> list[Days]:
        """All days with metrics or with rows of this table."""
        return self._batches(contents.days_of(connection, {METRICS_TABLE, self.stored_in}))

    def affected(self, connection: Connection, changed: Changed) -> list[Days]:
        """The days whose rows the changes may alter."""
        return self._batches(self._affected_days(connection, changed))

    def _affected_days(self, connection: Connection, changed: Changed) -> Days:
        return changed.days(*self.made_from)

    def _batches(self, days: Days) -> list[Days]:
        return [days[first : first + self.days_at_once] for first in range(0, len(days), self.days_at_once)]
