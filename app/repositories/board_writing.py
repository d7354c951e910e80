"""What a refresh reads and writes of the boards: metric values by day, packed ranks, days and games."""

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection, bindparam, delete, insert, select

from app.domain.boards import BOARD_METRICS
from app.models import board_days, board_games, board_ranks, booster_boxes, box_metrics_unified
from app.repositories import bulk
from app.repositories.frames import read_frame

VALUE_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "metric_date": pl.Date(),
        **dict.fromkeys((*BOARD_METRICS, "boxes_sold"), pl.Float64()),
    }
)
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

PackedRow = tuple[str, date, int, bytes, bytes, bytes, bytes]


def values_of_days(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """The stored value of every board metric, and boxes sold, of every box on the days, in VALUE_SCHEMA."""
    table = box_metrics_unified.c
    if not days:
        return VALUE_SCHEMA.to_frame()
    statement = select(*(table[name] for name in VALUE_SCHEMA)).where(
        table.metric_date.between(min(days), max(days))
    )
    if len(days) <= (max(days) - min(days)).days:
        statement = statement.where(table.metric_date.in_(days))
    return read_frame(connection, statement, VALUE_SCHEMA)


def catalogue(connection: Connection) -> pl.DataFrame:
    """All boxes: box_id, game, and slug_order, the place of the slug among all slugs, byte by byte."""
    table = booster_boxes.c
    schema = pl.Schema({**BOARD_GAME_SCHEMA, "slug": pl.String()})
    boxes = read_frame(connection, select(table.id, table.game, table.slug), schema)
    return boxes.with_columns(slug_order=pl.col("slug").rank("ordinal")).drop("slug")


def ranked_games(connection: Connection) -> pl.DataFrame:
    """box_id and game of every box, as the stored ranks have it."""
    return read_frame(connection, select(board_games.c.box_id, board_games.c.game), BOARD_GAME_SCHEMA)


def replace_games(connection: Connection, games: pl.DataFrame) -> None:
    """Write the game that each box is ranked in from now on."""
    connection.execute(delete(board_games))
    bulk.insert_frame(connection, board_games, games)


def packed_rows(connection: Connection, days: Sequence[date]) -> set[PackedRow]:
    """The stored packed ranks of the days, all metrics."""
    statement = select(board_ranks).where(board_ranks.c.metric_date.in_(days))
    return {tuple(row) for row in connection.execute(statement)}


def replace_packed_rows(connection: Connection, gone: Iterable[PackedRow], new: Iterable[PackedRow]) -> None:
    """Take rows away and write others."""
    names = [column.name for column in board_ranks.columns]
    keys = [{"gone_metric": row[0], "gone_date": row[1]} for row in gone]
    if keys:
        table = board_ranks.c
        is_gone = (table.metric == bindparam("gone_metric")) & (table.metric_date == bindparam("gone_date"))
        connection.execute(delete(board_ranks).where(is_gone), keys)
    rows = [dict(zip(names, row, strict=True)) for row in new]
    if rows:
        connection.execute(insert(board_ranks), rows)


def board_days_on(connection: Connection, days: Sequence[date]) -> pl.DataFrame:
    """The stored days of all boards among `days`."""
    statement = select(*(board_days.c[name] for name in BOARD_DAY_SCHEMA))
    statement = statement.where(board_days.c.metric_date.in_(days))
    return read_frame(connection, statement, BOARD_DAY_SCHEMA)


def replace_board_days(connection: Connection, gone: pl.DataFrame, new: pl.DataFrame) -> None:
    """Take the days with these keys away and write others."""
    bulk.delete_keys(connection, board_days, gone)
    bulk.insert_frame(connection, board_days, new)
