"""A file of observations, read by header name and checked row by row and as a whole."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from app.domain.observation_checks import settle_keys
from app.domain.observations import (
    ALL_FIELDS,
    DEFAULT_MARKETPLACE,
    NO_VALUES,
    BoxHints,
    ObservationRow,
    ObservationValues,
    ParsedObservations,
    Rejection,
)
from app.ingest.files.columns import CellReader, ColumnBindings, bind_columns, require_columns
from app.ingest.files.parse import (
    CellError,
    parse_count,
    parse_day,
    parse_price,
    parse_text,
    parse_units,
    parse_volume,
)
from app.ingest.files.raw_rows import Cell, Record
from app.ingest.files.registry import open_records

OBSERVATION_COLUMNS = {
    "box": ("box", "box_id", "slug"),
    "metric_date": ("metric_date", "date"),
    "marketplace": ("marketplace",),
    "floor_price_usd": ("floor_price_usd", "floor"),
    "active_listings": ("active_listings", "active_listings_count"),
    "units_sold": ("units_sold", "boxes_sold_today", "boxes_sold"),
    "units_listed": ("units_listed", "boxes_added_today"),
    "volume_usd": ("volume_usd", "daily_volume_usd"),
    "source": ("source",),
    "action": ("action",),
    "box_name": ("product_name", "name"),
    "set_name": ("set_name",),
    "game": ("game_type", "game"),
    "box_code": ("box_code", "code"),
}
ACTIONS = ("upsert", "delete")


def read_observations(path: Path, *, today: date, format_name: str | None = None) -> ParsedObservations:
    """Read a file of observations; `today` is the current market day, later dates are refused.

    Columns are found by the names in `OBSERVATION_COLUMNS`; where a file has two names of one field, the one
    written first there is read and the other ignored. A row needs a box and a date. A source without figures
    means that it saw the box and knew nothing of it that day; a row with neither is empty. With a column
    `action` a row saying `delete` asks for the removal of its key's stored row; its figures are not read.
    A row gives the fields that it has a column for: in JSON Lines, the keys of its own object. Whether
    a box exists is for the caller to find out. Raises ImportFormatError when the file as a whole cannot be
    read.
    """
    rows: list[ObservationRow] = []
    rejections: list[Rejection] = []
    with open_records(path, format_name) as records:
        for result in _read_rows(records, today):
            if isinstance(result, ObservationRow):
                rows.append(result)
            else:
                rejections.extend(result)
        binding = bind_columns(records.columns, OBSERVATION_COLUMNS)
    if records.columns or not rejections:
        require_columns(binding, ("box", "metric_date"), OBSERVATION_COLUMNS)
    settled = settle_keys(rows)
    by_line = sorted(rejections + settled.rejections, key=lambda rejection: rejection.line)
    return ParsedObservations(settled.rows, by_line, settled.duplicates, binding.ignored)


def parse_action(cell: Cell) -> str | None:
    """What a row asks for, `upsert` or `delete`; None when empty, which means upsert. Raises CellError."""
    action = parse_text(cell)
    if action is not None and action.lower() not in ACTIONS:
        raise CellError(f"not an action; choose {' or '.join(ACTIONS)}")
    return action and action.lower()


def _read_rows(records: Iterable[Record], today: date) -> Iterator[ObservationRow | list[Rejection]]:
    bindings = ColumnBindings(OBSERVATION_COLUMNS)
    for record in records:
        if isinstance(record, Rejection):
            yield [record]
        else:
            cells = CellReader(record, bindings.of(tuple(record.values)))
            row = _read_row(record.line, cells, today)
            yield cells.rejections or row


def _read_row(line: int, cells: CellReader, today: date) -> ObservationRow:
    is_delete = cells.read("action", parse_action) == "delete"
    box_reference = cells.require("box", parse_text) or ""
    metric_date = cells.require("metric_date", parse_day) or today
    if metric_date > today:
        cells.reject(cells.column("metric_date"), f"after today's market day {today}")
    marketplace = cells.read("marketplace", parse_text) or DEFAULT_MARKETPLACE
    source = cells.read("source", parse_text)
    values = NO_VALUES if is_delete else _read_values(cells)
    return ObservationRow(
        line,
        box_reference,
        metric_date,
        marketplace.lower(),
        *values,
        source,
        is_delete,
        cells.column("box"),
        _read_hints(cells),
        cells.present(ALL_FIELDS),
    )


def _read_values(cells: CellReader) -> ObservationValues:
    return ObservationValues(
        cells.read("floor_price_usd", parse_price),
        cells.read("active_listings", parse_count),
        cells.read("units_sold", parse_units),
        cells.read("units_listed", parse_units),
        cells.read("volume_usd", parse_volume),
    )


def _read_hints(cells: CellReader) -> BoxHints:
    return BoxHints(
        cells.read("box_name", parse_text),
        cells.read("set_name", parse_text),
        cells.read("game", parse_text),
        cells.read("box_code", parse_text),
    )
