"""Boards: which metrics order the boxes, which way is better, and over which window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.errors import InvalidValue, UnknownChoice
from app.domain.figure import Figure
from app.domain.figures import FIGURES
from app.domain.identity import same_name

PRIMARY_METRIC = "unified_volume_7d_ema"

DEFAULT_METRICS = (
    PRIMARY_METRIC,
    "market_price_30d_change_pct",
    "floor_price_30d_change_pct",
    "market_price_usd",
    "floor_price_usd",
)
"""The default board is the first of these that at least half of the boxes of its day have."""

SUM_METRICS = ("daily_volume_usd", "volume_30d_usd")
"""Plain sums: fewer reports make them smaller, so no headline, mover or explanation is made of them."""

VOLUME_METRIC_OF_WINDOW: Mapping[str, str] = MappingProxyType(
    {"24h": "daily_volume_usd", "7d": "unified_volume_7d_ema", "30d": "unified_volume_30d_sma"}
)

BOARD_METRICS: Mapping[str, Figure] = MappingProxyType(
    {
        **{metric: FIGURES[metric] for metric in VOLUME_METRIC_OF_WINDOW.values()},
        **{key: figure for key, figure in FIGURES.items() if figure.has_board},
    }
)
"""The figures that can order a board: the volumes first, then the others as they are listed."""


@dataclass(frozen=True)
class Board:
    """Boxes ordered by one metric, over all games or inside one. An unknown metric raises UnknownChoice."""

    metric: str = PRIMARY_METRIC
    game: str | None = None

    def __post_init__(self) -> None:
        if self.metric not in BOARD_METRICS:
            raise UnknownChoice("metric", self.metric, tuple(BOARD_METRICS))

    @property
    def is_ascending(self) -> bool:
        """Less is better: the smallest value has rank 1."""
        return BOARD_METRICS[self.metric].is_ascending

    @property
    def is_primary(self) -> bool:
        """The board whose ranks are stored: the 7-day average of volume, all games."""
        return self.metric == PRIMARY_METRIC and self.game is None


def resolve_metric(metric: str | None, window: str | None) -> str | None:
    """The metric a reader means: the one named, else the volume of the window; None for neither.

    Raises UnknownChoice for an unknown metric or window, InvalidValue where the two contradict each other.
    """
    if window is not None and window not in VOLUME_METRIC_OF_WINDOW:
        raise UnknownChoice("window", window, tuple(VOLUME_METRIC_OF_WINDOW))
    if metric is None:
        return None if window is None else VOLUME_METRIC_OF_WINDOW[window]
    if metric not in BOARD_METRICS:
        raise UnknownChoice("metric", metric, tuple(BOARD_METRICS))
    own_window = BOARD_METRICS[metric].window
    if window not in (None, own_window):
        shape = "has no window" if own_window is None else f"is a board over {own_window}"
        raise InvalidValue("window", f"{metric} {shape}, not {window}. Give the metric or the window alone.")
    return metric


def resolve_game(game: str | None, games: Sequence[str]) -> str | None:
    """The game as the catalogue spells it, whatever the case asked for; None means all games.

    Raises UnknownChoice with the catalogue's games.
    """
    if game is None:
        return None
    for known in games:
        if same_name(known) == same_name(game):
            return known
    raise UnknownChoice("game", game, tuple(games))
