"""A file of boxes with their names, properties and the identifiers that others give them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.identity import same_name
from app.domain.observation_checks import other_lines
from app.domain.observations import WHOLE_ROW, Rejection
from app.domain.rejections import RejectionLog
from app.domain.slugs import box_slug, short_name_for
from app.ingest.files.amounts import DecimalSign
from app.ingest.files.columns import CellReader, ColumnBindings, bind_columns, require_columns
from app.ingest.files.decimals import FileDecimals
from app.ingest.files.held_records import decided_records
from app.ingest.files.identifiers import identifier_scheme
from app.ingest.files.parse import (
    parse_count,
    parse_day,
    parse_identifier,
    parse_slug,
    parse_text,
    parse_web_address,
)
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
    unlisted_rows: int = 0


def read_catalogue(
    path: Path, *, format_name: str | None = None, decimal_sign: DecimalSign | None = None
) -> ParsedCatalogue:
    """Read a file of boxes by the names in `CATALOGUE_COLUMNS`, and columns of identifiers.

    A box needs a name. A slug, in any spelling, or an identifier that two rows claim rejects both. Raises
    ImportFormatError when the file as a whole cannot be read.
    """
    rows: list[CatalogueRow] = []
    log = RejectionLog()
    with open_records(path, format_name) as records:
        for result in _read_rows(records, FileDecimals(decimal_sign, records.usual_decimal)):
            if isinstance(result, CatalogueRow):
                rows.append(result)
            else:
                log.add_row(result)
        columns = records.columns
    binding = bind_columns(columns, CATALOGUE_COLUMNS)
    if columns or not log.listed:
        require_columns(binding, ("name",), CATALOGUE_COLUMNS)
    clashes = _clashes(rows)
    clashing_lines = {clash.line for clash in clashes}
    log.add_rows(clashes)
    return ParsedCatalogue(
        [row for row in rows if row.line not in clashing_lines],
        log.in_file_order(),
        tuple(name for name in binding.ignored if identifier_scheme(name) is None),
        log.unlisted_rows,
    )


def _read_rows(records: Iterable[Record], decimals: FileDecimals) -> Iterator[CatalogueRow | list[Rejection]]:
    bindings = ColumnBindings(CATALOGUE_COLUMNS)
    for record in decided_records(records, bindings, ("estimated_supply",), decimals):
        if isinstance(record, Rejection):
            yield [record]
        else:
            cells = CellReader(record, bindings.of(tuple(record.values)), decimals)
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
        cells.read_number("estimated_supply", parse_count),
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
    values = ((scheme, cells.read_column(column, parse_identifier)) for column, scheme in schemes if scheme)
    return tuple(dict.fromkeys((scheme, value) for scheme, value in values if value is not None))


def _clashes(rows: list[CatalogueRow]) -> list[Rejection]:
    claims: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        slug = ("slug", same_name(row.slug))
        for claim in {slug, *((f"id:{scheme}", value) for scheme, value in row.identifiers)}:
            claims.setdefault(claim, []).append(row.line)
    return [
        Rejection(line, WHOLE_ROW, f"{what} {value}", f"claimed by {other_lines(line, lines)} as well")
        for (what, value), lines in claims.items()
        if len(lines) > 1
        for line in lines
    ]
