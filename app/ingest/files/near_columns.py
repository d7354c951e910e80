"""Headings that are almost a known column: the file is rejected instead of losing a column silently."""

from collections.abc import Iterable

from app.domain.errors import ImportFormatError
from app.domain.identity import is_one_edit_away
from app.ingest.files.columns import Aliases, ColumnBinding
from app.ingest.files.raw_rows import heading_key

_SHORTEST_PART = 4


def refuse_near_columns(
    binding: ColumnBinding, aliases: Aliases, fields: Iterable[str], ignored_names: Iterable[str] = ()
) -> None:
    """Raise ImportFormatError where an unknown column is almost the heading of a field that has no column.

    Almost means one letter off, or a part of the other: `floor_eur`, `unit_sold`, `volume`.
    """
    unbound = {field: aliases[field] for field in fields if field not in binding.column_of}
    left = [name for name in binding.ignored if name not in set(ignored_names)]
    for column in left:
        for names in unbound.values():
            near = next((name for name in names if _is_near(heading_key(column), heading_key(name))), None)
            if near is not None:
                raise ImportFormatError(
                    f"The column {column!r} is almost {near!r} and may mean something else. "
                    f"Rename it to {names[0]!r} if it is that, else give --ignore-column {column!r}."
                )


def _is_near(column: str, heading: str) -> bool:
    shorter, longer = sorted((column, heading), key=len)
    if len(shorter) < _SHORTEST_PART:
        return False
    is_part = longer.startswith(shorter) or (column == shorter and longer.endswith(shorter))
    return is_part or (len(shorter) > _SHORTEST_PART and is_one_edit_away(column, heading))
