"""Ranked days with their comparison day, and publications."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "ranked_days",
        sa.Column("metric_date", sa.Date(), nullable=False),
        sa.Column("boxes_ranked", sa.Integer(), nullable=False),
        sa.Column("is_partial", sa.Boolean(), nullable=False),
        sa.Column("compared_with", sa.Date()),
        sa.PrimaryKeyConstraint("metric_date", name="pk_ranked_days"),
    )
    op.create_table(
        "dataset_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data_as_of", sa.Date()),
        sa.Column("changed_from", sa.Date()),
        sa.Column("rows_changed", sa.Integer(), nullable=False),
        sa.Column("rules_fingerprint", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dataset_version"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("dataset_version")
    op.drop_table("ranked_days")
