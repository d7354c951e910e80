"""Reported days that the last refresh left out of the publication, because they are not whole yet."""

from sqlalchemy import Column, Date, Double, Integer, Table

from app.models.base import metadata

held_days = Table(
    "held_days",
    metadata,
    Column("metric_date", Date, primary_key=True),
    Column("boxes_observed", Integer, nullable=False),
    Column("boxes_expected", Double, nullable=False),
    sqlite_with_rowid=False,
)
