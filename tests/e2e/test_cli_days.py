"""`boxrank days` and `boxrank diff`."""

import pytest

from tests.e2e.conftest import PARTIAL_DAY, Boxrank


def test_every_ranked_day_shows_its_boxes_and_the_day_it_is_compared_with(
    boxrank: Boxrank, market_url: str
) -> None:
    shown = boxrank("days", "--all", "--database", market_url).stdout
    rows = [line.split() for line in shown.splitlines() if line.startswith("2026")]
    assert rows[0] == ["2026-01-01", "4", "4", "–", "–"]
    assert rows[-2:] == [
        [str(PARTIAL_DAY), "1", "1", "4", "2026-01-08", "partial"],
        ["2026-01-10", "5", "5", "4", "2026-01-08"],
    ]
    assert "10 of 10 ranked days.\n" in shown
    assert shown.endswith("Partial: fewer than half of the expected boxes were reported.\n")


def test_the_newest_days_are_shown_and_all_are_counted(boxrank: Boxrank, market_url: str) -> None:
    ran = boxrank("days", "--last", 2, "--database", market_url)
    assert "2 of 10 ranked days.\n" in ran.stdout
    listed = boxrank("days", "--last", 2, "--json", "--database", market_url).json["data"]
    assert [day["metric_date"] for day in listed] == [str(PARTIAL_DAY), "2026-01-10"]
    assert listed[0]["is_partial"] is True


def test_a_board_by_another_metric_has_its_own_days(boxrank: Boxrank, market_url: str) -> None:
    days = boxrank("days", "--metric", "floor_price_usd", "--json", "--database", market_url).json["data"]
    assert [day["boxes_ranked"] for day in days[-2:]] == [1, 2]


def test_two_days_are_counted_by_outcome_and_listed(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("diff", "2026-01-07", "2026-01-10", "--database", market_url).stdout
    assert "1 entered, 0 left, 1 climbed, 2 fell, 1 unchanged" in shown
    rows = [line.split() for line in shown.splitlines() if line.endswith(("$903.12", "$5.00", "$10.00"))]
    assert rows == [
        ["3", "1", "▲2", "gamma", "gamma", "$50.00", "$903.12"],
        ["4", "4", "–", "delta", "delta", "$10.00", "$10.00"],
        ["–", "5", "in", "epsilon", "epsilon", "–", "$5.00"],
    ]


def test_a_box_that_left_is_marked(boxrank: Boxrank, market_url: str) -> None:
    options = ("--outcome", "left", "--database", market_url)
    shown = boxrank("diff", "2026-01-07", "2026-01-08", *options).stdout
    assert "4  – out  delta delta" in shown
    assert "epsilon" not in shown
    assert shown.endswith("Rows 1 to 1 of 1.\n")


def test_a_comparison_with_a_partial_day_says_so(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("diff", "2026-01-08", PARTIAL_DAY, "--database", market_url).stdout
    assert f"{PARTIAL_DAY} is a partial day" in shown


def test_a_page_of_a_comparison_shows_where_the_next_one_begins(boxrank: Boxrank, market_url: str) -> None:
    days = ("2026-01-07", "2026-01-10")
    first = boxrank("diff", *days, "--limit", 2, "--database", market_url).stdout
    assert first.endswith("Rows 1 to 2 of 5. Next page: --offset 2\n")
    beyond = boxrank("diff", *days, "--offset", 9, "--database", market_url).stdout
    assert beyond.endswith("No rows here; there are 5.\n")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--outcome", "jumped"), "Choose one of: ENTERED, LEFT, CLIMBED, FELL, UNCHANGED."),
        (("--limit", "0"), "from 1 up"),
        (("--game", "chess"), "Unknown game 'chess'"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_rejected_in_one_line(
    boxrank: Boxrank, market_url: str, options: tuple[str, ...], words: str
) -> None:
    ran = boxrank("diff", "2026-01-07", "2026-01-10", *options, "--database", market_url)
    assert (ran.exit_code, ran.stdout, len(ran.stderr.splitlines())) == (1, "", 1)
    assert words in ran.stderr


def test_a_day_without_ranks_or_without_sense_is_rejected(boxrank: Boxrank, market_url: str) -> None:
    unranked = boxrank("diff", "2025-01-01", "2026-01-10", "--database", market_url)
    refusal = "The board has no ranks on 2025-01-01. Its first day is 2026-01-01.\n"
    assert (unranked.exit_code, unranked.stderr) == (1, refusal)
    assert boxrank("diff", "2026-02-30", "2026-01-10", "--database", market_url).exit_code == 2
    assert boxrank("days", "--last", 3, "--all", "--database", market_url).exit_code == 2


def test_the_partial_days_of_recorded_data_are_marked(boxrank: Boxrank, one_piece_url: str) -> None:
    days = boxrank("days", "--all", "--json", "--database", one_piece_url).json["data"]
    compared = {day["metric_date"]: day["compared_with"] for day in days}
    assert "2026-01-23" in {day["metric_date"] for day in days if day["is_partial"]}
    assert compared["2026-01-26"] == "2026-01-22"
