"""Whether a market is simulated belongs to the publication, as the figures do."""

from contextlib import contextmanager

from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import Web, web_over

NOTE = "Simulated market"
PAGES = ("/", "/boxes/oak", "/compare?boxes=oak&boxes=fir", "/about")


def pages_with_the_note(web: Web) -> list[str]:
    """Of an application that has cached nothing."""
    with contextmanager(web_over)(web.services.settings.database_url) as fresh:
        return [address for address in PAGES if NOTE in fresh.get(address).text]


def observed(days: int, source: str) -> list[dict[str, object]]:
    return [observation(box, day_after(days), volume_usd=5.0, source=source) for box in ("oak", "fir")]


def test_a_market_is_simulated_from_the_publication_on_that_has_simulated_reports(
    own_web: Web, own_feed: Feed
) -> None:
    own_feed.give(observed(0, "daily.csv"))
    own_web.services.refresh.run()
    own_feed.give(observed(1, "simulated: market 7"))
    assert pages_with_the_note(own_web) == []

    own_web.services.refresh.run()

    assert pages_with_the_note(own_web) == list(PAGES)


def test_a_market_whose_simulated_reports_are_long_past_is_real(own_web: Web, own_feed: Feed) -> None:
    own_feed.give(observed(0, "simulated"))
    own_web.services.refresh.run()
    own_feed.give(observed(30, "daily.csv"))

    own_web.services.refresh.run()

    assert pages_with_the_note(own_web) == []
