"""`boxrank suspects`, and what an import says about values that look wrong."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.e2e.conftest import Boxrank, write_rows
from tests.factories import observation

FIRST = date(2026, 1, 1)
WRONG_DAY = "2026-01-06"
LISTINGS = [40, 41, 42, 41, 40, 2800, 41]


@pytest.fixture
def market(tmp_path: Path, boxrank: Boxrank, empty_url: str) -> str:
    """A box whose listings of one day look wrong; imported, not published."""
    rows = [
        observation("gilded-tide", FIRST + timedelta(day), active_listings=count, floor_price_usd=90)
        for day, count in enumerate(LISTINGS)
    ]
    file = write_rows(tmp_path / "market.jsonl", rows)
    assert boxrank("import", file, "--create-boxes", "--database", empty_url).exit_code == 0
    return empty_url


def listed(boxrank: Boxrank, url: str, *options: str) -> list[tuple[str, float, str]]:
    rows = boxrank("suspects", "list", "--json", *options, "--database", url).json
    return [(row["metric_date"], row["value"], row["reason"]) for row in rows]


def test_an_import_names_the_values_that_look_wrong(tmp_path: Path, boxrank: Boxrank, market: str) -> None:
    rows = [
        observation("gilded-tide", FIRST + timedelta(20 + 2 * day), floor_price_usd=price)
        for day, price in enumerate([9000, 1, 8000, 2, 7000])
    ]
    result = boxrank("import", write_rows(tmp_path / "wrong.jsonl", rows), "--database", market)
    assert (
        "5 values look wrong: gilded-tide 2026-01-29 tcgplayer floor $7,000.00, gilded-tide 2026-01-27 "
        "tcgplayer floor $2.00, gilded-tide 2026-01-25 tcgplayer floor $8,000.00 and 2 more. They are "
        "not used. To see them: boxrank suspects list" in result.stdout
    )


def test_with_every_value_used_none_is_named_or_listed(
    tmp_path: Path, boxrank: Boxrank, market: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOXRANK_SUSPECTS", "off")
    row = observation("gilded-tide", date(2026, 1, 9), active_listings=9000)
    assert (
        "wrong" not in boxrank("import", write_rows(tmp_path / "a.jsonl", [row]), "--database", market).stdout
    )
    result = boxrank("suspects", "list", "--database", market)
    assert result.stdout.splitlines() == [
        "No value looks wrong.",
        "BOXRANK_SUSPECTS is off: every value is used.",
    ]


def test_an_import_without_such_values_says_nothing_of_them(
    tmp_path: Path, boxrank: Boxrank, market: str
) -> None:
    file = write_rows(
        tmp_path / "usual.jsonl", [observation("gilded-tide", date(2026, 1, 8), active_listings=40)]
    )
    assert "wrong" not in boxrank("import", file, "--database", market).stdout


def test_a_list_shows_imported_values_before_and_after_a_refresh(boxrank: Boxrank, market: str) -> None:
    before = boxrank("suspects", "list", "--database", market).stdout
    boxrank("refresh", "--database", market)
    assert boxrank("suspects", "list", "--database", market).stdout == before
    line = next(line for line in before.splitlines() if WRONG_DAY in line)
    assert line.split() == f"gilded-tide {WRONG_DAY} tcgplayer listings 2,800 far from its level".split()


def test_a_list_is_one_of_a_box(tmp_path: Path, boxrank: Boxrank, market: str) -> None:
    file = write_rows(tmp_path / "other.jsonl", [observation("quiet-harbor", FIRST, active_listings=3)])
    boxrank("import", file, "--create-boxes", "--database", market)
    assert listed(boxrank, market, "--box", "quiet-harbor") == []
    assert len(listed(boxrank, market, "--box", "gilded-tide")) == 1
    assert boxrank("suspects", "list", "--box", "nobody", "--database", market).exit_code == 1


def test_an_accepted_value_is_used_from_the_next_refresh(boxrank: Boxrank, market: str) -> None:
    boxrank("refresh", "--database", market)
    value = ("gilded-tide", WRONG_DAY, "TCGplayer.com", "listings", "2,800")
    result = boxrank("suspects", "accept", *value, "--database", market)
    assert result.stdout.startswith(f"gilded-tide {WRONG_DAY} tcgplayer listings 2,800 is accepted")
    assert listed(boxrank, market) == []
    assert listed(boxrank, market, "--all") == [(WRONG_DAY, 2800, "accepted")]
    boxrank("refresh", "--database", market)
    shown = boxrank("box", "gilded-tide", "--date", WRONG_DAY, "--json", "--database", market).json
    assert shown["data"]["figures"]["active_listings_count"] == 2800


def test_a_rejected_value_is_not_used(boxrank: Boxrank, market: str) -> None:
    boxrank("suspects", "reject", "gilded-tide", "2026-01-07", "tcgplayer", "listings", "--database", market)
    boxrank("refresh", "--database", market)
    shown = boxrank("box", "gilded-tide", "--date", "2026-01-07", "--json", "--database", market).json
    assert shown["data"]["figures"]["active_listings_count"] == 40
    assert ("2026-01-07", 41, "rejected") in listed(boxrank, market, "--all")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2026-02-06", "tcgplayer", "listings"), "No marketplace reported gilded-tide on 2026-02-06."),
        ((WRONG_DAY, "ebay", "listings"), f"ebay did not report gilded-tide on {WRONG_DAY}; tcgplayer did."),
        (
            (WRONG_DAY, "tcgplayer", "sold"),
            f"tcgplayer reported no boxes sold of gilded-tide on {WRONG_DAY}.",
        ),
        (
            (WRONG_DAY, "tcgplayer", "listings", "52"),
            f"tcgplayer reported listings 2,800 of gilded-tide on {WRONG_DAY}, not 52.",
        ),
    ],
)
def test_a_value_that_is_not_there_is_an_error_of_one_sentence(
    boxrank: Boxrank, market: str, arguments: tuple[str, ...], sentence: str
) -> None:
    result = boxrank("suspects", "accept", "gilded-tide", *arguments, "--database", market)
    assert (result.exit_code, result.stderr.strip()) == (1, sentence)


def test_a_decision_is_made_once_and_can_be_reversed(boxrank: Boxrank, market: str) -> None:
    value = ("gilded-tide", WRONG_DAY, "tcgplayer", "listings")
    assert boxrank("suspects", "accept", *value, "--database", market).exit_code == 0
    again = boxrank("suspects", "accept", *value, "--database", market)
    assert again.stderr.strip() == f"gilded-tide {WRONG_DAY} tcgplayer listings 2,800 is accepted already."
    reversed_ = boxrank("suspects", "reject", *value, "--json", "--database", market)
    assert (reversed_.json["value"], reversed_.json["reason"]) == (2800, "rejected")
    assert listed(boxrank, market, "--all") == [(WRONG_DAY, 2800, "rejected")]


def test_an_unknown_field_is_wrong_usage(boxrank: Boxrank, market: str) -> None:
    result = boxrank(
        "suspects", "accept", "gilded-tide", WRONG_DAY, "tcgplayer", "shelf", "--database", market
    )
    assert result.exit_code == 2
    assert "listings" in result.stderr


def test_recorded_listings_of_a_wrong_day_are_listed(boxrank: Boxrank, one_piece_url: str) -> None:
    found = listed(boxrank, one_piece_url)
    assert len([each for each in found if each[0] == "2026-01-29" and each[2] == "far_from_its_level"]) == 18
    assert ("2026-02-02", 31911.02, "contradicts_price") in found
