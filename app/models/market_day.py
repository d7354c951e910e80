"""The market on each observed day, over all boxes: what traded, what was listed, how floors moved."""

from sqlalchemy import BigInteger, Column, Date, Double, Integer, Table

from app.models.base import metadata

market_days = Table(
    "market_days",
    metadata,
    Column("metric_date", Date, primary_key=True),
    Column("volume_usd", Double),
    Column("boxes_sold", Double),
    Column("boxes_listed", BigInteger),
    Column("floors_up", Integer, nullable=False),
    Column("floors_down", Integer, nullable=False),
    Column("floors_flat", Integer, nullable=False),
    Column("floors_unknown", Integer, nullable=False),
    sqlite_with_rowid=False,
)
