"""Names of boxes for addresses and narrow places."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.slugs import LONGEST_SLUG, box_slug, short_name_for, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("OP-01-BLUE", "op-01-blue"),
        ("  Pokémon: Évolutions  ", "pokemon-evolutions"),
        ("The Kite Queen's Wager", "the-kite-queens-wager"),
        ("The Kite Queen\u2019s Wager", "the-kite-queens-wager"),
        ("Sun & Moon / 2", "sun-moon-2"),
        ("\uff33\uff26-07", "sf-07"),
    ],
)
def test_a_slug_is_lower_case_ascii_words_joined_by_hyphens(text: str, slug: str) -> None:
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["", "  ", "!!!", "空の船"])
def test_a_text_without_latin_letters_makes_no_slug(text: str) -> None:
    with pytest.raises(ValueError, match="no Latin letter or digit"):
        slugify(text)


@given(st.text())
def test_every_slug_fits_an_address_and_is_its_own_slug(text: str) -> None:
    try:
        slug = slugify(text)
    except ValueError:
        return
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST_SLUG
    assert slugify(slug) == slug


def test_a_box_is_addressed_by_its_code_else_by_its_name() -> None:
    assert box_slug("OP-01-BLUE", "whatever") == "op-01-blue"
    assert (
        box_slug(None, "One Piece - OP-05 Awakening of the New Era Booster Box")
        == "one-piece-op-05-awakening-of-the-new-era-booster-box"
    )


@pytest.mark.parametrize(
    ("name", "game", "code", "short_name"),
    [
        ("One Piece - OP-01 First Dawn Booster Box (Blue)", "One Piece", "OP-01-BLUE", "First Dawn (Blue)"),
        ("One Piece - PRB-01 Premium Booster Booster Box", "One Piece", "PRB-01", "Premium Booster"),
        ("One Piece - OP-07 500 Years Later Booster Box", "One Piece", "OP-07", "500 Years Later"),
        ("Skyfarer SF-07 Starlight Ballast Booster Display", "skyfarer", "sf-07", "Starlight Ballast"),
        ("One Piece - OP-01 First Dawn Booster Box (Blue)", None, "OP-01-BLUE", "First Dawn (Blue)"),
        ("Sky: Farer – sf-07: Starlight Booster Box", None, "SF-07", "Starlight"),
        ("Starlight Booster Box - SF-07", None, "SF-07", "Starlight Booster Box - SF-07"),
        ("Starlight SF-07 Booster Box", None, "SF-07", "Starlight SF-07"),
        ("Skyfarer - SF-070 Starlight", None, "SF-07", "Skyfarer - SF-070 Starlight"),
        ("SF-070 Starlight", None, "SF-07", "SF-070 Starlight"),
        ("Skyfarers Unite Booster Box", "Skyfarer", None, "Skyfarers Unite"),
        ("Skyfarer Booster Box", None, None, "Skyfarer"),
        ("Booster Box", None, None, "Booster Box"),
        ("Skyfarer", "Skyfarer", None, "Skyfarer"),
    ],
)
def test_a_short_name_leaves_out_game_code_and_product_words(
    name: str, game: str | None, code: str | None, short_name: str
) -> None:
    assert short_name_for(name, game, code) == short_name
