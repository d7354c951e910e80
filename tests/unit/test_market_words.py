"""Why a change of the market's volume is not known, in words."""

import pytest

from app.domain.market_windows import CHANGE_REASONS
from app.words.market import no_change


@pytest.mark.parametrize(
    ("reason", "days", "words"),
    [
        ("few_whole_days", 7, "only 3 of 7 days were whole"),
        ("few_whole_days", 1, "incomplete day"),
        ("few_whole_days_before", 30, "only 2 of the 30 days before were whole"),
        ("few_whole_days_before", 1, "the day before is missing or incomplete"),
        ("no_common_volume", 7, "no marketplace reported the same box before"),
        ("nothing_traded_before", 7, "nothing was traded before"),
        ("no_volume", 7, ""),
    ],
)
def test_a_missing_change_has_its_reason(reason: str, days: int, words: str) -> None:
    assert reason in CHANGE_REASONS
    assert no_change(reason, days, whole_days=3, whole_days_before=2) == words


@pytest.mark.parametrize(
    ("whole_days", "words"), [(0, "none of 7 days was whole"), (1, "only 1 of 7 days was whole")]
)
def test_one_day_and_none_are_singular(whole_days: int, words: str) -> None:
    assert no_change("few_whole_days", 7, whole_days, 0) == words
