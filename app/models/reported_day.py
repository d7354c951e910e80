"""The days on which boxes were observed, over all games (game '*') and inside each."""

from sqlalchemy import Boolean, Column, Date, Double, Integer, String, Table

from app.models.base import metadata

reported_days = Table(
    "reported_days",
    metadata,
    Column("game", String, primary_key=True),
    Column("metric_date", Date, primary_key=True),
    Column("boxes_observed", Integer, nullable=False),
    Column("boxes_expected", Double),
    Column("is_partial", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
