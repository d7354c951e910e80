"""Ranks on the metric rows, and the index for a day's board in rank order."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

RANKS = ["current_rank", "previous_rank", "rank_change"]


def upgrade() -> None:
    """Add the three rank columns and their index."""
    for name in RANKS:
        op.add_column("box_metrics_unified", sa.Column(name, sa.Integer(), nullable=True))
    # Serves the board: one day's boxes in rank order, a page at a time.
    op.create_index("idx_unified_date_rank", "box_metrics_unified", ["metric_date", "current_rank"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("idx_unified_date_rank", "box_metrics_unified")
    for name in reversed(RANKS):
        op.drop_column("box_metrics_unified", name)
