"""What a refresh reads and writes of the boards: metric values by day, packed ranks, days and games."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection, insert, select

from app.domain.boards import BOARD_METRICS
from app.domain.changes import RowChanges
from app.models import board_days, board_games, board_ranks, booster_boxes, box_metrics_unified
from app.repositories import bulk
from app.repositories.board_vectors import VECTORS
from app.repositories.day_ranges import is_on, metrics_on
from app.repositories.frames import read_frame

BOARD_DAY_SCHEMA = pl.Schema(
    {
        "metric": pl.String(),
        "game": pl.String(),
        "metric_date": pl.Date(),
        "boxes_ranked": pl.Int64(),
        "leaders": pl.String(),
    }
)
BOARD_GAME_SCHEMA = pl.Schema({"box_id": pl.Int64(), "game": pl.String()})

PACKED_SCHEMA = pl.Schema(
    {
        "metric": pl.String(),
        "metric_date": pl.Date(),
        "item_bytes": pl.Int64(),
        **dict.fromkeys(VECTORS, pl.Binary()),
    }
)


def values_on(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """box_id, metric_date and the stored value of every board's metric, ordered by day and box."""
    table = box_metrics_unified.c
    schema = pl.Schema(
        {"box_id": pl.Int64(), "metric_date": pl.Date(), **dict.fromkeys(BOARD_METRICS, pl.Float64())}
    )
    statement = select(*(table[name] for name in schema)).where(metrics_on(days))
    return read_frame(connection, statement, schema).sort("metric_date", "box_id")


def slug_orders(connection: Connection) -> pl.DataFrame:
    """All boxes: box_id and slug_order, the place of the slug among all slugs, byte by byte."""
    schema = pl.Schema({"box_id": pl.Int64(), "slug": pl.String()})
    boxes = read_frame(connection, select(booster_boxes.c.id, booster_boxes.c.slug), schema)
    return boxes.select("box_id", slug_order=pl.col("slug").rank("ordinal"))


def catalogue_games(connection: Connection) -> pl.DataFrame:
    """box_id and game of every box, as the catalogue has it."""
    return read_frame(connection, select(booster_boxes.c.id, booster_boxes.c.game), BOARD_GAME_SCHEMA)


def ranked_games(connection: Connection) -> pl.DataFrame:
    """box_id and game of every box, as the stored ranks have it."""
    return read_frame(connection, select(board_games.c.box_id, board_games.c.game), BOARD_GAME_SCHEMA)


def replace_games(connection: Connection, changes: RowChanges) -> None:
    """Write the games that changed."""
    bulk.replace_rows(connection, board_games, changes)


def packed_ranks_on(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """The stored packed ranks of the days, all metrics, in PACKED_SCHEMA."""
    columns = (board_ranks.c[name] for name in PACKED_SCHEMA)
    rows = connection.execute(select(*columns).where(is_on(board_ranks.c.metric_date, days)))
    return pl.DataFrame([tuple(row) for row in rows], PACKED_SCHEMA, orient="row")


def replace_packed_ranks(connection: Connection, changes: RowChanges) -> None:
    """Write the packed ranks that changed."""
    bulk.delete_keys(connection, board_ranks, changes.keys)
    rows = pl.concat([changes.new, changes.changed]).to_dicts()
    if rows:
        connection.execute(insert(board_ranks), rows)


def board_days_on(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """The stored days of all boards among `days`."""
    columns = (board_days.c[name] for name in BOARD_DAY_SCHEMA)
    statement = select(*columns).where(is_on(board_days.c.metric_date, days))
    return read_frame(connection, statement, BOARD_DAY_SCHEMA)


def replace_board_days(connection: Connection, changes: RowChanges) -> None:
    """Write the days of boards that changed."""
    bulk.replace_rows(connection, board_days, changes)
