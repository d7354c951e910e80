"""Which stored ranks must change when the rank values of some days have changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from app.database import Connection
from app.domain.changes import RowChanges, compare_rows
from app.domain.ranked_days import ranked_days
from app.domain.ranking import rank_values, with_rank_changes
from app.repositories import ranks, versions

RANK_KEYS = ["box_id", "metric_date"]
RANK_ROW = [*RANK_KEYS, *ranks.RANK_COLUMNS]


@dataclass(frozen=True)
class PendingValues:
    """Rank values computed but not written yet: `values` (box_id, metric_date, value) and removed keys."""

    values: pl.DataFrame
    gone: pl.DataFrame


@dataclass(frozen=True)
class RankUpdate:
    """`ranks` holds all rows of the days looked at, `changed_rows` those that differ from what is stored.

    Both have box_id, metric_date, current_rank, previous_rank, rank_change; `days` is what to write of
    the ranked days.
    """

    ranks: pl.DataFrame
    changed_rows: pl.DataFrame
    days: RowChanges


def plan_rank_update(
    connection: Connection, days: Sequence[date], pending: PendingValues | None = None
) -> RankUpdate:
    """Rank `days` anew, and compare anew every day whose comparison day is among them or has changed.

    Reads only. Values that are `pending` count as if they were stored.
    """
    known_days = ranks.days(connection)
    stored = ranks.of_days(connection, days)
    ranked = _ranked_anew(_with_pending(stored, days, pending))
    all_days = ranked_days(_counts(known_days, ranked, days))
    day_changes = compare_rows(all_days, known_days, ["metric_date"])
    affected = _affected_days(all_days, day_changes, days)
    others = _days_beside(affected, days)
    stored_others = ranks.of_days(connection, others)
    current = pl.concat([ranked, _with_pending(stored_others, others, pending)])
    compared = with_rank_changes(current.select(*RANK_KEYS, "current_rank"), affected).select(RANK_ROW)
    before = pl.concat([stored, stored_others]).join(affected, on="metric_date", how="semi")
    differing = compare_rows(compared, before.select(RANK_ROW), RANK_KEYS)
    ranked_now = differing.new.drop_nulls("current_rank")
    return RankUpdate(compared, pl.concat([ranked_now, differing.changed]), day_changes)


def store_rank_update(connection: Connection, update: RankUpdate, moment: datetime) -> int:
    """Write a planned update and publish it, unless nothing differs; returns the number of rows changed."""
    rows = update.changed_rows
    if rows.is_empty() and not update.days.count:
        return 0
    ranks.change(connection, stamped(rows, moment))
    ranks.replace_days(connection, update.days)
    versions.publish_again(connection, moment, min(rows["metric_date"], default=None), rows.height)
    return rows.height


def stamped(rows: pl.DataFrame, moment: datetime) -> pl.DataFrame:
    """The rows with `updated_at` set to an aware moment."""
    return rows.with_columns(pl.lit(moment).dt.cast_time_unit("us").alias("updated_at"))


def _with_pending(stored: pl.DataFrame, days: Sequence[date], pending: PendingValues | None) -> pl.DataFrame:
    if pending is None:
        return stored
    arriving = pending.values.filter(pl.col("metric_date").is_in(days))
    replaced = pl.concat([arriving.select(RANK_KEYS), pending.gone.select(RANK_KEYS)])
    kept = stored.join(replaced, on=RANK_KEYS, how="anti")
    return pl.concat([kept, arriving.join(stored.drop("value"), on=RANK_KEYS, how="left")])


def _ranked_anew(entries: pl.DataFrame) -> pl.DataFrame:
    anew = rank_values(entries.select(*RANK_KEYS, "value")).select(*RANK_KEYS, "current_rank")
    return entries.drop("current_rank").join(anew, on=RANK_KEYS, how="left").select(entries.columns)


def _counts(known_days: pl.DataFrame, ranked: pl.DataFrame, days: Sequence[date]) -> pl.DataFrame:
    untouched = known_days.filter(~pl.col("metric_date").is_in(days)).select("metric_date", "boxes_ranked")
    counted = ranked.group_by("metric_date").agg(
        pl.col("current_rank").count().cast(pl.Int64).alias("boxes_ranked")
    )
    return pl.concat([untouched, counted])


def _affected_days(all_days: pl.DataFrame, changes: RowChanges, days: Sequence[date]) -> pl.DataFrame:
    moved = pl.concat([changes.new, changes.changed])["metric_date"]
    followers = all_days.filter(pl.col("compared_with").is_in(days))["metric_date"]
    ranked_anew = pl.Series("metric_date", days, dtype=pl.Date)
    affected = pl.concat([ranked_anew, moved, followers]).unique().sort().to_frame()
    return affected.join(all_days.select("metric_date", "compared_with"), on="metric_date", how="left")


def _days_beside(affected: pl.DataFrame, days: Sequence[date]) -> list[date]:
    needed = pl.concat([affected["metric_date"], affected["compared_with"].drop_nulls().alias("metric_date")])
    return needed.filter(~needed.is_in(days)).unique().sort().to_list()
