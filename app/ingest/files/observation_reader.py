"""A file of observations, read by header name and checked row by row and as a whole."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

from app.domain.errors import ImportFormatError
from app.domain.observation_checks import reject_conflicting_rows
from app.domain.observations import (
    ALL_FIELDS,
    DEFAULT_MARKETPLACE,
    NO_VALUES,
    VALUE_FIELDS,
    BoxHints,
    ObservationRow,
    ObservationValues,
    ParsedObservations,
    Rejection,
)
from app.domain.rejections import RejectionLog
from app.ingest.files.amounts import DecimalSign
from app.ingest.files.carried import CARRIED_COLUMNS, carried_fields
from app.ingest.files.columns import CellReader, ColumnBinding, ColumnBindings, bind_columns, shown_columns
from app.ingest.files.decimals import FileDecimals
from app.ingest.files.held_records import decided_records
from app.ingest.files.identifiers import identifier_scheme
from app.ingest.files.near_columns import refuse_near_columns
from app.ingest.files.parse import (
    CellError,
    parse_count,
    parse_day,
    parse_identifier,
    parse_price,
    parse_text,
    parse_units,
    parse_volume,
)
from app.ingest.files.raw_rows import Cell, Record
from app.ingest.files.registry import open_records
from app.ingest.files.terms import TERMS, check_term

OBSERVATION_COLUMNS = {
    "box": ("box", "box_id", "slug", "box_slug"),
    "product_id": ("product_id",),
    "metric_date": ("metric_date", "date", "day", "market_day"),
    "marketplace": ("marketplace", "platform", "marketplace_name"),
    "floor_price_usd": (
        *("floor_price_usd", "floor", "floor_price", "floor_usd"),
        *("low_price_usd", "low_price", "lowest_ask_usd", "lowest_ask", "lowest_price", "tcg_low_price"),
    ),
    "market_price_usd": (
        *("market_price_usd", "market_price", "market_usd", "tcg_market_price"),
        *("trend_price_usd", "trend_price", "trend_usd", "trend"),
    ),
    "active_listings": ("active_listings", "active_listings_count", "listings"),
    "units_sold": ("units_sold", "boxes_sold_today", "boxes_sold"),
    "units_listed": ("units_listed", "boxes_added_today", "boxes_added"),
    "volume_usd": ("volume_usd", "daily_volume_usd"),
    "source": ("source",),
    "action": ("action",),
    "box_name": ("product_name", "name"),
    "set_name": ("set_name",),
    "game": ("game_type", "game"),
    "box_code": ("box_code", "code"),
    **CARRIED_COLUMNS,
    **{field: term.headings for field, term in TERMS.items()},
}
ACTIONS = ("upsert", "delete")
MOST_ROWS = 5_000_000

_STRICT_FIELDS = ("marketplace", *VALUE_FIELDS, *TERMS)
_BOX_COLUMNS = "box (or box_id, slug, product_id, tcgplayer_product_id, id:SCHEME)"
_RANK_COLUMNS = {"rank_state", "peak_rank", "position", "is_tied"}
_TOTALS = {"total", "totals", "sum", "grand total", "average", "gesamt", "summe"}


def read_observations(
    path: Path,
    *,
    today: date,
    format_name: str | None = None,
    ignored_columns: Collection[str] = (),
    decimal_sign: DecimalSign | None = None,
) -> ParsedObservations:
    """Read a file of observations; `today` is the current market day, later dates are rejected.

    Columns are found by the names in `OBSERVATION_COLUMNS`, without `ignored_columns`; where a file has two
    names of one field, the one written first there is read and the other ignored. `decimal_sign` is decided
    by the numbers of the file where it is None. A row needs a box and a date; one without figures is empty,
    also where it has a source. In a column `action` the word `delete` means that the stored row of the key is
    to be removed; the figures of such a row are not read. A row gives the fields that it has a column for: in
    JSON Lines, the keys of its own object. Figures that a series carries from an earlier report are not
    given. Whether a box exists is for the caller to find out. Raises ImportFormatError when the file as a
    whole cannot be read, or has a column that is almost a known one.
    """
    ignored = frozenset(name.strip().lower() for name in ignored_columns)
    rows: list[ObservationRow] = []
    log = RejectionLog()
    with open_records(path, format_name) as records:
        decimals = FileDecimals(decimal_sign, records.usual_decimal)
        for result in _read_rows(records, today, ignored, decimals):
            if not isinstance(result, ObservationRow):
                log.add_row(result)
            elif len(rows) < MOST_ROWS:
                rows.append(result)
            else:
                raise ImportFormatError(f"The file has more than {MOST_ROWS:,} rows; split it.")
        binding = bind_columns(records.columns, OBSERVATION_COLUMNS, ignored)
    if records.columns or not log.listed:
        _check_binding(binding, ignored)
    settled = reject_conflicting_rows(rows)
    log.add_rows(settled.rejections, settled.unlisted_rows)
    return ParsedObservations(
        settled.rows, log.in_file_order(), settled.duplicates, _unread(binding), log.unlisted_rows
    )


def parse_action(cell: Cell) -> str | None:
    """What a row asks for, `upsert` or `delete`; None when empty, which means upsert. Raises CellError."""
    action = parse_text(cell)
    if action is not None and action.lower() not in ACTIONS:
        raise CellError(f"not an action; choose {' or '.join(ACTIONS)}")
    return action and action.lower()


def parse_marketplace(cell: Cell) -> str | None:
    """Name of a marketplace in lower case; None when empty. Raises CellError."""
    name = parse_text(cell)
    if name is not None and not any(map(str.isalpha, name)):
        raise CellError("not the name of a marketplace")
    return name and name.lower()


def _check_binding(binding: ColumnBinding, ignored: frozenset[str]) -> None:
    columns = (set(binding.column_of.values()) | set(binding.ignored)) - ignored
    if columns & _RANK_COLUMNS:
        raise ImportFormatError(
            "This is a list of ranks, which are computed from observations and cannot be imported. "
            f"If it is not, give --ignore-column {min(columns & _RANK_COLUMNS)}."
        )
    has_box = "box" in binding.column_of or _identifier_column(binding, columns) is not None
    has_day = "metric_date" in binding.column_of
    missing = [*([] if has_box else [_BOX_COLUMNS]), *([] if has_day else ["metric_date (or date)"])]
    if missing:
        raise ImportFormatError(
            f"The file lacks the column {' and '.join(missing)}; its columns: {shown_columns(binding)}."
        )
    refuse_near_columns(binding, OBSERVATION_COLUMNS, _STRICT_FIELDS, ignored)
    if not binding.column_of.keys() & {*ALL_FIELDS, "action"}:
        raise ImportFormatError(
            f"This is a file without a figure. Observations need one of {', '.join(VALUE_FIELDS)}; "
            f"its columns: {shown_columns(binding)}."
        )


def _unread(binding: ColumnBinding) -> tuple[str, ...]:
    used = None if "box" in binding.column_of else _identifier_column(binding, binding.ignored)
    return tuple(name for name in binding.ignored if name != used)


def _identifier_column(binding: ColumnBinding, columns: Iterable[str]) -> str | None:
    product_id = binding.column_of.get("product_id")
    named = (column for column in columns if identifier_scheme(column) is not None)
    return next(named, product_id)


def _read_rows(
    records: Iterable[Record], today: date, ignored: frozenset[str], decimals: FileDecimals
) -> Iterator[ObservationRow | list[Rejection]]:
    bindings = ColumnBindings(OBSERVATION_COLUMNS, ignored)
    for record in decided_records(records, bindings, VALUE_FIELDS, decimals):
        if isinstance(record, Rejection):
            yield [record]
        else:
            binding = bindings.of(tuple(record.values))
            cells = CellReader(record, binding, decimals)
            row = _read_row(record.line, cells, binding, today)
            yield cells.rejections or row


def _read_row(line: int, cells: CellReader, binding: ColumnBinding, today: date) -> ObservationRow:
    is_delete = cells.read("action", parse_action) == "delete"
    marketplace = cells.read("marketplace", parse_marketplace) or DEFAULT_MARKETPLACE
    column, box_reference = _read_reference(cells, binding, marketplace)
    metric_date = cells.require("metric_date", parse_day) or today
    if metric_date > today:
        cells.reject(cells.column("metric_date"), f"after today's market day {today}")
    if box_reference.lower() in _TOTALS and cells.rejections:
        cells.reject(column, "looks like a line of totals; remove it")
    source = cells.read("source", parse_text)
    carried = carried_fields(cells, metric_date)
    for field, term in TERMS.items():
        cells.read(field, lambda cell, term=term: check_term(cell, term))  # type: ignore[misc]
    return ObservationRow(
        line,
        box_reference,
        metric_date,
        marketplace,
        *(NO_VALUES if is_delete else _read_values(cells, carried)),
        source,
        is_delete,
        column,
        _read_hints(cells),
        cells.present(ALL_FIELDS) - carried,
    )


def _read_reference(cells: CellReader, binding: ColumnBinding, marketplace: str) -> tuple[str, str]:
    if "box" not in binding.column_of:
        column = _identifier_column(binding, cells.all_columns)
        if column is not None:
            value = cells.require_column(column, parse_identifier) or ""
            return column, f"{identifier_scheme(column) or marketplace}:{value}"
    return cells.column("box"), cells.require("box", parse_identifier) or ""


def _read_values(cells: CellReader, carried: frozenset[str]) -> ObservationValues:
    values = ObservationValues(
        cells.read_number("floor_price_usd", parse_price),
        cells.read_number("market_price_usd", parse_price),
        cells.read_number("active_listings", parse_count),
        cells.read_number("units_sold", parse_units),
        cells.read_number("units_listed", parse_units),
        cells.read_number("volume_usd", parse_volume),
    )
    return values._replace(**dict.fromkeys(carried & set(VALUE_FIELDS))) if carried else values


def _read_hints(cells: CellReader) -> BoxHints:
    return BoxHints(
        cells.read("box_name", parse_text),
        cells.read("set_name", parse_text),
        cells.read("game", parse_text),
        cells.read("box_code", parse_text),
    )
