"""The page about the data: sources, freshness, known gaps."""

import re

from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import Web
from tests.integration.web.page_text import page, section


def test_every_marketplace_says_what_it_gives_and_how_fresh_it_is(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0, "b": 1.0})
    own_feed.give([observation("a", day_after(1), "ebay", units_sold=1.0, floor_price_usd=5.0)])
    own_web.services.refresh.run()

    text = section(page(own_web, "/about"), 'id="sources"')

    assert "ebay Floors and sales 2 Jan 2026 1 of 2" in text
    assert "tcgplayer Volumes 1 Jan 2026 2 of 2" in text
    assert "The newest market day is 2 January 2026" in text


def test_missing_and_partial_days_are_listed_newest_first(own_web: Web, own_feed: Feed) -> None:
    for day in (0, 1, 5):
        own_feed.give_volumes(day_after(day), {f"box-{n}": 1.0 for n in range(10)})
    own_feed.give_volumes(day_after(6), {"box-1": 1.0})
    own_web.services.refresh.run()

    text = section(page(own_web, "/about"), 'id="gaps"')

    assert "7 Jan 2026 Partial 1 of 10 boxes reported. 3 Jan to 5 Jan 2026 3 days without a report" in text


def test_a_board_without_gaps_says_none(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0})
    own_web.services.refresh.run()

    assert not re.search("without a report of any box", page(own_web, "/about"))
