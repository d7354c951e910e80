"""One row per box and reported day: the unified metrics, and the ranks on the primary board."""

from datetime import date

from sqlalchemy import Boolean, Column, Date, Double, ForeignKey, Index, Integer, String, Table

from app.domain.figures import FIGURES
from app.models.base import Names, UtcDateTime, metadata

_TYPES = {float: Double, int: Integer, bool: Boolean, str: String, date: Date, list: Names}

box_metrics_unified = Table(
    "box_metrics_unified",
    metadata,
    Column("box_id", Integer, ForeignKey("booster_boxes.id"), primary_key=True, autoincrement=False),
    Column("metric_date", Date, primary_key=True),
    *(Column(key, _TYPES[figure.type], nullable=figure.is_nullable) for key, figure in FIGURES.items()),
    Column("ema_state", Double),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("current_rank", Integer),
    Column("previous_rank", Integer),
    Column("rank_change", Integer),
    Index("idx_unified_date_rank", "metric_date", "current_rank"),
    sqlite_with_rowid=False,
)
