"""Checks that need all rows of a file: one key must not be given two different contents."""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from app.domain.observations import WHOLE_ROW, ObservationRow, Rejection


class SettledRows(NamedTuple):
    """Rows with one row per key, the rejections of the others, and how many mere repetitions were dropped."""

    rows: list[ObservationRow]
    rejections: list[Rejection]
    duplicates: int


def key_in_file(row: ObservationRow) -> Hashable:
    """Key of a row while its box is still the reference written in the file."""
    return row.key


def settle_keys(
    rows: Iterable[ObservationRow], key_of: Callable[[ObservationRow], Hashable] = key_in_file
) -> SettledRows:
    """Keep one row per key: repetitions with the same content count once, differing rows are all rejected.

    Every rejection names the lines of the rows it differs from. Two references may mean one box, so whoever
    knows the boxes settles again with a key of its own. The order of the rows is kept.
    """
    groups: dict[Hashable, list[ObservationRow]] = {}
    for row in rows:
        groups.setdefault(key_of(row), []).append(row)
    settled = SettledRows([], [], sum(len(group) - 1 for group in groups.values() if _agrees(group)))
    for group in groups.values():
        if _agrees(group):
            settled.rows.append(group[0])
        else:
            settled.rejections.extend(_conflict(row, group) for row in group)
    return settled


def _agrees(group: list[ObservationRow]) -> bool:
    return len(group) == 1 or all(row.content == group[0].content for row in group)


def _conflict(row: ObservationRow, group: list[ObservationRow]) -> Rejection:
    others = ", ".join(str(other.line) for other in group if other is not row)
    label = "lines" if len(group) > 2 else "line"
    shown_key = f"{row.box_reference} {row.metric_date} {row.marketplace}"
    reason = f"the same box, day and marketplace stands on {label} {others} with other values"
    return Rejection(row.line, WHOLE_ROW, shown_key, reason)
