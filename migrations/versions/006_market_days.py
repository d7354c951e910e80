"""Sums of each market day, so that no page adds up all boxes of ninety days."""

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

_COUNTS = ("floors_up", "floors_down", "floors_flat", "floors_unknown")


def upgrade() -> None:
    """Create the table and fill it from the stored metrics."""
    op.create_table(
        "market_days",
        sa.Column("metric_date", sa.Date(), nullable=False),
        sa.Column("volume_usd", sa.Double()),
        sa.Column("boxes_sold", sa.Double()),
        sa.Column("boxes_listed", sa.BigInteger()),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.PrimaryKeyConstraint("metric_date", name="pk_market_days"),
        sqlite_with_rowid=False,
    )
    change = "floor_price_1d_change_pct"
    op.execute(
        f"""
        INSERT INTO market_days
        SELECT metric_date,
            round(CAST(sum(daily_volume_usd) AS NUMERIC), 2),
            round(CAST(sum(boxes_sold) AS NUMERIC), 6),
            sum(active_listings_count),
            sum(CASE WHEN {change} > 0 THEN 1 ELSE 0 END),
            sum(CASE WHEN {change} < 0 THEN 1 ELSE 0 END),
            sum(CASE WHEN {change} = 0 THEN 1 ELSE 0 END),
            sum(CASE WHEN {change} IS NULL THEN 1 ELSE 0 END)
        FROM box_metrics_unified GROUP BY metric_date
        """
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("market_days")
