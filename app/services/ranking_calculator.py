"""Ranks of the primary board for one date: calculated from stored metrics, compared, stored, looked up."""

from collections.abc import Callable
from datetime import date, datetime

import polars as pl

from app.database import Connection, Database
from app.publish.ranks_step import RankUpdate, plan_rank_update, store_rank_update
from app.repositories import boxes, ranks


class RankingCalculator:
    """Standard competition ranks ("1224") by the stored 7-day EMA of volume; boxes are named by slug.

    Each method is one transaction and raises ServiceAway when the database cannot be used.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def calculate_ranks_for_date(self, day: date) -> dict[str, int]:
        """Rank of every box with a value on `day`, calculated again; empty when nothing has a value."""
        with self._database.snapshot() as connection:
            rows = _rows_of(connection, plan_rank_update(connection, [day]), day)
        ranked = rows.drop_nulls("current_rank").sort("current_rank", "slug")
        return dict(zip(ranked["slug"], ranked["current_rank"], strict=True))

    def calculate_rank_changes(self, day: date) -> dict[str, int | None]:
        """previous_rank - current_rank of every ranked box, positive when it climbed.

        None for a box without a rank on the previous ranked day.
        """
        with self._database.snapshot() as connection:
            rows = _rows_of(connection, plan_rank_update(connection, [day]), day)
        ranked = rows.drop_nulls("current_rank").sort("current_rank", "slug")
        return dict(zip(ranked["slug"], ranked["rank_change"], strict=True))

    def update_ranks_for_date(self, day: date) -> int:
        """Store the ranks of `day` and of the days compared with it, publish; returns the rows changed."""
        with self._database.transaction() as connection:
            update = plan_rank_update(connection, [day])
            return store_rank_update(connection, update, self._clock())

    def get_rank_for_box(self, box: str, day: date) -> int | None:
        """The stored rank of a box (slug or `scheme:value`); None when it has none. Raises UnknownBox."""
        with self._database.snapshot() as connection:
            return ranks.rank_of(connection, boxes.find_id(connection, box), day)


def _rows_of(connection: Connection, update: RankUpdate, day: date) -> pl.DataFrame:
    rows = update.ranks.filter(pl.col("metric_date") == day)
    return rows.join(boxes.slugs_and_games(connection), on="box_id")
