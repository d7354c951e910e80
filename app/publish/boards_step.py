"""All boards: the game of each box, packed ranks, and the days of each board."""

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from app.database import Connection
from app.domain.board_ranks import board_ranks, count_board_days, metrics_at_once
from app.domain.changes import RowChanges
from app.publish.changed import Changed
from app.publish.day_table import Days, DayTable
from app.publish.whole_table import Whole, WholeTable
from app.repositories import board_writing, metrics, reported_days
from app.repositories.board_vectors import pack_days, unpack_packed
from app.repositories.board_writing import BOARD_DAY_SCHEMA, PACKED_SCHEMA

_RANKS_AT_ONCE = 1_000_000


class BoardGames(WholeTable):
    """The game that each box is ranked in. It has no days: its one part is all boxes."""

    name = "board_games"
    stored_in = "board_games"
    keys = ("box_id",)

    def wanted(self, connection: Connection, part: Whole) -> pl.DataFrame:
        """The games of the catalogue."""
        return board_writing.catalogue_games(connection)

    def stored(self, connection: Connection, part: Whole) -> pl.DataFrame:
        """The games of the last refresh."""
        return board_writing.ranked_games(connection)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write the games that changed."""
        board_writing.replace_games(connection, changes)


class _BoardTable(DayTable):
    def _affected_days(self, connection: Connection, changed: Changed) -> Days:
        moved = metrics.days_of_boxes(connection, changed.boxes("board_games"))
        return sorted({*changed.days(*self.made_from), *moved})


class BoardRanks(_BoardTable):
    """Ranks of every board over all games and inside each, packed: one row per metric and day."""

    name = "board_ranks"
    stored_in = "board_ranks"
    keys = ("metric", "metric_date")

    def wanted(self, connection: Connection, part: Days) -> pl.DataFrame:
        """Packed ranks of the days."""
        games = board_writing.ranked_games(connection).with_columns(pl.col("game").cast(pl.Categorical))
        slugs = board_writing.slug_orders(connection).rename({"slug_order": "slug"})
        values = board_writing.values_on(connection, part)
        for facts in (games, slugs):
            values = values.join(facts, on="box_id", how="left", maintain_order="left")
        packed = [_packed(board_ranks(values, names)) for names in metrics_at_once(values.height)]
        return pl.concat(packed)

    def stored(self, connection: Connection, part: Days) -> pl.DataFrame:
        """Stored packed ranks of the days."""
        return board_writing.packed_ranks_on(connection, part)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write the packed ranks that changed."""
        board_writing.replace_packed_ranks(connection, changes)


class BoardDays(_BoardTable):
    """How many boxes each board ranks on each day, and which lead."""

    name = "board_days"
    stored_in = "board_days"
    keys = ("metric", "game", "metric_date")
    made_from = ("board_ranks", "reported_days")

    def wanted(self, connection: Connection, part: Days) -> pl.DataFrame:
        """The reported days of all boards, from their packed ranks."""
        games = board_writing.ranked_games(connection).with_columns(pl.col("game").cast(pl.Categorical))
        packed = board_writing.packed_ranks_on(connection, part)
        found = [_board_days(rows.join(games, on="box_id", how="left")) for rows in _unpacked(packed)]
        reported = reported_days.stored(connection).select("game", "metric_date")
        days = pl.concat([BOARD_DAY_SCHEMA.to_frame(), *found])
        return days.join(reported, on=["game", "metric_date"], how="semi")

    def stored(self, connection: Connection, part: Days) -> pl.DataFrame:
        """The stored days of all boards."""
        return board_writing.board_days_on(connection, part)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write the days that changed."""
        board_writing.replace_board_days(connection, changes)


def _packed(ranked: pl.DataFrame) -> pl.DataFrame:
    ranks = {"rank": pl.col("current_rank"), "game_rank": pl.col("game_rank").fill_null(0)}
    metric = pl.col("metric").cast(pl.String)
    rows = ranked.select(metric, "metric_date", "box_id", "position", **ranks)
    return pack_days(rows).select(PACKED_SCHEMA.names())


def _unpacked(packed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    ranks = pl.col("box_ids").bin.size() // pl.col("item_bytes")
    rows = packed.with_columns(pl.col("metric").cast(pl.Categorical), part=ranks.cum_sum() // _RANKS_AT_ONCE)
    for part in rows.partition_by("part", include_key=False):
        yield from unpack_packed(part)


def _board_days(ranks: pl.DataFrame) -> pl.DataFrame:
    found = count_board_days(ranks.rename({"rank": "current_rank"}))
    leaders = pl.col("leaders").cast(pl.List(pl.String)).list.join(",")
    return found.with_columns(leaders, pl.col("metric", "game").cast(pl.String)).select(
        BOARD_DAY_SCHEMA.names()
    )
