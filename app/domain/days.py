"""Market days: calendar dates in one configured zone, never the server's local clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.errors import InvalidValue

EARLIEST_DAY = date(1900, 1, 1)
"""Days before it are typing errors."""

LATEST_DAY = date.max
"""In a request: the newest ranked day, partial or not; written `latest`."""


def utc_now() -> datetime:
    """The current time, aware, in UTC: the default clock."""
    return datetime.now(UTC)


def market_day(moment: datetime, zone: ZoneInfo) -> date:
    """The market day that holds an aware moment."""
    return moment.astimezone(zone).date()


def parse_day(text: str, field: str = "date") -> date:
    """A market day from `YYYY-MM-DD`. Raises InvalidValue."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue(field, f"{text!r} is not a date. Write it as YYYY-MM-DD.") from error


def days_between(first: date, last: date) -> Iterator[date]:
    """Every calendar day from `first` to `last`, both included."""
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))
