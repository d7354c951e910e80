"""Boxes for the references of a file: found, or created from what the file has about them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.database import Connection
from app.domain.box_names import BoxNames
from app.domain.identity import same_name
from app.domain.observations import ObservationRow, Rejection
from app.domain.slugs import box_slug, short_name_for, slugify
from app.repositories import boxes

CONFIRM_OPTION = "--confirm-new"

_SLUG_COLUMNS = ("box", "slug", "box_slug")
_UNKNOWN = "no box has this slug or identifier; add it with `boxrank boxes import`, or give --create-boxes"


@dataclass(frozen=True)
class FileBoxes:
    """Keys of a file's boxes by reference, slugs and identifiers created, and why references have none."""

    found: Mapping[str, int]
    created: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)

    def rejections(self, rows: Iterable[ObservationRow]) -> Iterator[Rejection]:
        """One rejection for every row that is not empty and whose box was not found."""
        for row in rows:
            if row.box_reference not in self.found and not row.is_empty:
                reason = self.refused.get(row.box_reference, _UNKNOWN)
                yield Rejection(row.line, row.reference_column, row.box_reference, reason)


def find_boxes(connection: Connection, rows: Iterable[ObservationRow]) -> FileBoxes:
    """The boxes of a file that are known, however they are spelled."""
    return FileBoxes(_known({row.box_reference for row in rows}, boxes.names(connection)))


def find_or_create_boxes(
    connection: Connection, rows: Sequence[ObservationRow], *, is_confirmed: bool
) -> FileBoxes:
    """The boxes of a file; those not known are created from the first row that names each.

    References of one form are one box. A reference is refused when its slug is another box's, cannot be made,
    or looks like a known box and is not confirmed.
    """
    names = boxes.names(connection)
    known = _known({row.box_reference for row in rows}, names)
    new = _NewBoxes(names, is_confirmed=is_confirmed)
    for row in rows:
        if row.box_reference not in known and not row.is_delete and not row.is_empty:
            new.add(row)
    keys = boxes.create(connection, [box.values for box in new.boxes])
    boxes.identify_many(
        connection,
        [(*pair, key) for key, box in zip(keys, new.boxes, strict=True) for pair in box.identifiers],
    )
    created = {reference: keys[at] for reference, at in new.position_of.items()}
    return FileBoxes(
        known | created,
        tuple(str(box.values["slug"]) for box in new.boxes),
        tuple(f"{scheme}:{value}" for box in new.boxes for scheme, value in box.identifiers),
        new.refused,
    )


@dataclass(frozen=True)
class _NewBox:
    values: dict[str, str | None]
    identifiers: tuple[tuple[str, str], ...]


class _NewBoxes:
    def __init__(self, names: BoxNames, *, is_confirmed: bool) -> None:
        self._names, self._is_confirmed = names, is_confirmed
        self._by_form: dict[str, int] = {}
        self._owner_of_slug: dict[str, str] = {}
        self.boxes: list[_NewBox] = []
        self.position_of: dict[str, int] = {}
        self.refused: dict[str, str] = {}

    def add(self, row: ObservationRow) -> None:
        reference = row.box_reference
        if reference in self.position_of or reference in self.refused:
            return
        form = same_name(reference) or reference
        if form in self._by_form:
            self.position_of[reference] = self._by_form[form]
            return
        try:
            box = _new_box(row)
            self._check(row, box)
        except ValueError as error:
            self.refused[reference] = str(error)
            return
        self._owner_of_slug[same_name(str(box.values["slug"]))] = reference
        self.position_of[reference] = self._by_form[form] = len(self.boxes)
        self.boxes.append(box)

    def _check(self, row: ObservationRow, box: _NewBox) -> None:
        slug, name = str(box.values["slug"]), box.values["name"]
        owner = self._owner_of_slug.get(same_name(slug))
        if owner is not None:
            raise ValueError(f"its slug would be {slug}, as that of {owner} in this file; {_ADD}")
        known = self._names.find_form(slug)
        if known is not None:
            raise ValueError(
                f"its slug would be {slug}, and the box {self._names.slug_of(known)} is known; {_ADD}"
            )
        alike = None if self._is_confirmed else self._names.alike(slug, name)
        if alike is not None:
            raise ValueError(
                f"looks like the known box {alike}; correct it, or give {CONFIRM_OPTION} if it is another box"
            )


_ADD = "name the box and its identifiers in a catalogue with `boxrank boxes import`"


def _known(references: Iterable[str], names: BoxNames) -> dict[str, int]:
    found = ((reference, names.find(reference)) for reference in references)
    return {reference: box_id for reference, box_id in found if box_id is not None}


def _new_box(row: ObservationRow) -> _NewBox:
    hints = row.hints
    is_slug = row.reference_column in _SLUG_COLUMNS and ":" not in row.box_reference
    name = hints.name or row.box_reference
    slug = slugify(row.box_reference) if is_slug else box_slug(hints.code, name)
    values = {
        "slug": slug,
        "name": name,
        "short_name": short_name_for(name, hints.game, hints.code),
        "code": hints.code,
        "set_name": hints.set_name,
        "game": hints.game,
    }
    return _NewBox(values, () if row.box_reference == slug else (_identifier(row),))


def _identifier(row: ObservationRow) -> tuple[str, str]:
    scheme, mark, value = row.box_reference.partition(":")
    return (scheme, value) if mark and scheme and value else (row.reference_column, row.box_reference)
