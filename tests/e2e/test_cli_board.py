"""`boxrank leaderboard`, `box` and `series`."""

import re
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from app.domain.boards import BOARD_METRICS
from app.read.board import LeaderboardRequest, read_board
from app.read.box import BoxDetailRequest
from app.read.series import TimeSeriesRequest
from tests.ages import ageless
from tests.e2e.conftest import DAY_OF_NEWCOMER, LAST_DAY, PARTIAL_DAY, Boxrank
from tests.factories import ClockedServices, clocked_services


@pytest.fixture
def served(market_url: str) -> Iterator[ClockedServices]:
    """The services behind the API, over the same market."""
    with clocked_services(market_url) as services:
        yield services


def test_the_board_shows_ties_and_moves_by_signs(boxrank: Boxrank, market_url: str) -> None:
    board = boxrank("leaderboard", "--database", market_url)
    assert board.row_of("gamma")[:2] == ["1", "▲2"]
    assert board.row_of("alpha")[:2] == ["=2", "▼1"]
    assert board.row_of("beta")[:2] == ["=2", "▼1"]
    assert board.row_of("delta")[:2] == ["4", "RE"]


def test_a_newcomer_is_marked_on_its_first_day(boxrank: Boxrank, market_url: str) -> None:
    board = boxrank("leaderboard", "--date", DAY_OF_NEWCOMER, "--database", market_url)
    assert board.row_of("epsilon")[:2] == ["4", "NEW"]
    assert board.row_of("gamma")[:2] == ["3", "–"]


def test_an_unknown_figure_is_a_dash_and_never_zero(boxrank: Boxrank, market_url: str) -> None:
    board = boxrank("leaderboard", "--database", market_url)
    assert board.row_of("beta")[-5:] == ["$100.00", "–", "–", "–", "–"]
    assert board.row_of("alpha")[-5:] == ["$100.00", "$1,234.50", "0.0%", "2.00", "8"]


def test_a_partial_day_is_called_partial_and_no_later_day_is_compared_with_it(
    boxrank: Boxrank, market_url: str
) -> None:
    assert "Partial day" in boxrank("leaderboard", "--date", PARTIAL_DAY, "--database", market_url).stdout
    latest = boxrank("leaderboard", "--database", market_url).stdout
    assert f"moves since {DAY_OF_NEWCOMER}" in latest
    assert "Partial" not in latest


def test_provisional_boxes_are_named(boxrank: Boxrank, market_url: str) -> None:
    board = boxrank("leaderboard", "--database", market_url)
    assert "Provisional, an average of fewer than 7 volumes: epsilon." in board.stdout


def test_a_page_shows_where_the_next_one_begins(boxrank: Boxrank, market_url: str) -> None:
    first = boxrank("leaderboard", "--limit", 2, "--database", market_url)
    assert "Rows 1 to 2 of 5. Next page: --offset 2" in first.stdout
    last = boxrank("leaderboard", "--limit", 2, "--offset", 4, "--database", market_url)
    assert last.stdout.endswith("Rows 5 to 5 of 5.\n")


def test_the_first_page_opens_with_the_sentence_of_the_day_and_no_other_does(
    boxrank: Boxrank, market_url: str
) -> None:
    sentence = "gamma is number one for the first time."
    assert sentence in boxrank("leaderboard", "--database", market_url).stdout
    for options in (("--offset", 1), ("--query", "gamma")):
        assert sentence not in boxrank("leaderboard", *options, "--database", market_url).stdout


def test_a_board_by_another_metric_leads_with_it_and_keeps_the_primary_rank(
    boxrank: Boxrank, market_url: str
) -> None:
    board = boxrank("leaderboard", "--metric", "floor_price_usd", "--database", market_url)
    assert "by floor · moves since" in board.stdout
    assert board.row_of("alpha") == ["1", "–", "alpha", "alpha", "$1,234.50", "2", "$100.00", "0.0%", "2.00"]
    assert board.row_of("gamma")[:6] == ["2", "–", "gamma", "gamma", "$50.00", "1"]


def test_a_window_is_the_board_by_its_volume(boxrank: Boxrank, market_url: str) -> None:
    day = boxrank("leaderboard", "--window", "24h", "--database", market_url)
    assert "by the day's volume" in day.stdout
    assert day.row_of("gamma")[4] == "$2,000.00"
    month = boxrank("leaderboard", "--window", "30d", "--json", "--database", market_url).json
    assert month["meta"]["metric"] == "unified_volume_30d_sma"


def test_the_worst_come_first_on_request_and_keep_their_ranks(boxrank: Boxrank, market_url: str) -> None:
    rows = boxrank("leaderboard", "--order", "worst", "--json", "--database", market_url).json["data"]
    assert [row["current_rank"] for row in rows] == [5, 4, 2, 2, 1]
    assert "worst first" in boxrank("leaderboard", "--order", "worst", "--database", market_url).stdout


def test_a_search_shows_the_boxes_of_that_name_or_says_there_is_none(
    boxrank: Boxrank, market_url: str
) -> None:
    found = boxrank("leaderboard", "--query", "ta", "--json", "--database", market_url).json["data"]
    assert [row["box"]["slug"] for row in found] == ["beta", "delta"]
    none = boxrank("leaderboard", "--query", "omega", "--database", market_url)
    assert none.stdout.endswith("No box on this board is called “omega”.\n")


def test_cursors_walk_the_board_without_repeating_or_losing_a_box(boxrank: Boxrank, market_url: str) -> None:
    seen, options = [], ()
    while True:
        page = boxrank("leaderboard", "--limit", 2, *options, "--json", "--database", market_url).json
        seen += [row["box"]["slug"] for row in page["data"]]
        cursor = page["meta"]["next_cursor"]
        if cursor is None:
            break
        options = ("--cursor", cursor)
    assert seen == ["gamma", "alpha", "beta", "delta", "epsilon"]


def test_a_page_by_cursor_prints_the_next_cursor_in_one_piece(boxrank: Boxrank, market_url: str) -> None:
    first = boxrank("leaderboard", "--limit", 2, "--json", "--database", market_url).json["meta"]
    options = ("--limit", 2, "--cursor", first["next_cursor"])
    second = boxrank("leaderboard", *options, "--database", market_url).stdout
    following = boxrank("leaderboard", *options, "--json", "--database", market_url).json["meta"]
    assert second.endswith(f"Next page: --cursor {following['next_cursor']}\n")


def test_a_page_beyond_the_board_is_empty_and_no_error(boxrank: Boxrank, market_url: str) -> None:
    beyond = boxrank("leaderboard", "--offset", 9, "--database", market_url)
    assert beyond.stdout.endswith("No rows here; the board has 5 rows.\n")


@pytest.mark.parametrize(
    "command",
    [
        ("leaderboard",),
        ("leaderboard", "--metric", "expected_days_to_sell"),
        ("box", "alpha"),
        ("series", "alpha"),
        ("history", "alpha"),
        ("around", "alpha"),
        ("distance", "alpha"),
        ("explain", "alpha"),
        ("days",),
        ("diff", "2026-01-07", "2026-01-10"),
        ("boxes", "list"),
    ],
)
def test_every_table_fits_eighty_columns_without_escape_signs(
    boxrank: Boxrank, market_url: str, command: tuple[str, ...]
) -> None:
    shown = boxrank(*command, "--database", market_url).stdout
    assert max(len(line) for line in shown.splitlines()) <= 80
    assert "\x1b" not in shown


def test_every_board_of_recorded_data_fits_eighty_columns(boxrank: Boxrank, one_piece_url: str) -> None:
    for metric in BOARD_METRICS:
        options = ("--metric", metric, "--game", "One Piece", "--date", "2026-01-31")
        shown = boxrank("leaderboard", *options, "--database", one_piece_url)
        assert " op-13 " in shown.stdout or "has no ranks" in shown.stderr, metric
        assert max((len(line) for line in shown.stdout.splitlines()), default=0) <= 80, metric


def test_a_terminal_gets_colours_unless_they_are_unwanted(
    boxrank: Boxrank, market_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[32m▲2" in boxrank("leaderboard", "--database", market_url).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in boxrank("leaderboard", "--database", market_url).stdout


def test_a_box_shows_rank_record_figures_and_marketplaces(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("box", "gamma", "--database", market_url).stdout
    assert f"Rank 1 by 7-day volume on {LAST_DAY}  ▲2  before: 3" in shown
    assert f"Peak 1 on {LAST_DAY}; ranked on 9 days, 1 day at number one; streak " in shown
    assert not re.search(r"^Listed ", shown, re.MULTILINE)
    assert "No marketplace reports market prices or listings of this box." in shown
    assert "tcgplayer   $50.00" in shown


def test_a_box_that_came_back_shows_where_it_left(boxrank: Boxrank, market_url: str) -> None:
    assert "RE  left at 4 on 2026-01-07" in boxrank("box", "delta", "--database", market_url).stdout


def test_a_box_not_observed_on_the_day_says_which_day_it_shows(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("box", "beta", "--date", PARTIAL_DAY, "--database", market_url).stdout
    assert f"Not reported since {DAY_OF_NEWCOMER}; these are its figures of that day." in shown


def test_a_series_has_one_row_per_observed_day(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank(
        "series", "beta", "--start", "2026-01-07", "--metric", "current_rank", "--database", market_url
    )
    rows = [line.split() for line in shown.stdout.splitlines() if line.startswith("2026")]
    assert rows == [["2026-01-07", "1"], ["2026-01-08", "1"], ["2026-01-10", "2"]]


def test_json_of_the_board_is_what_the_services_serve(
    boxrank: Boxrank, market_url: str, served: ClockedServices
) -> None:
    options = ("--date", LAST_DAY, "--limit", 2, "--offset", 1)
    ran = boxrank("leaderboard", *options, "--json", "--database", market_url)
    request = LeaderboardRequest(LAST_DAY, limit=2, offset=1)
    assert ran.stdout.encode() == ageless(served.reads.answer(request).entry.body) + b"\n"


def test_json_of_a_box_and_its_series_is_what_the_services_serve(
    boxrank: Boxrank, market_url: str, served: ClockedServices
) -> None:
    box = boxrank("box", "gamma", "--json", "--database", market_url)
    series = boxrank("series", "gamma", "--days", 3, "--json", "--database", market_url)
    assert box.stdout.encode() == ageless(served.reads.answer(BoxDetailRequest("gamma")).entry.body) + b"\n"
    request = TimeSeriesRequest("gamma", days=3)
    assert series.stdout.encode() == ageless(served.reads.answer(request).entry.body) + b"\n"


def test_the_default_page_is_that_of_the_api(
    boxrank: Boxrank, market_url: str, served: ClockedServices
) -> None:
    ran = boxrank("leaderboard", "--json", "--database", market_url)
    assert ran.stdout.encode() == orjson.dumps(served.read(read_board, LeaderboardRequest())) + b"\n"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("leaderboard", "--date", "2025-01-01"), "no ranks on 2025-01-01"),
        (("leaderboard", "--game", "chess"), "Unknown game 'chess'"),
        (("leaderboard", "--limit", "0"), "from 1 to 500"),
        (("leaderboard", "--metric", "beauty"), "Choose one of: daily_volume_usd, "),
        (("leaderboard", "--window", "8d"), "Choose one of: 24h, 7d, 30d."),
        (("leaderboard", "--metric", "floor_price_usd", "--window", "7d"), "floor_price_usd has no window"),
        (("leaderboard", "--order", "random"), "Choose one of: best, worst."),
        (("leaderboard", "--cursor", "abc"), "Invalid cursor"),
        (("box", "nobody"), "No box is called 'nobody'"),
        (("series", "alpha", "--metric", "beauty"), "Unknown metric 'beauty'"),
        (("series", "alpha", "--days", "3", "--start", "2026-01-01"), "not both"),
    ],
)
def test_a_question_without_an_answer_is_rejected_in_one_line(
    boxrank: Boxrank, market_url: str, command: tuple[str, ...], words: str
) -> None:
    ran = boxrank(*command, "--database", market_url)
    assert (ran.exit_code, ran.stdout, len(ran.stderr.splitlines())) == (1, "", 1)
    assert words in ran.stderr


def test_nothing_published_yet_is_rejected_with_the_way_out(boxrank: Boxrank, empty_url: str) -> None:
    ran = boxrank("leaderboard", "--database", empty_url)
    assert ran.exit_code == 1
    assert "boxrank import" in ran.stderr


def test_a_database_without_tables_counts_as_unavailable(boxrank: Boxrank, tmp_path: Path) -> None:
    ran = boxrank("leaderboard", "--database", tmp_path / "new.db")
    assert ran.exit_code == 3
    assert "boxrank db upgrade" in ran.stderr
