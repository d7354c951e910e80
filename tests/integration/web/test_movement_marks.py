"""Where a movement is news: not on a first day, nor where boxes come and go with their reports."""

import pytest

from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import Web

NEW, BACK, LEFT = (
    '<td class="mvc"><span class="st new">',
    '<td class="mvc"><span class="st re">',
    "Left the board",
)
DAILY, LASTING = "daily_volume_usd", "unified_volume_7d_ema"


@pytest.fixture(scope="module")
def gapped(kept_web: Web, kept_feed: Feed) -> Web:
    """Alpha trades every day, beta not on the third; gamma from the second on."""
    days = {"alpha": range(4), "beta": (0, 1, 3), "gamma": range(1, 4)}
    kept_feed.give(
        [observation(box, day_after(day), volume_usd=50.0) for box, traded in days.items() for day in traded]
    )
    kept_web.services.refresh.run()
    return kept_web


def page(web: Web, day: int, metric: str) -> str:
    return "".join(web.get(f"/?date={day_after(day)}&metric={metric}").text.split("\n"))


@pytest.mark.parametrize("metric", [DAILY, LASTING])
def test_on_a_first_day_no_box_is_new(gapped: Web, metric: str) -> None:
    assert NEW not in page(gapped, 0, metric)


def test_a_newcomer_is_new_where_figures_last(gapped: Web) -> None:
    assert NEW in page(gapped, 1, LASTING)
    assert NEW not in page(gapped, 1, DAILY)


def test_a_day_without_a_report_is_no_departure_and_no_return(gapped: Web) -> None:
    assert "No box left the board this day." in page(gapped, 2, LASTING)
    for day in (2, 3):
        assert LEFT not in page(gapped, day, DAILY)
        assert BACK not in page(gapped, day, DAILY)
