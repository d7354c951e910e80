"""Dollars traded by day, remembered for one generation: the tape of every page needs the same ninety days."""

import threading
from datetime import date, timedelta

from app.database import Connection
from app.repositories import board_page


class TradedDays:
    """Asks the database only for the days that no page of the generation asked for before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = 0
        self._known: dict[date, float | None] = {}

    def between(self, connection: Connection, generation: int, first: date, last: date) -> dict[date, float]:
        """Dollars over all boxes on each day of the span that has any; `connection` sees `generation`."""
        known = self._of(generation)
        span = [first + timedelta(after) for after in range((last - first).days + 1)]
        missing = [day for day in span if day not in known]
        if missing:
            found = board_page.traded_by_day(connection, missing[0], missing[-1])
            known.update({day: found.get(day) for day in missing})
        return {day: volume for day in span if (volume := known[day]) is not None}

    def _of(self, generation: int) -> dict[date, float | None]:
        with self._lock:
            if generation > self._generation:
                self._generation, self._known = generation, {}
            return self._known if generation == self._generation else {}
