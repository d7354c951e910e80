"""Ranks of every board, packed: one row per metric and day, one number per ranked box."""

from sqlalchemy import Column, Date, Integer, LargeBinary, String, Table

from app.models.base import metadata

board_ranks = Table(
    "board_ranks",
    metadata,
    Column("metric", String, primary_key=True),
    Column("metric_date", Date, primary_key=True),
    Column("item_bytes", Integer, nullable=False),
    Column("box_ids", LargeBinary, nullable=False),
    Column("ranks", LargeBinary, nullable=False),
    Column("game_ranks", LargeBinary, nullable=False),
    Column("positions", LargeBinary, nullable=False),
)
