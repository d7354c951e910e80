"""What one marketplace reported about one box on one market day, unchanged; null means not reported."""

from sqlalchemy import Column, Date, Double, ForeignKey, Integer, String, Table

from app.models.base import UtcDateTime, metadata

daily_observations = Table(
    "daily_observations",
    metadata,
    Column("box_id", Integer, ForeignKey("booster_boxes.id"), primary_key=True, autoincrement=False),
    Column("metric_date", Date, primary_key=True),
    Column("marketplace", String, primary_key=True),
    Column("floor_price_usd", Double),
    Column("market_price_usd", Double),
    Column("active_listings", Integer),
    Column("units_sold", Double),
    Column("units_listed", Double),
    Column("volume_usd", Double),
    Column("source", String),
    Column("ingested_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
