"""The box page: where it stands and why, its record, its ranges and its table."""

import re

import pytest

from app.words.figures import dated
from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import BOARD, Web
from tests.integration.web.page_text import links, page, section


def slug_at(web: Web, position: int) -> str:
    found: str = web.json(f"{BOARD}?limit=25")["data"][position]["box"]["slug"]
    return found


@pytest.mark.parametrize("position", [0, 3, 9, 17])
def test_the_parts_of_a_move_add_up_to_its_change(web: Web, position: int) -> None:
    slug = slug_at(web, position)
    returned = web.json(f"{BOARD}/{slug}/explanation")["data"]

    text = section(page(web, f"/boxes/{slug}"), "Why did it move?")

    assert returned["text"][1:] in text
    if returned["parts"]:
        numbers = [
            int(number.replace("\u2212", "-")) for number in re.findall(r"(?<= )[+\u2212]?\d+(?= )", text)
        ]
        assert numbers[-1] == returned["rank_change"]
        assert sum(numbers[-1 - len(returned["parts"]) : -1]) == returned["rank_change"]


def test_the_distance_names_the_volume_of_tomorrow(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"first": 400.0, "second": 200.0, "third": 1.0})
    own_web.services.refresh.run()

    text = section(page(own_web, "/boxes/second"), "Gap to neighbours")

    assert "$200 ahead" in text
    assert "To pass it, $1,000 must trade here tomorrow." in text  # 0.75 * 200 + 0.25 * 1000.04 = 400.01
    assert "Stays ahead tomorrow even if nothing sells here." in text


def test_neighbours_stand_around_the_box_and_lead_to_their_pages(web: Web) -> None:
    rows = [row["box"]["slug"] for row in web.json(f"{BOARD}/{slug_at(web, 5)}/around?count=2")["data"]]

    found = re.findall(
        r'href="/boxes/([^"?]+)"', page(web, f"/boxes/{rows[2]}").split("<h2>Neighbours</h2>")[1]
    )

    assert found[:5] == rows


def test_the_record_says_since_when_the_box_is_ranked(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"old": 5.0, "new": None})
    own_feed.give_volumes(day_after(1), {"old": 5.0, "new": 3.0})
    own_feed.give_volumes(day_after(2), {"old": 5.0, "new": 4.0})
    own_web.services.refresh.run()

    for box, first, days in (("old", day_after(0), 3), ("new", day_after(1), 2)):
        assert f"<dd>{days} <small>since {dated(first)}</small>" in page(own_web, f"/boxes/{box}")


def test_the_record_tells_the_ranks_of_a_week_and_a_month_ago(web: Web) -> None:
    slug = slug_at(web, 2)
    record = web.json(f"{BOARD}/{slug}")["data"]["record"]

    text = page(web, f"/boxes/{slug}")

    assert f"{record['streak']} <small>ranked days in a row" in text
    assert "Rank a week ago" in text
    assert "Rank a month ago" in text


def test_a_box_leads_to_the_comparison_with_it(web: Web) -> None:
    slug = slug_at(web, 1)

    assert f"/compare?boxes={slug}" in links(page(web, f"/boxes/{slug}"))


def test_the_daily_table_sorts_by_any_column_both_ways(own_web: Web, own_feed: Feed) -> None:
    floors = (30.0, 10.0, 20.0)
    for day, floor in enumerate(floors):
        own_feed.give([observation("a", day_after(day), floor_price_usd=floor, volume_usd=1.0)])
    own_web.services.refresh.run()

    def listed(url: str) -> list[str]:
        return re.findall(r"(\d+)<i>\.00</i>", page(own_web, url).split('id="days"')[1])

    assert listed("/boxes/a") == ["20", "10", "30"]
    assert listed("/boxes/a?sort=floor") == ["30", "20", "10"]
    assert listed("/boxes/a?sort=floor&order=rising") == ["10", "20", "30"]
    assert "/boxes/a?sort=floor&order=rising" in links(page(own_web, "/boxes/a?sort=floor"))


def test_an_unknown_column_is_refused_in_words(web: Web) -> None:
    assert "Choose one of: rank, floor" in page(web, f"/boxes/{slug_at(web, 0)}?sort=colour", 422)


def test_every_day_lists_every_day(web: Web) -> None:
    slug = slug_at(web, 0)
    observed = web.json(f"{BOARD}/{slug}/time-series?days=3000")["data"]

    table = page(web, f"/boxes/{slug}?days=36525").split('id="days"')[1]

    assert table.count('<tr><th scope="row">') == len(observed)


def test_a_box_without_a_rank_has_no_story(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": None, "b": 1.0})
    own_web.services.refresh.run()

    text = page(own_web, "/boxes/a")

    assert "Why did it move?" not in text
    assert "<h2>Neighbours</h2>" not in text


def test_a_volume_that_was_estimated_is_marked_by_marketplace(own_web: Web, own_feed: Feed) -> None:
    own_feed.give([observation("a", day_after(0), floor_price_usd=10.0, units_sold=3.0)])
    own_web.services.refresh.run()

    text = section(page(own_web, "/boxes/a"), "By marketplace")

    assert "$30 estimated" in text
    assert "100%" in text


def test_a_day_before_the_box_was_reported_offers_others(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0})
    own_feed.give_volumes(day_after(1), {"a": 1.0, "young": 1.0})
    own_web.services.refresh.run()

    text = page(own_web, f"/boxes/young?date={day_after(0)}", 404)

    assert f"/boxes/young?date={day_after(1)}" in links(text)


def test_a_box_page_travels_light(web: Web) -> None:
    answer = web.get(f"/boxes/{slug_at(web, 0)}", Accept_Encoding="gzip")

    assert int(answer.headers["content-length"]) < 15_000


def test_the_charts_of_a_young_box_begin_with_its_first_day(own_web: Web, own_feed: Feed) -> None:
    for day in range(40):
        young = {"young": 5.0} if day >= 30 else {}
        own_feed.give_volumes(day_after(day), {"old": 9.0} | young)
    own_web.services.refresh.run()

    text = page(own_web, "/boxes/young?days=30")

    assert f"Since its first day, {day_after(30).day} January 2026" in text
    assert f'"{day_after(30)}"' in text
    assert f'"{day_after(29)}"' not in text
    assert "Thirty days" in page(own_web, "/boxes/old?days=30")
