"""A file of boxes with their names, properties and the identifiers that other houses give them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.errors import ImportFormatError
from app.domain.observations import WHOLE_ROW, Rejection
from app.domain.slugs import box_slug, short_name_for
from app.ingest.files.columns import CellReader, ColumnBindings, bind_columns, require_columns
from app.ingest.files.parse import parse_count, parse_day, parse_slug, parse_text, parse_web_address
from app.ingest.files.raw_rows import Record
from app.ingest.files.registry import open_records

CATALOGUE_COLUMNS = {
    "name": ("name", "product_name"),
    "slug": ("slug",),
    "short_name": ("short_name",),
    "code": ("code", "box_code"),
    "set_name": ("set_name",),
    "game": ("game", "game_type"),
    "release_date": ("release_date",),
    "estimated_supply": (
        "estimated_supply",
        "estimated_total_supply",
        "registered_estimated_total_supply",
    ),
    "reprint_risk": ("reprint_risk",),
    "image_url": ("image_url",),
}
IDENTIFIER_SCHEMES = {
    "box_id": "box_id",
    "source_db_uuid": "source_db_uuid",
    "tcgplayer_product_id": "tcgplayer",
}
"""Columns that hold an identifier, and its scheme; so does any column called `id:` and a scheme."""

_IDENTIFIER_PREFIX = "id:"
_SCHEME = re.compile(r"[a-z0-9][a-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One box of a catalogue file; None means unknown.

    `slug` is the file's own, else made of code or name (`has_own_slug` says which); it may be taken already.
    `identifiers` are pairs of scheme and value.
    """

    line: int
    slug: str
    has_own_slug: bool
    name: str
    short_name: str
    code: str | None
    set_name: str | None
    game: str | None
    release_date: date | None
    estimated_supply: int | None
    reprint_risk: str | None
    image_url: str | None
    identifiers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ParsedCatalogue:
    """A catalogue file, read and checked; `ignored_columns` are those that mean nothing here."""

    rows: list[CatalogueRow]
    rejections: list[Rejection]
    ignored_columns: tuple[str, ...] = ()


def read_catalogue(path: Path, *, format_name: str | None = None) -> ParsedCatalogue:
    """Read a file of boxes by the names in `CATALOGUE_COLUMNS` and `IDENTIFIER_SCHEMES`.

    A box needs a name. A slug or identifier that two rows claim rejects both. Raises ImportFormatError when
    the file as a whole cannot be read.
    """
    rows: list[CatalogueRow] = []
    rejections: list[Rejection] = []
    with open_records(path, format_name) as records:
        for result in _read_rows(records):
            if isinstance(result, CatalogueRow):
                rows.append(result)
            else:
                rejections.extend(result)
        columns = records.columns
    binding = bind_columns(columns, CATALOGUE_COLUMNS)
    if columns or not rejections:
        require_columns(binding, ("name",), CATALOGUE_COLUMNS)
    clashes = _clashes(rows)
    clashing_lines = {clash.line for clash in clashes}
    return ParsedCatalogue(
        [row for row in rows if row.line not in clashing_lines],
        sorted(rejections + clashes, key=lambda rejection: rejection.line),
        tuple(name for name in binding.ignored if identifier_scheme(name) is None),
    )


def identifier_scheme(column: str) -> str | None:
    """Scheme of the identifiers in a column; None when it holds none.

    Raises ImportFormatError when the scheme after `id:` is not a word.
    """
    if not column.startswith(_IDENTIFIER_PREFIX):
        return IDENTIFIER_SCHEMES.get(column)
    scheme = column.removeprefix(_IDENTIFIER_PREFIX).strip()
    if not _SCHEME.fullmatch(scheme):
        raise ImportFormatError(f"The column {column!r} names no scheme; write it like id:tcgplayer.")
    return scheme


def _read_rows(records: Iterable[Record]) -> Iterator[CatalogueRow | list[Rejection]]:
    bindings = ColumnBindings(CATALOGUE_COLUMNS)
    for record in records:
        if isinstance(record, Rejection):
            yield [record]
        else:
            cells = CellReader(record, bindings.of(tuple(record.values)))
            row = _read_row(record.line, cells)
            yield cells.rejections or row


def _read_row(line: int, cells: CellReader) -> CatalogueRow:
    name = cells.require("name", parse_text) or ""
    own_slug = cells.read("slug", parse_slug)
    code = cells.read("code", parse_text)
    game = cells.read("game", parse_text)
    return CatalogueRow(
        line,
        own_slug or _derived_slug(cells, code, name),
        own_slug is not None,
        name,
        cells.read("short_name", parse_text) or short_name_for(name, game, code),
        code,
        cells.read("set_name", parse_text),
        game,
        cells.read("release_date", parse_day),
        cells.read("estimated_supply", parse_count),
        cells.read("reprint_risk", parse_text),
        cells.read("image_url", parse_web_address),
        _identifiers(cells),
    )


def _derived_slug(cells: CellReader, code: str | None, name: str) -> str:
    if cells.rejections:
        return ""
    try:
        return box_slug(code, name)
    except ValueError as error:
        cells.reject(cells.column("code" if code else "name"), f"{error}; give the box a slug or a code")
        return ""


def _identifiers(cells: CellReader) -> tuple[tuple[str, str], ...]:
    schemes = ((column, identifier_scheme(column)) for column in cells.all_columns)
    values = ((scheme, cells.read_column(column, parse_text)) for column, scheme in schemes if scheme)
    return tuple(dict.fromkeys((scheme, value) for scheme, value in values if value is not None))


def _clashes(rows: list[CatalogueRow]) -> list[Rejection]:
    claims: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        own_slug = [("slug", row.slug)] if row.has_own_slug else []
        for claim in {*own_slug, *((f"id:{scheme}", value) for scheme, value in row.identifiers)}:
            claims.setdefault(claim, []).append(row.line)
    return [
        Rejection(line, WHOLE_ROW, f"{what} {value}", f"claimed by line {_others(line, lines)} as well")
        for (what, value), lines in claims.items()
        if len(lines) > 1
        for line in lines
    ]


def _others(line: int, lines: list[int]) -> str:
    return ", ".join(str(other) for other in lines if other != line)
