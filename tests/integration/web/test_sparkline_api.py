"""GET /api/v1/booster-boxes/{box}/sparkline."""

import pytest

from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import BOARD, Web


@pytest.fixture(scope="module")
def gapped(kept_web: Web, kept_feed: Feed) -> Web:
    """A box with a floor on the first and the fourth day, a report without one between, and then no day."""
    kept_feed.give(
        [
            observation("a", day_after(0), floor_price_usd=100.0, volume_usd=5.0),
            observation("a", day_after(1), volume_usd=5.0),
            observation("a", day_after(3), floor_price_usd=130.0, volume_usd=0.0),
        ]
    )
    kept_web.services.refresh.run()
    return kept_web


def test_every_calendar_day_is_there_and_days_without_figures_are_null(gapped: Web) -> None:
    line = gapped.json(f"{BOARD}/a/sparkline?days=4")

    assert [point["value"] for point in line["data"]] == [100.0, 100.0, None, 130.0]
    assert [point["metric_date"] for point in line["data"]] == [str(day_after(number)) for number in range(4)]


def test_floors_of_thirty_days_are_reported_unless_asked_otherwise(gapped: Web) -> None:
    line = gapped.json(f"{BOARD}/a/sparkline")

    assert len(line["data"]) == 30
    assert line["meta"]["metrics"] == ["floor_price_usd"]
    assert line["meta"]["end"] == str(day_after(3))


def test_another_metric_and_end_can_be_requested(gapped: Web) -> None:
    line = gapped.json(f"{BOARD}/a/sparkline?metric=daily_volume_usd&days=2&end={day_after(1)}")

    assert [point["value"] for point in line["data"]] == [5.0, 5.0]


@pytest.mark.parametrize("query", ["days=0", "days=3654", "metric=slug", "end=1900-01-01&days=3653x"])
def test_what_cannot_be_drawn_is_rejected(gapped: Web, query: str) -> None:
    assert gapped.get(f"{BOARD}/a/sparkline?{query}").status_code == 422


def test_the_calendar_has_a_beginning(gapped: Web) -> None:
    assert gapped.get(f"{BOARD}/a/sparkline?end=1900-01-01&days=3653").status_code == 200
