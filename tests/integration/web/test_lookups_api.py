"""GET /api/v1/games and /api/v1/search."""

import pytest

from tests.factories import Feed, day_after
from tests.integration.web.conftest import API, BOARD, Web


def test_games_are_reported_with_their_boxes_and_lead_to_boards(web: Web) -> None:
    games = web.json(f"{API}/games")["data"]

    assert [(game["game"], game["boxes"]) for game in games] == [
        ("Lanternmoor", 8),
        ("Skyfarer", 8),
        ("Tidewright", 8),
    ]
    for game in games:
        assert web.json(f"{BOARD}?game={game['game']}")["meta"]["game"] == game["game"]


def test_games_as_a_file_are_dated(web: Web) -> None:
    answer = web.get(f"{API}/games?format=csv")

    assert answer.text.splitlines()[:2] == ["game,boxes", "Lanternmoor,8"]
    assert 'filename="boxrank-games-2026-05-30.csv"' in answer.headers["content-disposition"]


def test_the_box_that_is_named_comes_first(web: Web) -> None:
    found = web.json(f"{API}/search?q=TW-05")

    assert found["data"][0]["slug"] == "tw-05"
    assert found["meta"]["total"] == len(found["data"])


def test_every_word_must_be_in_a_box_whatever_its_case(web: Web) -> None:
    name = web.json(f"{API}/search?q=tw-05")["data"][0]["name"]
    words = "%20".join(reversed(name.upper().split()))

    assert [box["slug"] for box in web.json(f"{API}/search?q={words}")["data"]] == ["tw-05"]


def test_case_is_no_matter_beyond_ascii_either(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"épée": 1.0, "other": 2.0})
    own_web.services.refresh.run()

    for path in (f"{API}/search", BOARD):
        assert own_web.json(f"{path}?q=%C3%89P%C3%89E")["meta"]["total"] == 1


def test_pages_of_boxes_found_neither_repeat_nor_lose_one(web: Web) -> None:
    pages = [web.json(f"{API}/search?q=box&limit=10&offset={offset}") for offset in (0, 10, 20)]

    slugs = [box["slug"] for page in pages for box in page["data"]]
    assert len(slugs) == len(set(slugs)) == pages[0]["meta"]["total"] == 24
    assert [page["meta"]["next_offset"] for page in pages] == [10, 20, None]


def test_signs_of_the_database_are_taken_as_they_are(web: Web) -> None:
    assert web.json(f"{API}/search?q=%25")["data"] == web.json(f"{API}/search?q=_")["data"] == []


def test_a_game_narrows_the_search(web: Web) -> None:
    found = web.json(f"{API}/search?q=box&game=skyfarer")["data"]

    assert {box["game"] for box in found} == {"Skyfarer"}


@pytest.mark.parametrize("query", ["", "q=", "q=%20", f"q={'x' * 101}", "q=a&limit=0", "q=a&game=chess"])
def test_a_search_for_nothing_is_rejected(web: Web, query: str) -> None:
    assert web.get(f"{API}/search?{query}").status_code == 422


def test_every_address_takes_a_box_in_any_spelling(web: Web, first_slug: str) -> None:
    spelled = first_slug.upper().replace("-", "%20", 1)

    assert web.json(f"{API}/booster-boxes/{spelled}")["data"]["box"]["slug"] == first_slug
    assert web.get(f"/boxes/{spelled}").status_code == 200
    assert web.json(f"{API}/search?q={spelled}")["data"][0]["slug"] == first_slug
