"""`boxrank around`, `distance`, `explain` and `history`."""

import orjson
import pytest

from app.read.around import AroundRequest, read_around
from app.read.explanation import DistanceRequest, ExplanationRequest, read_distance, read_explanation
from app.read.rank_history import RankHistoryRequest, read_rank_history
from tests.e2e.conftest import PARTIAL_DAY, Boxrank
from tests.factories import clocked_services


def test_the_boxes_around_one_are_shown_with_a_sign_at_it(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("around", "beta", "-n", 1, "--database", market_url)
    assert shown.row_of("alpha")[0] == "=2"
    assert shown.row_of("beta")[0] == "▸=2"
    assert shown.row_of("delta")[0] == "4"
    assert "gamma" not in shown.stdout
    assert "beta is second of 5 boxes: ahead of 62.5 % of the others, in the top 40 %." in shown.stdout


def test_at_the_end_of_the_board_the_window_keeps_its_size(boxrank: Boxrank, market_url: str) -> None:
    rows = boxrank("around", "epsilon", "-n", 1, "--json", "--database", market_url).json["data"]
    assert [row["box"]["slug"] for row in rows] == ["beta", "delta", "epsilon"]


def test_the_distance_tells_gaps_and_the_volumes_that_close_them(boxrank: Boxrank, market_url: str) -> None:
    lines = boxrank("distance", "epsilon", "--database", market_url).stdout.splitlines()
    assert "Rank 4, delta: $5.00 ahead." in lines
    assert "  $25.00 traded on the next day draws level, $25.04 passes, if the others keep " in lines
    assert "No box ranks worse." in lines


def test_a_lead_that_nothing_can_take_is_called_safe(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("distance", "gamma", "--database", market_url).stdout
    assert "No box ranks better." in shown
    assert "Rank 2, alpha, beta: $803.12 behind." in shown
    assert "It stays ahead even if nothing sells on the next day." in shown


def test_a_board_without_an_average_promises_no_volumes(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("distance", "gamma", "--metric", "floor_price_usd", "--database", market_url).stdout
    assert "Rank 1, alpha: $1,184.50 ahead." in shown
    assert "traded" not in shown


def test_a_move_is_explained_in_words_and_by_a_sum(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("explain", "gamma", "--database", market_url).stdout
    assert "Climbed 2: overtook alpha and beta; its own volume rose" in shown
    parts = [line.split() for line in shown.splitlines() if line.startswith(("overtook", "together"))]
    assert parts == [["overtook", "+2", "alpha,", "beta"], ["together", "+2", "from", "rank", "3", "to", "1"]]


def test_a_box_that_left_has_no_sum(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("explain", "delta", "--date", "2026-01-08", "--database", market_url).stdout
    assert "Left the board, not reported since 7 January; it was 4." in shown
    assert "together" not in shown


def test_a_partial_day_is_named(boxrank: Boxrank, market_url: str) -> None:
    for command in ("around", "distance", "explain"):
        shown = boxrank(command, "alpha", "--date", PARTIAL_DAY, "--database", market_url).stdout
        assert "Partial day: fewer than half of the usual boxes were reported" in shown, command


def test_a_history_has_one_row_per_ranked_day_up_to_the_newest(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("history", "delta", "--all", "--database", market_url).stdout
    rows = [line.split() for line in shown.splitlines() if line.startswith("2026")]
    assert rows[0] == ["2026-01-01", "4", "NEW", "$10.00", "4", "2026-01-01", "1", "1", "–", "–"]
    assert rows[-1] == ["2026-01-10", "4", "RE", "$10.00", "4", "2026-01-01", "8", "1", "–", "–"]
    assert len(rows) == 8


def test_a_history_of_few_days_begins_where_they_begin(boxrank: Boxrank, market_url: str) -> None:
    rows = boxrank("history", "beta", "--days", 3, "--json", "--database", market_url).json["data"]
    assert [row["metric_date"] for row in rows] == ["2026-01-08", "2026-01-10"]


def test_more_days_than_the_calendar_has_are_all_days(boxrank: Boxrank, market_url: str) -> None:
    found = boxrank("history", "beta", "--days", 10**7, "--json", "--database", market_url)
    assert len(found.json["data"]) == 9


def test_a_box_that_was_never_on_a_board_has_no_history_there(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("history", "beta", "--metric", "floor_price_usd", "--database", market_url).stdout
    assert "It has no rank on this board in these days." in shown


def test_json_is_what_the_services_tell(boxrank: Boxrank, market_url: str) -> None:
    with clocked_services(market_url) as services:
        returned = {
            ("around", "beta"): services.read(read_around, AroundRequest(box="beta")),
            ("distance", "beta"): services.read(read_distance, DistanceRequest(box="beta")),
            ("explain", "beta"): services.read(read_explanation, ExplanationRequest(box="beta")),
            ("history", "beta", "--all"): services.read(read_rank_history, RankHistoryRequest("beta")),
        }
    for command, answer in returned.items():
        printed = boxrank(*command, "--json", "--database", market_url).stdout
        assert printed.encode() == orjson.dumps(answer) + b"\n"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("around", "nobody"), "No box is called 'nobody'"),
        (("around", "beta", "-n", "101"), "from 0 to 100"),
        (("around", "beta", "--date", PARTIAL_DAY), f"beta has no rank on this board on {PARTIAL_DAY}."),
        (("distance", "delta", "--date", "2026-01-08"), "delta has no rank on this board on 2026-01-08."),
        (("explain", "beta", "--date", "2025-01-01"), "The board has no ranks on 2025-01-01."),
        (("explain", "beta", "--game", "chess"), "Unknown game 'chess'"),
        (("history", "beta", "--metric", "beauty"), "Choose one of: daily_volume_usd, "),
    ],
)
def test_a_question_without_an_answer_is_refused_in_one_line(
    boxrank: Boxrank, market_url: str, command: tuple[str, ...], words: str
) -> None:
    ran = boxrank(*command, "--database", market_url)
    assert (ran.exit_code, ran.stdout, len(ran.stderr.splitlines())) == (1, "", 1)
    assert words in ran.stderr


def test_days_and_all_together_are_wrong_usage(boxrank: Boxrank, market_url: str) -> None:
    assert boxrank("history", "beta", "--days", 3, "--all", "--database", market_url).exit_code == 2


def test_on_recorded_data_every_explanation_adds_up(boxrank: Boxrank, one_piece_url: str) -> None:
    board = ("--date", "2026-01-26", "--json", "--database", one_piece_url)
    for row in boxrank("leaderboard", *board).json["data"]:
        move = boxrank("explain", row["box"]["slug"], *board).json["data"]
        assert sum(part["change"] for part in move["parts"]) == row["rank_change"]


def test_on_recorded_data_no_day_compares_with_the_partial_one(boxrank: Boxrank, one_piece_url: str) -> None:
    shown = boxrank("explain", "op-05", "--date", "2026-01-26", "--database", one_piece_url).stdout
    assert "moves since 2026-01-22" in shown
