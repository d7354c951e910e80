"""The market on each observed day, over all boxes: what traded, what was listed, how floors moved."""

from sqlalchemy import BigInteger, Column, Date, Double, Integer, String, Table

from app.models.base import metadata

market_days = Table(
    "market_days",
    metadata,
    Column("game", String, primary_key=True),
    Column("metric_date", Date, primary_key=True),
    Column("volume_usd", Double),
    Column("boxes_sold", Double),
    Column("boxes_listed", BigInteger),
    Column("prices_up", Integer, nullable=False),
    Column("prices_down", Integer, nullable=False),
    Column("prices_flat", Integer, nullable=False),
    Column("prices_unknown", Integer, nullable=False),
    sqlite_with_rowid=False,
)
