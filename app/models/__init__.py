"""The tables. Importing this package fills `metadata` with all of them."""

from app.models.base import metadata
from app.models.board_day import board_days
from app.models.board_game import board_games
from app.models.board_rank import board_ranks
from app.models.booster_box import booster_boxes
from app.models.box_identifier import box_identifiers
from app.models.daily_observation import daily_observations
from app.models.dataset_version import dataset_version
from app.models.default_board import default_boards
from app.models.held_day import held_days
from app.models.market_day import market_days
from app.models.marketplace_day import marketplace_days
from app.models.ranked_day import ranked_days
from app.models.reported_day import reported_days
from app.models.stale_box import stale_boxes
from app.models.suspect_decision import suspect_decisions
from app.models.suspect_value import suspect_values
from app.models.unified_box_metrics import box_metrics_unified
from app.models.volume_weight import volume_weights

__all__ = [
    "board_days",
    "board_games",
    "board_ranks",
    "booster_boxes",
    "box_identifiers",
    "box_metrics_unified",
    "daily_observations",
    "dataset_version",
    "default_boards",
    "held_days",
    "market_days",
    "marketplace_days",
    "metadata",
    "ranked_days",
    "reported_days",
    "stale_boxes",
    "suspect_decisions",
    "suspect_values",
    "volume_weights",
]
