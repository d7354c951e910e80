"""What an import writes: rows of a file laid over the stored ones, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from app.database import Connection
from app.domain.changes import RowChanges, compare_rows, fill_absent
from app.domain.observations import ALL_FIELDS, VALUE_FIELDS, ObservationRow
from app.repositories import observations


@dataclass(frozen=True)
class ObservationChanges:
    """Rows to insert and replace, stored rows to delete, and rows of the file that change nothing."""

    rows: RowChanges
    deleted: pl.DataFrame
    same: int
    empty: int


def compare_with_stored(
    connection: Connection, rows: Sequence[ObservationRow], box_ids: Mapping[str, int]
) -> ObservationChanges:
    """What must be written for the rows, whose boxes are found by reference in `box_ids`.

    A field without a column keeps its stored value. A row that leaves no figure deletes what is stored, and
    is empty where nothing is: an observation has at least one figure, and a source is none.
    """
    named = observation_frame(rows, box_ids)
    stored = _stored(connection, named)
    upserts = [row for row in rows if not row.is_delete]
    merged = _merged(upserts, box_ids, stored)
    has_figure = pl.any_horizontal(pl.col(name).is_not_null() for name in VALUE_FIELDS)
    cleared = merged.filter(~has_figure)
    unwanted = pl.concat([observation_frame([row for row in rows if row.is_delete], box_ids), cleared])
    wanted = merged.filter(has_figure)
    deleted = stored.join(unwanted, on=observations.KEYS, how="semi")
    emptied = cleared.join(stored, on=observations.KEYS, how="semi").height
    changes = compare_rows(wanted, stored, observations.KEYS)
    asked_deletes = unwanted.height - cleared.height
    absent = asked_deletes - (deleted.height - emptied)
    return ObservationChanges(changes, deleted, changes.same_count + absent, cleared.height - emptied)


def write_changes(connection: Connection, changes: ObservationChanges, moment: datetime) -> None:
    """Store the changes as ingested at `moment`, and mark their boxes stale from the first changed day."""
    new, changed, deleted = changes.rows.new, changes.rows.changed, changes.deleted
    stamp = pl.lit(moment).dt.cast_time_unit("us").alias("ingested_at")
    observations.write(connection, new.with_columns(stamp), changed.with_columns(stamp), deleted)
    touched = pl.concat([frame.select("box_id", "metric_date") for frame in (new, changed, deleted)])
    if touched.height:
        since = touched.group_by("box_id").agg(pl.col("metric_date").min().alias("from_date"))
        observations.mark_stale(connection, since)


def _merged(rows: Sequence[ObservationRow], box_ids: Mapping[str, int], stored: pl.DataFrame) -> pl.DataFrame:
    by_fields: dict[frozenset[str], list[ObservationRow]] = {}
    for row in rows:
        by_fields.setdefault(row.given_fields, []).append(row)
    merged = [
        fill_absent(observation_frame(group, box_ids), stored, observations.KEYS, sorted(ALL_FIELDS - given))
        for given, group in by_fields.items()
    ]
    return pl.concat([observation_frame([], box_ids), *merged])


def _stored(connection: Connection, named: pl.DataFrame) -> pl.DataFrame:
    if named.is_empty():
        return named
    first, last = named["metric_date"].min(), named["metric_date"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    return observations.stored_between(connection, named["box_id"].unique().to_list(), first, last)


def observation_frame(rows: Sequence[ObservationRow], box_ids: Mapping[str, int]) -> pl.DataFrame:
    """The rows in the columns of stored observations, with boxes by their key."""
    data = [
        (box_ids[row.box_reference], row.metric_date, row.marketplace, *row.values, row.source)
        for row in rows
    ]
    return pl.DataFrame(data, schema=observations.STORED_SCHEMA, orient="row")
