"""Explicit zeros for the days without a sale, where a file is known to have every sale of its span."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from app.database import Connection
from app.domain.changes import RowChanges
from app.domain.errors import ImportFormatError, InvalidValue
from app.domain.observations import ObservationRow
from app.ingest.observation_changes import ObservationChanges, observation_frame
from app.repositories import observations

SALES_FIELDS = ("units_sold", "volume_usd")
MOST_ZEROS = 5_000_000
_SERIES = ["box_id", "marketplace"]


@dataclass(frozen=True)
class CompleteSpan:
    """A file has every sale from `first` to `last`; None means its own first or last day."""

    first: date | None = None
    last: date | None = None

    def check(self, today: date) -> None:
        """Raise InvalidValue for a span that is the wrong way round or ends after today's market day."""
        if self.first and self.last and self.first > self.last:
            raise InvalidValue("from", f"The span ends ({self.last}) before it begins ({self.first}).")
        if self.last and self.last > today:
            raise InvalidValue("to", f"The span ends ({self.last}) after today's market day {today}.")


def check_has_sales(rows: Sequence[ObservationRow]) -> None:
    """Raise ImportFormatError when no row has a column of sales."""
    if not any(row.given_fields.intersection(SALES_FIELDS) for row in rows):
        raise ImportFormatError(f"A complete file needs a column of sales: {' or '.join(SALES_FIELDS)}.")


def missing_zeros(
    connection: Connection, rows: Sequence[ObservationRow], box_ids: Mapping[str, int], span: CompleteSpan
) -> ObservationChanges:
    """What the days without a sale add to a file whose own rows are stored already.

    Each box and marketplace of the file gets a row of zeros on each day of the span that has none, given or
    stored, and zeros in stored rows without any sales field. Days before the first report of the box there,
    and days that the file has a row for, are left as they are.
    """
    given = observation_frame(rows, box_ids)
    sold = observation_frame([row for row in rows if not row.is_delete], box_ids)
    series = sold.group_by(_SERIES, maintain_order=True).agg(pl.col("source").first())
    first, last = span.first or sold["metric_date"].min(), span.last or sold["metric_date"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return _changes(given.clear(), given.clear())
    days = _days(connection, series, first, last).join(given, on=observations.KEYS, how="anti")
    stored = observations.stored_between(connection, series["box_id"].unique().to_list(), first, last)
    unsold = stored.filter(pl.all_horizontal(pl.col(name).is_null() for name in SALES_FIELDS))
    new = days.join(stored, on=observations.KEYS, how="anti").with_columns(_zeros())
    changed = unsold.join(days, on=observations.KEYS, how="semi").with_columns(_zeros())
    return _changes(pl.concat([given.clear(), new], how="diagonal"), changed)


def _days(connection: Connection, series: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    begun = observations.first_days(connection, series["box_id"].unique().to_list())
    spans = (
        series.join(begun, on=_SERIES)
        .with_columns(start=pl.max_horizontal("first_day", pl.lit(first)))
        .filter(pl.col("start") <= last)
    )
    length = (pl.lit(last) - pl.col("start")).dt.total_days() + 1
    if spans.select(length.sum()).item() > MOST_ZEROS:
        raise ImportFormatError(f"The span has more than {MOST_ZEROS:,} days of boxes; split it.")
    every_day = pl.date_ranges("start", pl.lit(last)).alias("metric_date")
    return spans.select(*_SERIES, "source", every_day).explode("metric_date")


def _zeros() -> list[pl.Expr]:
    return [pl.lit(0.0).alias(name) for name in SALES_FIELDS]


def _changes(new: pl.DataFrame, changed: pl.DataFrame) -> ObservationChanges:
    none = new.clear().select(observations.KEYS)
    return ObservationChanges(RowChanges(new, changed, none, 0), none, 0, 0)
