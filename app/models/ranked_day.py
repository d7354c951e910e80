"""The days on which the primary board has ranks, and the day each is compared with."""

from sqlalchemy import Boolean, Column, Date, Integer, Table

from app.models.base import metadata

ranked_days = Table(
    "ranked_days",
    metadata,
    Column("metric_date", Date, primary_key=True),
    Column("boxes_ranked", Integer, nullable=False),
    Column("boxes_observed", Integer, nullable=False),
    Column("is_partial", Boolean, nullable=False),
    Column("compared_with", Date),
)
