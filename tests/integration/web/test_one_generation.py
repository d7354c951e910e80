"""An import without a refresh changes no answer: everything shown is of the publication."""

from contextlib import contextmanager

import pytest

from tests.ages import ageless
from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import API, BOARD, Web, web_over
from tests.integration.web.page_text import page

ADDRESSES = (
    f"{BOARD}/oak",
    f"{BOARD}/oak/marketplaces",
    f"{BOARD}/oak/time-series",
    BOARD,
    f"{API}/compare/boxes?boxes=oak,fir",
    "/",
    "/boxes/oak",
    "/compare?boxes=oak&boxes=fir",
    "/about",
)
DAYS = 9


@pytest.fixture
def published(own_web: Web, own_feed: Feed) -> Web:
    """Two boxes at two marketplaces over some days."""
    own_feed.give(
        [
            observation(
                box,
                day_after(number),
                marketplace,
                floor_price_usd=40.0 + number,
                active_listings=5,
                units_sold=2.0,
                volume_usd=80.0,
            )
            for number in range(DAYS)
            for box in ("oak", "fir")
            for marketplace in ("ebay", "tcgplayer")
        ]
    )
    own_web.services.refresh.run()
    return own_web


UNPUBLISHED = [
    observation("oak", day_after(DAYS - 1), floor_price_usd=3.5, units_sold=41.0, volume_usd=7777.75),
    observation("oak", day_after(DAYS - 1), "newcomer", active_listings=900, volume_usd=1.25),
    observation("oak", day_after(DAYS + 3), "late", volume_usd=5.0) | {"source": "simulated"},
]


def answer(web: Web, address: str) -> bytes:
    """An answer of an application of its own: nothing of another one's cache is in it."""
    with contextmanager(web_over)(web.services.settings.database_url) as fresh:
        found = fresh.get(address)
    assert found.status_code == 200, found.text
    return ageless(found.content) if address.startswith(API) else found.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_stays_as_it_was_until_the_refresh(published: Web, own_feed: Feed, address: str) -> None:
    before = answer(published, address)

    own_feed.give(UNPUBLISHED)

    assert answer(published, address) == before
    published.services.refresh.run()
    assert answer(published, address) != before


def test_a_market_is_simulated_as_it_was_published(published: Web, own_feed: Feed) -> None:
    own_feed.give(UNPUBLISHED)
    assert "Simulated market" not in page(published, "/")

    published.services.refresh.run()

    assert "Simulated market" in answer(published, "/").decode()
    assert "Simulated market" in answer(published, "/boxes/fir").decode()
