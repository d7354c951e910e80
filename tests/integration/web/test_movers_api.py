"""GET /api/v1/movers."""

import csv
import io

import pytest

from app.read import movers as movers_service
from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import API, Web


def give_movers(feed: Feed) -> None:
    """On the second day up leads; down and same fall behind it, and so does quiet, which sold too little."""
    floors = {"down": (100.0, 90.0), "same": (50.0, 50.0), "quiet": (30.0, 45.0), "up": (20.0, 22.0)}
    sales = {"down": (90.0, 0.0), "same": (60.0, 60.0), "quiet": (1.0, 1.9), "up": (0.0, 2000.0)}
    feed.give(
        [
            observation(box, day_after(day), floor_price_usd=floors[box][day], units_sold=sales[box][day])
            for box in floors
            for day in (0, 1)
        ]
    )


@pytest.fixture(scope="module")
def moving(kept_web: Web, kept_feed: Feed) -> Web:
    """The movers, published; tests only read them."""
    give_movers(kept_feed)
    kept_web.services.refresh.run()
    return kept_web


def names(rows: list[dict[str, dict[str, str]]]) -> list[str]:
    return [row["box"]["slug"] for row in rows]


def test_climbers_have_gained_and_fallers_have_lost(moving: Web) -> None:
    found = moving.json(f"{API}/movers")["data"]

    assert names(found["climbers"]) == ["up"]
    assert set(names(found["fallers"])) == {"down", "same"}
    assert all(row["rank_change"] > 0 for row in found["climbers"])
    assert all(row["rank_change"] < 0 for row in found["fallers"])


def test_by_floor_only_boxes_that_sold_three_in_seven_days_count(moving: Web) -> None:
    found = moving.json(f"{API}/movers?by=floor&period=1d")["data"]

    assert (names(found["climbers"]), names(found["fallers"])) == (["up"], ["down"])
    assert found["climbers"][0]["floor_price_1d_change_pct"] == 10.0
    assert found["climbers"][0]["boxes_sold_7d"] == 2000.0


def test_three_boxes_sold_are_enough(own_web: Web, own_feed: Feed) -> None:
    give_movers(own_feed)
    own_feed.give([observation("quiet", day_after(1), floor_price_usd=45.0, units_sold=2.0)])
    own_web.services.refresh.run()

    assert names(own_web.json(f"{API}/movers?by=floor&period=1d")["data"]["climbers"]) == ["quiet", "up"]


def test_a_lively_box_is_found_behind_any_number_of_quiet_ones_that_moved_further(
    own_web: Web, own_feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(movers_service, "LOOKED_UP_AT_ONCE", 2)
    for day, floor in enumerate((10.0, 50.0)):
        quiet = [observation(f"quiet-{number}", day_after(day), floor_price_usd=floor) for number in range(7)]
        lively = observation("lively", day_after(day), floor_price_usd=10.0 + day, units_sold=5.0)
        own_feed.give([*quiet, lively])
    own_web.services.refresh.run()

    found = own_web.json(f"{API}/movers?by=floor&period=1d&limit=1")["data"]

    assert (names(found["climbers"]), names(found["fallers"])) == (["lively"], [])


def test_a_partial_day_moves_no_ranks(own_web: Web, own_feed: Feed) -> None:
    boxes = {f"box-{number}": 10.0 * number for number in range(1, 7)}
    for day in range(3):
        own_feed.give(
            [
                observation(box, day_after(day), units_sold=9.0, floor_price_usd=floor)
                for box, floor in boxes.items()
            ]
        )
    own_feed.give([observation("box-1", day_after(3), units_sold=9.0, floor_price_usd=999.0)])
    own_web.services.refresh.run()

    found = own_web.json(f"{API}/movers?date=latest")

    assert found["meta"]["is_partial"]
    assert found["data"] == {"climbers": [], "fallers": []}


def test_the_first_day_has_no_movers(moving: Web) -> None:
    found = moving.json(f"{API}/movers?date={day_after(0)}")["data"]

    assert found == {"climbers": [], "fallers": []}


def test_the_file_shows_the_direction_of_each(moving: Web) -> None:
    rows = list(csv.DictReader(io.StringIO(moving.get(f"{API}/movers?by=floor&period=1d&format=csv").text)))

    assert [(row["slug"], row["direction"]) for row in rows] == [("up", "CLIMBER"), ("down", "FALLER")]


@pytest.mark.parametrize(
    "query", ["by=luck", "period=2d", "period=7d", "by=floor&period=90d", "limit=0", "limit=101", "metric=x"]
)
def test_what_no_mover_can_be_found_by_is_rejected(moving: Web, query: str) -> None:
    assert moving.get(f"{API}/movers?{query}").status_code == 422
