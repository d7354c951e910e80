"""The names by which the boxes of a catalogue are found, however they are spelled."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from app.domain.identity import core_name, look_alike, number_as_written, same_name, without_one_letter

FORMER_SLUG = "former_slug"
"""Scheme of the identifiers by which a renamed box is still found under the slug it had."""

_LONGEST_COMPARED = 60


class NamedBox(NamedTuple):
    """A box of the catalogue with the names that identify it."""

    box_id: int
    slug: str
    name: str
    code: str | None


class BoxNames:
    """Finds boxes by slug, identifier, code or name; equal forms (`same_name`) are one name."""

    def __init__(self, boxes: Iterable[NamedBox], identifiers: Iterable[tuple[str, str, int]]) -> None:
        self._boxes = tuple(boxes)
        self._by_slug = {box.slug: box.box_id for box in self._boxes}
        self._slug_of = {box.box_id: box.slug for box in self._boxes}
        self._by_identifier = {f"{scheme}:{value}": box_id for scheme, value, box_id in identifiers}
        self._by_value = _Unique(
            (reference.partition(":")[2], box_id) for reference, box_id in self._by_identifier.items()
        )

    def find(self, reference: str) -> int | None:
        """The key of the only box that a reference can mean: as it is written, else by its form."""
        written = self._find_written(reference)
        if written is not None:
            return written
        try:
            number = number_as_written(reference.rpartition(":")[2])
        except ValueError:
            return None
        scheme, mark, _ = reference.rpartition(":")
        exact = self._find_written(f"{scheme}{mark}{number}")
        return self.find_form(reference) if exact is None else exact

    def find_form(self, reference: str) -> int | None:
        """The key of the only box with a slug, else identifier, code or name of the reference's form."""
        form = same_name(reference)
        found = (forms.get(form) for forms in self._forms) if form else ()
        return next((box_id for box_id in found if box_id is not None), None)

    def find_slug(self, slug: str) -> int | None:
        """The key of the box with this slug, else of the only one with a slug of its form, or that had it."""
        written = self._by_slug.get(slug, self._by_identifier.get(f"{FORMER_SLUG}:{slug}"))
        return self._forms[0].get(same_name(slug)) if written is None else written

    def slug_of(self, box_id: int) -> str:
        """The slug of a box."""
        return self._slug_of[box_id]

    def alike(self, *names: str | None) -> str | None:
        """Slug of a box with a name that looks like one of these; None when there is none."""
        for name in filter(None, names):
            for variant in _variants(name):
                for known, slug in self._look_alikes.get(variant, ()):
                    if look_alike(name, known):
                        return slug
        return None

    def _find_written(self, reference: str) -> int | None:
        by_slug = self._by_slug.get(reference)
        if by_slug is not None:
            return by_slug
        by_identifier = self._by_identifier.get(reference)
        return self._by_value.get(reference) if by_identifier is None else by_identifier

    @cached_property
    def _forms(self) -> tuple["_Unique", ...]:
        return (
            _Unique((same_name(box.slug), box.box_id) for box in self._boxes),
            _Unique((same_name(reference), box_id) for reference, box_id in self._by_identifier.items()),
            _Unique((same_name(box.code), box.box_id) for box in self._boxes if box.code),
            _Unique((same_name(box.name), box.box_id) for box in self._boxes),
        )

    @cached_property
    def _look_alikes(self) -> Mapping[str, list[tuple[str, str]]]:
        index: dict[str, list[tuple[str, str]]] = {}
        for box in self._boxes:
            for name in {box.slug, box.name}:
                for variant in _variants(name):
                    index.setdefault(variant, []).append((name, box.slug))
        return index


class _Unique:
    """What each key leads to, where it leads to one thing only."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        self._found: dict[str, int | None] = {}
        for key, box_id in pairs:
            self._found[key] = box_id if self._found.get(key, box_id) == box_id else None

    def get(self, key: str) -> int | None:
        return self._found.get(key)


def _variants(name: str) -> set[str]:
    core = core_name(name)
    return without_one_letter(core) if len(core) <= _LONGEST_COMPARED else {core}
