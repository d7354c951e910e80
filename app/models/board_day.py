"""The days of every board, over all games (game '*') and inside each: boxes ranked, and those at rank 1."""

from sqlalchemy import Column, Date, Integer, String, Table

from app.models.base import metadata

board_days = Table(
    "board_days",
    metadata,
    Column("metric", String, primary_key=True),
    Column("game", String, primary_key=True),
    Column("metric_date", Date, primary_key=True),
    Column("boxes_ranked", Integer, nullable=False),
    Column("leaders", String, nullable=False),
    sqlite_with_rowid=False,
)
