"""External identifiers of boxes: scheme (such as `tcgplayer`) and value refer to one box."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from app.models.base import metadata

box_identifiers = Table(
    "box_identifiers",
    metadata,
    Column("scheme", String, primary_key=True),
    Column("value", String, primary_key=True),
    Column("box_id", Integer, ForeignKey("booster_boxes.id"), nullable=False, index=True),
)
