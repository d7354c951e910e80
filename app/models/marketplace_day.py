"""One row per box, reported day and marketplace that observed the box lately: its series on that day."""

from sqlalchemy import Boolean, Column, Date, Double, ForeignKey, Integer, String, Table

from app.models.base import metadata

marketplace_days = Table(
    "marketplace_days",
    metadata,
    Column("box_id", Integer, ForeignKey("booster_boxes.id"), primary_key=True, autoincrement=False),
    Column("metric_date", Date, primary_key=True),
    Column("marketplace", String, primary_key=True),
    Column("observed_on", Date, nullable=False),
    Column("floor_price_usd", Double),
    Column("floor_on", Date),
    Column("market_price_usd", Double),
    Column("market_price_on", Date),
    Column("active_listings", Integer),
    Column("listings_on", Date),
    Column("units_sold", Double),
    Column("units_listed", Double),
    Column("volume_usd", Double),
    Column("volume_is_estimated", Boolean),
    Column("ema_state", Double),
    Column("volume_on", Date),
    Column("ema_observations", Integer, nullable=False),
    sqlite_with_rowid=False,
)
