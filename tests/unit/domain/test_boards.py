"""Boards: every metric, the window, the game, and refusals that list the choices."""

import pytest

from app.domain.boards import BOARD_METRICS, DEFAULT_METRICS, SUM_METRICS, Board, resolve_game, resolve_metric
from app.domain.errors import InvalidValue, UnknownChoice


def test_the_primary_board_is_the_seven_day_average_over_all_games() -> None:
    assert Board().is_primary
    assert not Board("floor_price_usd").is_primary
    assert not Board(game="One Piece").is_primary


def test_only_the_two_counts_of_days_rank_ascending() -> None:
    ascending = [name for name in BOARD_METRICS if Board(name).is_ascending]
    assert ascending == ["expected_days_to_sell", "days_of_supply"]


def test_every_board_is_named_after_its_metric() -> None:
    assert set(DEFAULT_METRICS) | set(SUM_METRICS) < set(BOARD_METRICS)
    assert all(name == metric.key for name, metric in BOARD_METRICS.items())


def test_an_unknown_metric_is_rejected_with_the_choices() -> None:
    with pytest.raises(UnknownChoice, match=r"Unknown metric 'price'.*floor_price_usd"):
        Board("price")


@pytest.mark.parametrize(
    ("metric", "window", "expected"),
    [
        (None, None, None),
        (None, "24h", "daily_volume_usd"),
        (None, "7d", "unified_volume_7d_ema"),
        (None, "30d", "unified_volume_30d_sma"),
        ("momentum_pct", None, "momentum_pct"),
        ("floor_price_7d_change_pct", "7d", "floor_price_7d_change_pct"),
    ],
)
def test_metric_and_window_name_a_board(metric: str | None, window: str | None, expected: str | None) -> None:
    assert resolve_metric(metric, window) == expected


def test_an_unknown_metric_or_window_is_rejected_with_the_choices() -> None:
    with pytest.raises(UnknownChoice) as unknown_metric:
        resolve_metric("price", None)
    assert unknown_metric.value.choices == tuple(BOARD_METRICS)
    with pytest.raises(UnknownChoice) as unknown_window:
        resolve_metric(None, "1y")
    assert unknown_window.value.choices == ("24h", "7d", "30d")


@pytest.mark.parametrize("metric", ["daily_volume_usd", "floor_price_usd"])
def test_a_window_that_contradicts_the_metric_is_rejected(metric: str) -> None:
    with pytest.raises(InvalidValue, match="window alone"):
        resolve_metric(metric, "30d")


def test_a_game_is_found_whatever_its_case() -> None:
    assert resolve_game("one piece", ["Lorcana", "One Piece"]) == "One Piece"
    assert resolve_game(None, ["One Piece"]) is None


def test_an_unknown_game_is_rejected_with_the_choices() -> None:
    with pytest.raises(UnknownChoice, match=r"Unknown game 'Chess'.*Lorcana, One Piece"):
        resolve_game("Chess", ["Lorcana", "One Piece"])
