"""GET /api/v1/suspects, and the values that are not used on the page of a box and the page about the data."""

import re

import pytest

from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import API, Web

LISTINGS = [40, 41, 42, 41, 40, 2800, 41]


@pytest.fixture
def suspicious(own_web: Web, own_feed: Feed) -> Web:
    """A market in which the listings of one box are wrong on one day, and the volume of another."""
    rows = [
        observation("alpha", day_after(day), active_listings=count, volume_usd=100)
        for day, count in enumerate(LISTINGS)
    ]
    wrong_volume = observation("beta", day_after(6), floor_price_usd=10, units_sold=1, volume_usd=900)
    own_feed.give([*rows, wrong_volume])
    own_web.services.refresh.run()
    return own_web


def test_suspect_values_are_listed_newest_first_with_their_reason(suspicious: Web) -> None:
    answer = suspicious.json(f"{API}/suspects")
    assert answer["data"] == [
        {
            "slug": "beta",
            "code": None,
            "short_name": "beta",
            "metric_date": "2026-01-07",
            "marketplace": "tcgplayer",
            "field": "volume_usd",
            "value": 900.0,
            "reason": "contradicts_price",
        },
        {
            "slug": "alpha",
            "code": None,
            "short_name": "alpha",
            "metric_date": "2026-01-06",
            "marketplace": "tcgplayer",
            "field": "active_listings",
            "value": 2800.0,
            "reason": "far_from_its_level",
        },
    ]
    assert answer["meta"]["total"] == 2


def test_suspect_values_of_one_box_and_in_pages(suspicious: Web) -> None:
    assert [row["slug"] for row in suspicious.json(f"{API}/suspects?box=ALPHA")["data"]] == ["alpha"]
    second = suspicious.json(f"{API}/suspects?limit=1&offset=1")
    assert [row["slug"] for row in second["data"]] == ["alpha"]
    assert second["meta"]["total"] == 2
    assert suspicious.get(f"{API}/suspects?box=nobody").status_code == 404


def test_the_answer_is_that_of_the_publication(suspicious: Web, own_feed: Feed) -> None:
    before = suspicious.json(f"{API}/suspects")["data"]
    own_feed.give([observation("alpha", day_after(6), active_listings=2790, volume_usd=100)])
    assert suspicious.json(f"{API}/suspects")["data"] == before
    suspicious.services.refresh.run()
    suspicious.services.watch.catch_up()
    assert [row["slug"] for row in suspicious.json(f"{API}/suspects")["data"]] == ["beta"]


def test_pages_list_the_values_that_are_not_used(suspicious: Web) -> None:
    page = suspicious.get("/boxes/alpha").text
    assert "Values not used" in page
    assert re.search(r"Listings <span[^>]*>2,800</span>, tcgplayer", page)
    about = suspicious.get("/about").text
    assert about.count("Far from the reports of the 60 days before") == 1
    assert "$900.00" in about


def test_pages_say_nothing_where_every_value_is_used(web: Web, first_slug: str) -> None:
    assert web.json(f"{API}/suspects?box={first_slug}")["meta"]["total"] == 0
    assert "Values not used" not in web.get(f"/boxes/{first_slug}").text
