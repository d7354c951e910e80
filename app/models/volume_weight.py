"""The weights of marketplaces in the published sums of volumes; one that is not named counts 1."""

from sqlalchemy import Column, Double, String, Table

from app.models.base import metadata

volume_weights = Table(
    "volume_weights",
    metadata,
    Column("marketplace", String, primary_key=True),
    Column("weight", Double, nullable=False),
    sqlite_with_rowid=False,
)
