"""The compare page: two to four boxes side by side."""

import re

import pytest

from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import BOARD, LAST_DAY, Web
from tests.integration.web.page_text import links, page


def first_slugs(web: Web, count: int) -> list[str]:
    return [row["box"]["slug"] for row in web.json(f"{BOARD}?limit={count}")["data"]]


def compare(slugs: list[str], more: str = "") -> str:
    return "/compare?" + "&".join(f"boxes={slug}" for slug in slugs) + more


@pytest.mark.parametrize("count", [2, 3, 4])
def test_boxes_stand_side_by_side_with_figures_and_charts(web: Web, count: int) -> None:
    text = page(web, compare(first_slugs(web, count)))

    assert len(re.findall('class="who"', text)) == count
    assert 'data-pane="floors"' in text
    assert 'data-pane="ranks"' in text


def test_floors_begin_at_one_hundred(own_web: Web, own_feed: Feed) -> None:
    for day in range(3):
        own_feed.give(
            [
                observation("a", day_after(day), volume_usd=10.0, floor_price_usd=50.0 + 25 * day),
                observation("b", day_after(day), volume_usd=20.0, floor_price_usd=500.0),
            ]
        )
    own_web.services.refresh.run()

    assert "Floors of 2 boxes, each set to 100 on its first day" in page(own_web, compare(["a", "b"]))


def test_nothing_chosen_offers_boxes_and_a_start(web: Web) -> None:
    text = page(web, "/compare")
    first, second = first_slugs(web, 2)

    assert "Choose two to four boxes" in text
    assert compare([first, second]) in links(text)
    assert len(re.findall("<option", text)) > 20


def test_one_box_is_offered_its_neighbours_on_the_board(web: Web) -> None:
    first, second, third = first_slugs(web, 3)

    found = links(page(web, compare([second])))

    assert {compare([second, first]), compare([second, third])} <= found


def test_a_box_can_be_taken_out_and_the_rest_stays(web: Web) -> None:
    first, second, third = first_slugs(web, 3)

    assert compare([first, third]) in links(page(web, compare([first, second, third])))


def test_a_box_named_twice_stands_once(web: Web) -> None:
    first, second = first_slugs(web, 2)

    assert page(web, compare([first, first, second])).count('class="who"') == 2


def test_a_fifth_box_is_refused_in_words(web: Web) -> None:
    assert "name 4 at most" in page(web, compare(first_slugs(web, 5)), 422)


def test_an_unknown_box_has_the_page_of_unknown_boxes(web: Web) -> None:
    assert "Box not found" in page(web, compare([*first_slugs(web, 1), "nobody"]), 404)


def test_day_and_span_stay_in_every_link_of_the_page(web: Web) -> None:
    earlier = web.json(BOARD)["meta"]["previous_ranked_day"]
    slugs = first_slugs(web, 2)
    text = page(web, compare(slugs, f"&date={earlier}&days=30"))

    assert compare(slugs, f"&date={earlier}&days=365") in links(text)
    assert compare(slugs[1:], f"&date={earlier}&days=30") in links(text)
    assert f'name="date" value="{earlier}"' in text


def test_the_page_says_how_they_sell(own_web: Web, own_feed: Feed) -> None:
    for box, sold, floor in (("quick", 9.0, 100.0), ("slow", 1.0, 900.0)):
        own_feed.give(
            [observation(box, day_after(0), units_sold=sold, floor_price_usd=floor, volume_usd=sold * floor)]
        )
    own_web.services.refresh.run()

    text = re.sub("<[^>]*>", "", page(own_web, compare(["slow", "quick"])))

    assert "quick sells 9 boxes for each slow, at a ninth of the price." in text


def test_figures_of_an_earlier_day_say_so(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0, "b": 2.0})
    own_feed.give_volumes(day_after(1), {"b": 2.0})
    own_web.services.refresh.run()

    assert "a has not been reported since 1 January 2026; its figures are of that day." in page(
        own_web, compare(["a", "b"])
    )


def test_the_page_says_which_publication_it_was_made_from(web: Web) -> None:
    text = page(web, compare(first_slugs(web, 2)))

    assert "generation 1<" in text
    assert f"{LAST_DAY.day} May 2026" in text
