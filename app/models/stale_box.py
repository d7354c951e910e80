"""Boxes whose observations changed since their metrics were computed, and from which day on."""

from sqlalchemy import Column, Date, ForeignKey, Integer, Table

from app.models.base import metadata

stale_boxes = Table(
    "stale_boxes",
    metadata,
    Column("box_id", Integer, ForeignKey("booster_boxes.id"), primary_key=True, autoincrement=False),
    Column("from_date", Date, nullable=False),
)
