"""When two spellings are one name, and when they only look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identity import (
    is_one_edit_away,
    look_alike,
    number_as_written,
    same_marketplace,
    same_name,
    search_text,
    search_word,
    without_one_letter,
)


@pytest.mark.parametrize(
    "spelling",
    ["QX-07", "qx 07", "Qx07", "qx_07", "QX\u201307", "\uff31\uff38\uff0d\uff10\uff17", " qx - 07 "],
)
def test_case_width_dashes_and_blanks_do_not_count(spelling: str) -> None:
    assert same_name(spelling) == same_name("qx-07")


def test_accents_apostrophes_and_ligatures_do_not_count() -> None:
    assert same_name("Pok\u00e9 Ma\u00eetre\u2019s \u00c6on") == same_name("poke maitres aeon")


@pytest.mark.parametrize(("one", "other"), [("1-11", "11-1"), ("qx-07", "qx-7"), ("\u30ac", "\u30ab")])
def test_other_numbers_and_other_letters_are_other_names(one: str, other: str) -> None:
    assert same_name(one) != same_name(other)


def test_a_web_domain_does_not_count_in_a_marketplace() -> None:
    assert same_marketplace("Card Plaza") == same_marketplace("www.CardPlaza.com")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("81234.0", "81234"),
        ("81234,0", "81234"),
        ("8.1234E+4", "81234"),
        ("8,1234E+4", "81234"),
        ("81234", "81234"),
        ("81,234", "81,234"),
        ("v1.0", "v1.0"),
    ],
)
def test_numbers_are_undone_what_a_spreadsheet_did(text: str, number: str) -> None:
    assert number_as_written(text) == number


def test_a_number_that_lost_digits_is_no_number() -> None:
    for text in ("8.1E+4", "8,1E+4"):
        with pytest.raises(ValueError, match="shortened"):
            number_as_written(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("qx-7", "qx-07"), ("qx-07", "QX-07 Booster Box"), ("emberglow rising", "embreglow rising")],
)
def test_typing_errors_zeros_and_words_of_the_trade_look_alike(one: str, other: str) -> None:
    assert look_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("qx-07", "qx-08"), ("emberglow rising 1", "emberglow rising 2"), ("Booster Box A", "Booster Box B")],
)
def test_other_numbers_and_short_names_do_not_look_alike(one: str, other: str) -> None:
    assert not look_alike(one, other)


@pytest.mark.parametrize("query", ["op05", "OP 05", "op-05", "awakening new era", "POKEMON"])
def test_what_people_type_is_found(query: str) -> None:
    text = search_text("op-05", "OP-05 Awakening of the New Era, Pok\u00e9mon edition")
    assert all(search_word(word) in text for word in query.split())


@pytest.mark.parametrize("query", ["op06", "%", "_", "awakening old"])
def test_what_is_not_there_is_not_found(query: str) -> None:
    text = search_text("op-05", "OP-05 Awakening of the New Era")
    assert not all(search_word(word) in text for word in query.split())


@given(st.text(alphabet="abc1 ", max_size=8), st.text(alphabet="abc1 ", max_size=8))
def test_texts_one_edit_apart_share_what_remains_without_a_letter(one: str, other: str) -> None:
    assert is_one_edit_away(one, other) == is_one_edit_away(other, one)
    if is_one_edit_away(one, other):
        assert without_one_letter(one) & without_one_letter(other)


@given(st.text(max_size=30))
def test_the_form_of_a_name_is_its_own_form(text: str) -> None:
    assert same_name(same_name(text)) == same_name(text)
