"""How values stand in a terminal."""

import pytest

from app.cli.output import cell, counted, decimal, dollars, movement, percent, whole


@pytest.mark.parametrize(
    "shown", [dollars(None), decimal(None), whole(None), cell(None), percent(None).plain]
)
def test_unknown_is_a_dash(shown: str) -> None:
    assert shown == "–"


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (dollars(0.0), "$0.00"),
        (dollars(1234.5), "$1,234.50"),
        (decimal(0.714286), "0.71"),
        (whole(0), "0"),
        (whole(12345), "12,345"),
        (percent(0.0).plain, "+0.0%"),
        (percent(-3.24).plain, "-3.2%"),
        (cell(False), "no"),
        (cell(7), "7"),
        (cell(1234.5), "1,234.50"),
    ],
)
def test_zero_and_every_other_value_stand_as_they_are(shown: str, words: str) -> None:
    assert shown == words


@pytest.mark.parametrize(
    ("state", "rank_change", "sign"),
    [
        ("UP", 6, "▲6"),
        ("DOWN", -2, "▼2"),
        ("SAME", 0, "–"),
        ("NEW", None, "NEW"),
        ("RE_ENTRY", None, "RE"),
    ],
)
def test_every_state_has_its_sign(state: str, rank_change: int | None, sign: str) -> None:
    assert movement(state, rank_change).plain == sign


def test_one_is_counted_in_the_singular() -> None:
    assert [counted(1, "box", "boxes"), counted(2000, "box", "boxes"), counted(0, "day")] == [
        "1 box",
        "2,000 boxes",
        "0 days",
    ]
