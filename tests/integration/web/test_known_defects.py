"""What went wrong elsewhere and must never go wrong here, each by its name."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import API, BOARD, RESOURCES, Web


def routes_of(router: Any) -> Iterator[Any]:
    for route in router.routes:
        included = getattr(route, "original_router", None)
        yield from [route] if included is None else routes_of(included)


def test_dated_board_is_that_of_its_day(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 2.0, "b": 1.0})
    own_feed.give_volumes(day_after(1), {"a": 0.0, "b": 90.0})
    own_web.services.refresh.run()

    board = own_web.json(f"{BOARD}?date={day_after(0)}")

    assert [(row["box"]["slug"], row["current_rank"]) for row in board["data"]] == [("a", 1), ("b", 2)]
    assert board["meta"]["date"] == str(day_after(0))


def test_fractional_sales_are_not_rounded_to_boxes(own_web: Web, own_feed: Feed) -> None:
    own_feed.give([observation("a", day_after(0), units_sold=0.4, floor_price_usd=100.0)])
    own_web.services.refresh.run()

    box = own_web.json(f"{BOARD}/a")["data"]

    assert (box["figures"]["boxes_sold"], box["figures"]["boxes_sold_30d_avg"]) == (0.4, 0.4)
    assert box["marketplaces"][0]["units_sold"] == 0.4


@pytest.mark.parametrize("url", [f"{BOARD}/a", "/boxes/a", f"{BOARD}/a/time-series", f"{BOARD}/a/sparkline"])
def test_null_ema_on_a_box_page_is_no_fault(own_web: Web, own_feed: Feed, url: str) -> None:
    own_feed.give_volumes(day_after(0), {"a": None, "b": 5.0})
    own_web.services.refresh.run()

    assert own_web.get(url).status_code == 200


def test_ranks_beyond_1000_are_found_everywhere(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {f"box-{number:04d}": 9000.0 - number for number in range(1200)})
    own_web.services.refresh.run()

    last = own_web.json(f"{BOARD}?limit=500&offset=1000")["data"]
    standing = own_web.json(f"{API}/ranks?boxes=box-1199")["data"][0]

    assert [row["current_rank"] for row in last] == list(range(1001, 1201))
    assert (standing["current_rank"], standing["percentile"]) == (1200, 0.0)
    assert own_web.json(f"{BOARD}/box-1199")["data"]["ranks"]["current_rank"] == 1200
    assert own_web.json(f"{BOARD}/box-1199/distance")["data"]["better"]["slugs"] == ["box-1198"]


def test_undated_board_mixes_no_days(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 10.0, "b": 20.0, "c": 30.0})
    own_feed.give_volumes(day_after(8), {"a": 15.0, "b": 5.0})
    own_web.services.refresh.run()

    board = own_web.json(BOARD)

    assert {row["box"]["slug"] for row in board["data"]} == {"a", "b"}
    assert board["meta"]["total"] == board["meta"]["boxes_ranked"] == 2


@pytest.mark.parametrize("query", ["sort=rank", "sort_by=volume", "order=rank", "metric=rank"])
def test_unknown_sort_is_rejected_and_not_echoed_as_if_it_were_kept(web: Web, query: str) -> None:
    answer = web.get(f"{BOARD}?{query}")

    assert answer.status_code == 422
    assert answer.json()["choices"]


def test_admin_is_not_open_for_there_is_none_and_no_route_writes(web: Web) -> None:
    app: Any = web.app
    while not isinstance(app, FastAPI):
        app = app._app
    routes = list(routes_of(app))

    assert len(routes) > len(RESOURCES)
    assert {method for route in routes for method in route.methods} <= {"GET", "HEAD", "OPTIONS"}
    assert not [route.path for route in routes if "admin" in route.path]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", RESOURCES)
def test_every_resource_rejects_to_be_written(web: Web, path: str, method: str) -> None:
    answer = web.ask(method, path.format(box="a", day="latest"))

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
