"""Boxes for the references of a file: found, or created from what the file tells about them."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.database import Connection
from app.domain.observations import ObservationRow, Rejection
from app.domain.slugs import box_slug, short_name_for, slugify
from app.repositories import boxes

_SLUG_COLUMNS = ("box", "slug")


def reject_unknown_boxes(rows: Iterable[ObservationRow], known: dict[str, int]) -> list[Rejection]:
    """One rejection for every row whose box is not known."""
    reason = "no box has this slug or identifier; add it with `boxrank boxes import`, or give --create-boxes"
    return [
        Rejection(row.line, row.reference_column, row.box_reference, reason)
        for row in rows
        if row.box_reference not in known and not row.is_empty
    ]


def create_unknown_boxes(
    connection: Connection, rows: Iterable[ObservationRow], known: dict[str, int]
) -> tuple[dict[str, int], list[Rejection]]:
    """Create a box for every reference not known, from the first row that names it.

    Returns the keys by reference, those in `known` included, and a rejection where no slug can be made.
    """
    taken = boxes.slugs(connection)
    new: dict[str, _NewBox] = {}
    rejections = []
    for row in rows:
        if row.box_reference in known or row.box_reference in new or row.is_delete or row.is_empty:
            continue
        try:
            new[row.box_reference] = _new_box(row, taken)
        except ValueError as error:
            rejections.append(Rejection(row.line, row.reference_column, row.box_reference, str(error)))
    created = dict(zip(new, boxes.create(connection, [box.values for box in new.values()]), strict=True))
    for reference, box in new.items():
        if reference != box.values["slug"]:
            boxes.identify(connection, created[reference], [box.identifier])
    return known | created, rejections


def free_slug(wanted: str, taken: set[str]) -> str:
    """The wanted slug, or the first of `wanted-2`, `wanted-3` … that is free."""
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


@dataclass(frozen=True)
class _NewBox:
    values: dict[str, str | None]
    identifier: tuple[str, str]


def _new_box(row: ObservationRow, taken: set[str]) -> _NewBox:
    hints = row.hints
    name = hints.name or row.box_reference
    slug = free_slug(_wanted_slug(row, name), taken)
    taken.add(slug)
    values = {
        "slug": slug,
        "name": name,
        "short_name": short_name_for(name, hints.game, hints.code),
        "code": hints.code,
        "set_name": hints.set_name,
        "game": hints.game,
    }
    return _NewBox(values, _identifier(row))


def _wanted_slug(row: ObservationRow, name: str) -> str:
    if row.reference_column in _SLUG_COLUMNS and ":" not in row.box_reference:
        return slugify(row.box_reference)
    return box_slug(row.hints.code, name)


def _identifier(row: ObservationRow) -> tuple[str, str]:
    scheme, mark, value = row.box_reference.partition(":")
    return (scheme, value) if mark and scheme and value else (row.reference_column, row.box_reference)
