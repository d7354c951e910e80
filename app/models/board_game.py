"""The game that each box was ranked in, to detect a change in the catalogue."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from app.models.base import metadata

board_games = Table(
    "board_games",
    metadata,
    Column("box_id", Integer, ForeignKey("booster_boxes.id"), primary_key=True, autoincrement=False),
    Column("game", String, index=True),
)
