"""GET /api/v1/booster-boxes."""

import csv
import io

import orjson
import pytest

from app.read.board import LeaderboardRequest, read_board
from tests.ages import ageless
from tests.factories import Feed, day_after
from tests.integration.web.conftest import BOARD, LAST_DAY, Web


def test_the_body_is_the_json_of_the_service(web: Web) -> None:
    answer = web.get(f"{BOARD}?limit=7")

    expected = web.services.read(read_board, LeaderboardRequest(limit=7))
    assert ageless(answer.content) == orjson.dumps(expected)
    assert answer.headers["content-type"] == "application/json"


def test_a_page_starts_after_its_offset(web: Web) -> None:
    first, second = web.json(f"{BOARD}?limit=5"), web.json(f"{BOARD}?limit=5&offset=5")

    assert [row["position"] for row in first["data"] + second["data"]] == list(range(1, 11))


def test_a_cursor_leads_to_the_next_page(web: Web) -> None:
    first = web.json(f"{BOARD}?limit=5")

    second = web.get(f"{BOARD}?limit=5&cursor={first['meta']['next_cursor']}")

    assert ageless(second.content) == ageless(web.get(f"{BOARD}?limit=5&offset=5").content)


def test_a_dated_board_is_that_of_its_day_and_no_other(web: Web) -> None:
    latest = web.json(BOARD)
    earlier = latest["meta"]["previous_ranked_day"]

    dated = web.json(f"{BOARD}?date={earlier}")

    assert dated["meta"]["date"] == dated["meta"]["date_asked"] == earlier
    ranks = {row["box"]["slug"]: row["current_rank"] for row in dated["data"]}
    compared = {
        row["box"]["slug"]: row["previous_rank"] for row in latest["data"] if row["previous_rank"] is not None
    }
    assert compared == {slug: ranks[slug] for slug in compared}


def test_a_game_is_found_whatever_its_case_and_keeps_the_global_rank(web: Web) -> None:
    game = web.json(f"{BOARD}?limit=1")["data"][0]["box"]["game"]

    board = web.json(f"{BOARD}?game={game.upper()}")

    assert {row["box"]["game"] for row in board["data"]} == {game}
    assert board["data"][0]["current_rank"] == board["data"][0]["global_rank"] == 1


def test_a_window_is_short_for_its_volume(web: Web) -> None:
    assert web.json(f"{BOARD}?window=30d") == web.json(f"{BOARD}?metric=unified_volume_30d_sma")


def test_a_search_keeps_the_boxes_that_hold_every_word(web: Web) -> None:
    box = web.json(f"{BOARD}?limit=1")["data"][0]["box"]

    found = web.json(f"{BOARD}?q={box['code'].lower()}")["data"]

    assert [row["box"]["slug"] for row in found] == [box["slug"]]


def test_the_file_has_the_rows_of_the_page_and_is_named_after_its_day(web: Web) -> None:
    board = web.json(f"{BOARD}?date={LAST_DAY}&limit=5")

    answer = web.get(f"{BOARD}?date={LAST_DAY}&limit=5&format=csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["slug"] for row in rows] == [row["box"]["slug"] for row in board["data"]]
    assert {row["metric_date"] for row in rows} == {LAST_DAY.isoformat()}
    name = f"boxrank-board-unified_volume_7d_ema-{LAST_DAY}.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_a_null_is_an_empty_cell_of_the_file(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 0.0})
    own_web.services.refresh.run()

    row = next(csv.DictReader(io.StringIO(own_web.get(f"{BOARD}?format=csv").text)))

    assert (row["floor_price_usd"], row["daily_volume_usd"]) == ("", "0.0")


@pytest.mark.parametrize("url", ["/admin", "/api/v1/admin", "/api/v1/refresh"])
def test_nothing_can_be_administered_over_http(web: Web, url: str) -> None:
    assert web.get(url).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_board_is_read_only(web: Web, method: str) -> None:
    answer = web.ask(method, BOARD)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["code"] == "method_not_allowed"
