"""GET /api/v1/ranks."""

import csv
import io

import pytest

from tests.integration.web.conftest import API, BOARD, Web


def test_many_boxes_come_in_the_order_requested_and_misses_are_listed(web: Web) -> None:
    first, second, third = (row["box"]["slug"] for row in web.json(f"{BOARD}?limit=3")["data"])

    found = web.json(f"{API}/ranks?boxes={third},nobody,{first},{third},{second}")

    assert [row["slug"] for row in found["data"]] == [third, first, second]
    assert found["meta"]["missing"] == [{"box": "nobody", "reason": "unknown"}]


def test_a_box_of_another_game_is_missing_from_the_board_of_a_game(web: Web) -> None:
    row = web.json(f"{BOARD}?limit=1")["data"][0]["box"]
    other = next(game["game"] for game in web.json(f"{API}/games")["data"] if game["game"] != row["game"])

    found = web.json(f"{API}/ranks?boxes={row['slug']}&game={other}")

    assert found["data"] == []
    assert found["meta"]["missing"] == [{"box": row["slug"], "reason": "not_ranked"}]


def test_the_file_has_the_rows_that_were_found(web: Web) -> None:
    slugs = [row["box"]["slug"] for row in web.json(f"{BOARD}?limit=2")["data"]]

    text = web.get(f"{API}/ranks?boxes={','.join(slugs)},nobody&format=csv").text

    assert [row["slug"] for row in csv.DictReader(io.StringIO(text))] == slugs


@pytest.mark.parametrize("query", ["", "boxes=", "boxes=,,", f"boxes={','.join(map(str, range(1001)))}"])
def test_too_few_or_too_many_boxes_are_rejected(web: Web, query: str) -> None:
    answer = web.get(f"{API}/ranks?{query}")

    assert (answer.status_code, answer.json()["field"]) == (422, "boxes")
