"""Checks that need all rows of a file: one key must not be given two different contents."""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from app.domain.observations import WHOLE_ROW, ObservationRow, Rejection

MOST_LINES_NAMED = 5
MOST_ROWS_LISTED = 10


class DistinctRows(NamedTuple):
    """Rows with one row per key, the rejections of others, and how many mere repetitions were dropped.

    Of each key `MOST_ROWS_LISTED` refused rows are listed; `unlisted_rows` counts the others.
    """

    rows: list[ObservationRow]
    rejections: list[Rejection]
    duplicates: int
    unlisted_rows: int = 0


def key_in_file(row: ObservationRow) -> Hashable:
    """Key of a row while its box is still the reference written in the file."""
    return row.key


def reject_conflicting_rows(
    rows: Iterable[ObservationRow], key_of: Callable[[ObservationRow], Hashable] = key_in_file
) -> DistinctRows:
    """Keep one row per key: repetitions with the same content count once, differing rows are all rejected.

    Every rejection names the first lines of the rows it differs from. Two references may mean one box, so
    an import settles again by box. The order of the rows is kept.
    """
    groups: dict[Hashable, list[ObservationRow]] = {}
    for row in rows:
        groups.setdefault(key_of(row), []).append(row)
    kept: list[ObservationRow] = []
    rejections: list[Rejection] = []
    duplicates = unlisted = 0
    for group in groups.values():
        if len(group) == 1 or all(row.content == group[0].content for row in group):
            kept.append(group[0])
            duplicates += len(group) - 1
        else:
            listed = group[:MOST_ROWS_LISTED]
            rejections.extend(_conflict(row, group) for row in listed)
            unlisted += len(group) - len(listed)
    return DistinctRows(kept, rejections, duplicates, unlisted)


def other_lines(line: int, lines: list[int]) -> str:
    """The lines beside `line`, in words, the first ones by number: `lines 3, 4 and 15 more`."""
    others = [other for other in lines[: MOST_LINES_NAMED + 1] if other != line][:MOST_LINES_NAMED]
    more = len(lines) - 1 - len(others)
    shown = ", ".join(map(str, others)) + (f" and {more:,} more" if more else "")
    return f"{'lines' if len(lines) > 2 else 'line'} {shown}"


def _conflict(row: ObservationRow, group: list[ObservationRow]) -> Rejection:
    others = other_lines(row.line, [other.line for other in group])
    shown_key = f"{row.box_reference} {row.metric_date} {row.marketplace}"
    reason = f"the same box, day and marketplace is on {others} with other values"
    return Rejection(row.line, WHOLE_ROW, shown_key, reason)
