"""Names that other houses give our boxes: scheme (such as `tcgplayer`) and value lead to one box."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from app.models.base import metadata

box_identifiers = Table(
    "box_identifiers",
    metadata,
    Column("scheme", String, primary_key=True),
    Column("value", String, primary_key=True),
    Column("box_id", Integer, ForeignKey("booster_boxes.id"), nullable=False, index=True),
)
