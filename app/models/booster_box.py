"""The catalogue: one row per sealed booster-box product."""

from sqlalchemy import Column, Date, Integer, String, Table

from app.models.base import metadata

booster_boxes = Table(
    "booster_boxes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("short_name", String, nullable=False),
    Column("code", String),
    Column("set_name", String),
    Column("game", String),
    Column("release_date", Date),
    Column("estimated_supply", Integer),
    Column("reprint_risk", String),
    Column("image_url", String),
)
