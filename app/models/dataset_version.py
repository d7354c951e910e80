"""Publications: one row each; the id is the generation in responses, cache keys and ETags."""

from sqlalchemy import Boolean, Column, Date, Integer, String, Table

from app.models.base import UtcDateTime, metadata

dataset_version = Table(
    "dataset_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("published_at", UtcDateTime, nullable=False),
    Column("data_as_of", Date),
    Column("changed_from", Date),
    Column("rows_changed", Integer, nullable=False),
    Column("rules_fingerprint", String, nullable=False),
    Column("is_simulated", Boolean),
    sqlite_autoincrement=True,
)
