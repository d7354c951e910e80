"""Numbers, lists and changes in words."""

import pytest

from app.words.sentences import change_in_words, listed, number_word, ordinal_word


def test_small_numbers_are_words_and_large_ones_digits() -> None:
    assert [number_word(number) for number in (0, 6, 10, 11)] == ["zero", "six", "ten", "11"]


def test_ordinals_are_words_up_to_tenth_and_know_their_suffix() -> None:
    ranks = (1, 3, 10, 11, 12, 13, 21, 22, 23, 24, 101, 111, 1013)
    assert [ordinal_word(rank) for rank in ranks] == [
        *("first", "third", "tenth", "11th", "12th", "13th"),
        *("21st", "22nd", "23rd", "24th", "101st", "111th", "1013th"),
    ]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B and 2 others"),
    ],
)
def test_long_lists_count_the_rest(names: list[str], expected: str) -> None:
    assert listed(names) == expected


@pytest.mark.parametrize(
    ("before", "after", "unit", "expected"),
    [
        (100.0, 104.0, "usd", "rose 4 %"),
        (100.0, 77.4, "usd", "fell 22.6 %"),
        (0.0, 5.0, "usd", "rose from zero"),
        (5.0, 0.0, "usd", "fell 100 %"),
        (100_000.0, 100_000.01, "usd", "rose less than 0.1 %"),
        (-5.0, 3.0, "percent", "rose 8 points"),
        (5.0, 5.0, "usd", "stayed the same"),
    ],
)
def test_a_change_is_reported_in_percent_or_points(
    before: float, after: float, unit: str, expected: str
) -> None:
    assert change_in_words(before, after, unit) == expected
