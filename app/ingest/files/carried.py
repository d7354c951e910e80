"""Figures of an exported series that rest on an earlier report: the file gives nothing for those days."""

from datetime import date

from app.domain.observations import ALL_FIELDS
from app.ingest.files.columns import CellReader
from app.ingest.files.parse import parse_day

REPORT_DAYS = {
    "floor_price_usd": "floor_on",
    "market_price_usd": "market_price_on",
    "active_listings": "listings_on",
}
"""Columns with the day of the report that a figure is from, by field."""

CARRIED_COLUMNS = {name: (name,) for name in ("observed_on", *REPORT_DAYS.values())}


def carried_fields(cells: CellReader, day: date) -> frozenset[str]:
    """The fields of a row that are not of its own day."""
    if _is_carried(cells, "observed_on", day):
        return ALL_FIELDS
    return frozenset(field for field, column in REPORT_DAYS.items() if _is_carried(cells, column, day))


def _is_carried(cells: CellReader, column: str, day: date) -> bool:
    reported = cells.read(column, parse_day)
    return reported is not None and reported != day
