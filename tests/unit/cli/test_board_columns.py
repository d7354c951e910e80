"""Which figures a board shows, and how each is written."""

import pytest

from app.cli.tables.board_columns import MOST_FIGURES, amount, board_columns, figure, gap, ordered_by
from app.domain.boards import BOARD_METRICS, Board


def test_the_primary_board_shows_the_usual_figures() -> None:
    assert _headings(Board()) == ["7d avg", "floor", "floor 7d", "sold/d", "listed"]


@pytest.mark.parametrize(
    ("board", "headings"),
    [
        (Board(game="Skyfarer"), ["7d avg", "all games", "floor"]),
        (Board("momentum_pct"), ["momentum", "rank 7d", "7d avg"]),
        (Board("floor_price_usd", "Skyfarer"), ["floor", "all games", "rank 7d", "7d avg"]),
    ],
)
def test_a_narrower_or_other_board_keeps_the_wider_ranks_beside_its_own(
    board: Board, headings: list[str]
) -> None:
    assert _headings(board)[: len(headings)] == headings


@pytest.mark.parametrize("metric", BOARD_METRICS)
def test_every_board_leads_with_what_ranks_it_and_repeats_nothing(metric: str) -> None:
    headings = _headings(Board(metric))
    assert len(headings) == len(set(headings)) == MOST_FIGURES


@pytest.mark.parametrize(
    ("metric", "value", "written"),
    [
        ("volume_30d_usd", 1234.5, "$1,234.50"),
        ("momentum_pct", -3.24, "\u22123.2%"),
        ("active_listings_count", 1200.0, "1,200"),
        ("boxes_sold_30d_avg", 0.714, "0.71"),
        ("liquidity_score", 99.06, "99.1"),
        ("floor_price_usd", None, "–"),
        ("active_listings_count", None, "–"),
    ],
)
def test_a_value_is_written_in_the_unit_of_its_metric(metric: str, value: float | None, written: str) -> None:
    assert str(figure(metric, value)) == written


def test_a_sentence_names_the_unit() -> None:
    assert amount("expected_days_to_sell", 2.5) == "2.5 days"
    assert gap("expected_days_to_sell", 1.5) == "1.5 days"
    assert gap("floor_price_7d_change_pct", 1.5) == "1.50 points"
    assert gap("unified_volume_7d_ema", 5) == "$5.00"


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        ("unified_volume_7d_ema", "by 7-day volume"),
        ("active_listings_count", "by listings"),
        ("listed_value_usd", "by listed value"),
    ],
)
def test_a_heading_says_by_what_boxes_are_ranked(metric: str, words: str) -> None:
    assert ordered_by(metric) == words


def _headings(board: Board) -> list[str]:
    return [column.heading for column in board_columns(board)]
