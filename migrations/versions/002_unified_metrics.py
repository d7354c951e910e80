"""Unified metrics: one row per box and observed day."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

FIGURES = [
    "unified_volume_7d_ema",
    "unified_volume_usd",
    "unified_volume_30d_sma",
    "volume_30d_coverage",
    "boxes_sold_30d_avg",
    "boxes_added_30d_avg",
    "floor_price_1d_change_pct",
    "floor_price_7d_change_pct",
    "floor_price_30d_change_pct",
    "visible_market_cap_usd",
    "absorption_rate",
    "liquidity_score",
    "expected_days_to_sell",
    "days_to_20pct_increase",
]


def upgrade() -> None:
    """Create the table of metrics."""
    op.create_table(
        "box_metrics_unified",
        sa.Column("box_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("metric_date", sa.Date(), nullable=False),
        sa.Column("floor_price_usd", sa.Double()),
        sa.Column("active_listings_count", sa.Integer()),
        sa.Column("boxes_sold", sa.Double()),
        sa.Column("boxes_added", sa.Double()),
        sa.Column("daily_volume_usd", sa.Double()),
        sa.Column("daily_volume_is_estimated", sa.Boolean()),
        *(sa.Column(name, sa.Double()) for name in FIGURES),
        sa.Column("days_to_20pct_increase_reason", sa.String()),
        sa.Column("momentum_pct", sa.Double()),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("observed_days", sa.Integer(), nullable=False),
        sa.Column("ema_state", sa.Double()),
        sa.Column("ema_state_date", sa.Date()),
        sa.Column("ema_observations", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("box_id", "metric_date", name="pk_box_metrics_unified"),
        sa.ForeignKeyConstraint(["box_id"], ["booster_boxes.id"], name="fk_box_metrics_unified_box_id"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("box_metrics_unified")
