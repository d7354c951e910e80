"""Which rows stand on given days, said so that an index on the day serves it."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, false


def is_on(column: ColumnElement[date], days: Sequence[date]) -> ColumnElement[bool]:
    """Whether `column` is one of the days: a range where they follow one another, else a range and a list."""
    if not days:
        return false()
    first, last = min(days), max(days)
    is_within = column.between(first, last)
    return is_within if last - first < timedelta(len(set(days))) else and_(is_within, column.in_(days))
