"""Ranks of the primary board for one date: calculated from stored metrics, compared, stored, looked up."""

from collections.abc import Callable
from datetime import date, datetime

import polars as pl

from app.database import Connection, Database
from app.publish.changed import Changed
from app.publish.derived import FROM_METRICS, bring_up_to_date, what_is_affected
from app.publish.ranks_step import PrimaryRanks, RankedDays, rank_rows
from app.repositories import boxes, ranks, versions


class RankingCalculator:
    """Standard competition ranks ("1224") by the stored 7-day EMA of volume; boxes are named by slug.

    Each method is one transaction and raises Unavailable when the database cannot be used.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def calculate_ranks_for_date(self, day: date) -> dict[str, int]:
        """Rank of every box with a value on `day`, calculated again; empty when nothing has a value."""
        ranked = self._ranked(day)
        return dict(zip(ranked["slug"], ranked["current_rank"], strict=True))

    def calculate_rank_changes(self, day: date) -> dict[str, int | None]:
        """previous_rank - current_rank of every ranked box, positive when it climbed.

        None for a box without a rank on the previous ranked day.
        """
        ranked = self._ranked(day)
        return dict(zip(ranked["slug"], ranked["rank_change"], strict=True))

    def update_ranks_for_date(self, day: date) -> int:
        """Store the ranks of `day`, the changes of the days compared with it, and all that is made of them.

        Publishes if anything differed; returns the number of rows whose ranks changed.
        """
        with self._database.transaction() as connection:
            moment, changed = self._clock(), Changed(days=[day])
            for _ in bring_up_to_date(connection, FROM_METRICS, what_is_affected, changed, moment):
                pass
            if changed.count:
                versions.publish_again(connection, moment, changed.first_day, changed.count)
            return changed.rows[PrimaryRanks.name]

    def get_rank_for_box(self, box: str, day: date) -> int | None:
        """The stored rank of a box (slug or `scheme:value`); None when it has none. Raises UnknownBox."""
        with self._database.snapshot() as connection:
            return ranks.rank_of(connection, boxes.find_id(connection, box), day)

    def _ranked(self, day: date) -> pl.DataFrame:
        with self._database.snapshot() as connection:
            return _with_slugs(connection, _rows_of(connection, day))


def _rows_of(connection: Connection, day: date) -> pl.DataFrame:
    return rank_rows(connection, [day], RankedDays().wanted(connection, [day]))


def _with_slugs(connection: Connection, rows: pl.DataFrame) -> pl.DataFrame:
    named = rows.drop_nulls("current_rank").join(boxes.slugs_and_games(connection), on="box_id")
    return named.sort("current_rank", "slug")
