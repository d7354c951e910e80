"""The primary board: its ranked days, and the ranks in the rows of metrics."""

from datetime import datetime

import polars as pl

from app.database import Connection
from app.domain.board_ranks import ALL_GAMES
from app.domain.changes import RowChanges
from app.domain.ranked_days import ranked_days
from app.domain.ranking import rank_values, with_rank_changes
from app.publish.changed import Changed
from app.publish.day_table import METRICS_TABLE, Days, DayTable
from app.repositories import ranks, reported_days

RANK_KEYS = ("box_id", "metric_date")
_ANY_NUMBER_OF_DAYS = 10**9


class RankedDays(DayTable):
    """The days with ranks, and the day that each is compared with.

    That depends on the days before it. So whatever the part, all rows are made and
    compared: numbers of boxes on the days of the part from the metrics, on other days as stored.
    """

    name = "ranked_days"
    stored_in = "ranked_days"
    made_from = ("metrics", "reported_days")
    days_at_once = _ANY_NUMBER_OF_DAYS

    def wanted(self, connection: Connection, part: Days) -> pl.DataFrame:
        """All ranked days."""
        known = ranks.days(connection).select("metric_date", "boxes_ranked")
        others = known.filter(~pl.col("metric_date").is_in(list(part)))
        counts = pl.concat([others, ranks.counts_on(connection, part)])
        return ranked_days(counts, reported_days.stored(connection, ALL_GAMES))

    def stored(self, connection: Connection, part: Days) -> pl.DataFrame:
        """All ranked days as stored."""
        return ranks.days(connection)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write the days that changed."""
        ranks.replace_days(connection, changes)


class PrimaryRanks(DayTable):
    """Rank, previous rank and rank change by the 7-day average of volume, in the rows of metrics."""

    name = "ranks"
    stored_in = METRICS_TABLE
    keys = RANK_KEYS
    made_from = ("metrics", "ranked_days")

    def wanted(self, connection: Connection, part: Days) -> pl.DataFrame:
        """The ranks of the days, compared as the stored ranked days say."""
        return rank_rows(connection, part, ranks.days(connection))

    def stored(self, connection: Connection, part: Days) -> pl.DataFrame:
        """The stored ranks of the days."""
        return ranks.ranks_on(connection, part)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write the ranks that changed into their rows."""
        ranks.replace(connection, changes, moment)

    def _affected_days(self, connection: Connection, changed: Changed) -> Days:
        days = changed.days(*self.made_from)
        followers = ranks.days(connection).filter(pl.col("compared_with").is_in(days))["metric_date"]
        return sorted({*days, *followers})


def rank_rows(connection: Connection, days: Days, all_ranked_days: pl.DataFrame) -> pl.DataFrame:
    """box_id, metric_date and RANK_COLUMNS of every row of metrics on the days; null where it has no rank.

    `all_ranked_days` has metric_date and compared_with.
    """
    compared = pl.DataFrame({"metric_date": days}, {"metric_date": pl.Date()}).join(
        all_ranked_days, on="metric_date", how="left"
    )
    values = ranks.values_on(connection, sorted({*days, *compared["compared_with"].drop_nulls()}))
    ranked = rank_values(values).select(*RANK_KEYS, "current_rank")
    rows = values.select(RANK_KEYS).join(ranked, on=RANK_KEYS, how="left")
    return with_rank_changes(rows, compared).select(*RANK_KEYS, *ranks.RANK_COLUMNS)
