"""The market on each day, over all games (game '*') and inside each: traded, listed, prices up and down."""

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
    Column("volume_7d_usd", Double),
    Column("volume_30d_usd", Double),
    Column("volume_1d_change_pct", Double),
    Column("volume_7d_change_pct", Double),
    Column("volume_30d_change_pct", Double),
    Column("volume_1d_reason", String),
    Column("volume_7d_reason", String),
    Column("volume_30d_reason", String),
    Column("net_supply_7d", Double),
    sqlite_with_rowid=False,
)
