"""The day and the board that open where none is named, over all games (game '*') and inside each."""

from sqlalchemy import Column, Date, Integer, String, Table

from app.models.base import metadata

default_boards = Table(
    "default_boards",
    metadata,
    Column("game", String, primary_key=True),
    Column("metric_date", Date, nullable=False),
    Column("metric", String, nullable=False),
    Column("boxes", Integer, nullable=False),
    Column("boxes_with_it", Integer, nullable=False),
    sqlite_with_rowid=False,
)
