"""Boxes, their identifiers, the observations of the marketplaces, and which boxes are stale."""

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the catalogue and the observations."""
    op.create_table(
        "booster_boxes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("code", sa.String()),
        sa.Column("set_name", sa.String()),
        sa.Column("game", sa.String()),
        sa.Column("release_date", sa.Date()),
        sa.Column("estimated_supply", sa.Integer()),
        sa.Column("reprint_risk", sa.String()),
        sa.Column("image_url", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_booster_boxes"),
        sa.UniqueConstraint("slug", name="uq_booster_boxes_slug"),
    )
    op.create_table(
        "box_identifiers",
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("box_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scheme", "value", name="pk_box_identifiers"),
        sa.ForeignKeyConstraint(["box_id"], ["booster_boxes.id"], name="fk_box_identifiers_box_id"),
    )
    # Serves the box page: all identifiers of one box.
    op.create_index("ix_box_identifiers_box_id", "box_identifiers", ["box_id"])
    op.create_table(
        "daily_observations",
        sa.Column("box_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("metric_date", sa.Date(), nullable=False),
        sa.Column("marketplace", sa.String(), nullable=False),
        sa.Column("floor_price_usd", sa.Double()),
        sa.Column("active_listings", sa.Integer()),
        sa.Column("units_sold", sa.Double()),
        sa.Column("units_listed", sa.Double()),
        sa.Column("volume_usd", sa.Double()),
        sa.Column("source", sa.String()),
        sa.Column("ingested_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("box_id", "metric_date", "marketplace", name="pk_daily_observations"),
        sa.ForeignKeyConstraint(["box_id"], ["booster_boxes.id"], name="fk_daily_observations_box_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stale_boxes",
        sa.Column("box_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("window_start", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("box_id", name="pk_stale_boxes"),
        sa.ForeignKeyConstraint(["box_id"], ["booster_boxes.id"], name="fk_stale_boxes_box_id"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("stale_boxes")
    op.drop_table("daily_observations")
    op.drop_index("ix_box_identifiers_box_id", "box_identifiers")
    op.drop_table("box_identifiers")
    op.drop_table("booster_boxes")
