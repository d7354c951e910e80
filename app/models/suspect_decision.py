"""What somebody decided about single observed values: to use them, or not."""

from sqlalchemy import Column, Date, Double, ForeignKey, Integer, String, Table

from app.models.base import UtcDateTime, metadata

suspect_decisions = Table(
    "suspect_decisions",
    metadata,
    Column("box_id", Integer, ForeignKey("booster_boxes.id"), primary_key=True, autoincrement=False),
    Column("metric_date", Date, primary_key=True),
    Column("marketplace", String, primary_key=True),
    Column("field", String, primary_key=True),
    Column("value", Double, primary_key=True),
    Column("decision", String, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
