"""Which figures a board shows, and how each is written."""

import pytest

from app.cli.tables.board_columns import (
    MOST_FIGURES,
    USUAL,
    amount,
    board_columns,
    figure,
    figure_of,
    gap,
    ordered_by,
)
from app.domain.boards import BOARD_METRICS, Board
from app.domain.figures import Figures
from tests.unit.web.view_data import DAY, YESTERDAY, board_meta, figures, leaderboard_row


def test_the_primary_board_shows_the_usual_figures() -> None:
    assert _headings(Board()) == ["7d avg", "market", "floor", "floor 7d", "sold/d"]


@pytest.mark.parametrize(
    ("board", "headings"),
    [
        (Board(game="Skyfarer"), ["7d avg", "all games", "market"]),
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


def test_a_column_that_no_box_has_is_left_out() -> None:
    prices = figures(market_price_usd=100.0, market_price_30d_change_pct=-3.2)
    row = leaderboard_row(figures=prices)
    columns = board_columns(board_meta(metric="market_price_30d_change_pct"), [row])
    assert [column.heading for column in columns] == ["market 30d", "market"]


def test_a_partial_day_has_no_changes() -> None:
    meta = board_meta(is_partial=True)
    assert "floor 7d" not in [column.heading for column in board_columns(meta, [leaderboard_row()])]


def test_figures_of_earlier_reports_are_marked_with_their_day() -> None:
    row = leaderboard_row(
        figures=figures(unified_volume_7d_ema=10.0, floor_price_usd=5.0, floor_on=YESTERDAY)
    )
    columns = {column.heading: str(column.write(row)) for column in board_columns(board_meta(), [row])}
    assert columns == {"7d avg": "$10.00", "floor": "$5.00*", "reported": "2 Feb*"}


def test_a_carried_row_has_the_day_of_its_report() -> None:
    carried = figures(unified_volume_7d_ema=10.0, volume_on=YESTERDAY, observed_on=YESTERDAY, is_carried=True)
    row = leaderboard_row(figures=carried)
    columns = {column.heading: str(column.write(row)) for column in board_columns(board_meta(), [row])}
    assert columns == {"7d avg": "$10.00", "reported": "2 Feb"}


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [("days_of_supply", 180.0, "180+"), ("expected_days_to_sell", 1.0, "under a day")],
)
def test_a_capped_figure_says_so(name: str, value: float, written: str) -> None:
    assert str(figure_of(figures(**{name: value, "capped": [name]}), name, DAY)) == written


def test_the_sum_of_a_month_stands_beside_its_mean() -> None:
    known = figures(unified_volume_30d_sma=10.0, volume_30d_usd=300.0, volume_30d_coverage=0.9)
    assert _headings(Board("unified_volume_30d_sma"), known)[:4] == [
        "mean 30d",
        "rank 7d",
        "traded 30d",
        "coverage",
    ]


def _headings(board: Board, known: Figures | None = None) -> list[str]:
    row = leaderboard_row(figures=known or figures(**dict.fromkeys(USUAL, 1.0)), primary_rank=3)
    meta = board_meta(metric=board.metric, game=board.game)
    return [column.heading for column in board_columns(meta, [row])]
