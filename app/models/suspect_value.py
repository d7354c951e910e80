"""Observed values that look wrong, and are not used; null is none of them."""

from sqlalchemy import Column, Date, Double, ForeignKey, Integer, String, Table

from app.models.base import metadata

suspect_values = Table(
    "suspect_values",
    metadata,
    Column("box_id", Integer, ForeignKey("booster_boxes.id"), primary_key=True, autoincrement=False),
    Column("metric_date", Date, primary_key=True),
    Column("marketplace", String, primary_key=True),
    Column("field", String, primary_key=True),
    Column("value", Double, nullable=False),
    Column("reason", String, nullable=False),
    sqlite_with_rowid=False,
)
