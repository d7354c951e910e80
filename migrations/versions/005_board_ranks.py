"""Ranks of every board, packed by metric and day; the days of each board; the game each box was ranked in."""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

VECTORS = ["box_ids", "ranks", "game_ranks", "positions"]


def upgrade() -> None:
    """Create the three tables; the next refresh fills them from the metrics."""
    op.create_table(
        "board_ranks",
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("metric_date", sa.Date(), nullable=False),
        sa.Column("item_bytes", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in VECTORS),
        sa.PrimaryKeyConstraint("metric", "metric_date", name="pk_board_ranks"),
    )
    if op.get_context().dialect.name == "postgresql":
        # Packed integers hardly compress; without compression they are read and written faster.
        for name in VECTORS:
            op.execute(f"ALTER TABLE board_ranks ALTER COLUMN {name} SET STORAGE EXTERNAL")
    op.create_table(
        "board_days",
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("game", sa.String(), nullable=False),
        sa.Column("metric_date", sa.Date(), nullable=False),
        sa.Column("boxes_ranked", sa.Integer(), nullable=False),
        sa.Column("leaders", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("metric", "game", "metric_date", name="pk_board_days"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "board_games",
        sa.Column("box_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("game", sa.String()),
        sa.PrimaryKeyConstraint("box_id", name="pk_board_games"),
        sa.ForeignKeyConstraint(["box_id"], ["booster_boxes.id"], name="fk_board_games_box_id"),
    )
    # Serves every board inside one game: the boxes of that game.
    op.create_index("ix_board_games_game", "board_games", ["game"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_board_games_game", "board_games")
    for name in ("board_games", "board_days", "board_ranks"):
        op.drop_table(name)
