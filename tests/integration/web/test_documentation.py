"""/openapi.json and /docs."""

import re
from typing import Any

import pytest

from tests.integration.web.conftest import BOARD, Web

OPERATIONS = [BOARD, f"{BOARD}/{{box}}", f"{BOARD}/{{box}}/time-series"]


def operation(web: Web, path: str) -> dict[str, Any]:
    found: dict[str, Any] = web.json("/openapi.json")["paths"][path]["get"]
    return found


def test_the_document_is_openapi_3_1(web: Web) -> None:
    assert web.json("/openapi.json")["openapi"].startswith("3.1")


@pytest.mark.parametrize("path", OPERATIONS)
def test_every_error_is_a_described_problem(web: Web, path: str) -> None:
    responses = operation(web, path)["responses"]

    for status in ("404", "422", "503"):
        schema = responses[status]["content"]["application/problem+json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/Problem"}
    assert "304" in responses
    assert "ETag" in responses["200"]["headers"]


def test_parameters_list_their_choices_and_bounds(web: Web) -> None:
    parameters = {row["name"]: row["schema"] for row in operation(web, BOARD)["parameters"]}

    assert parameters["format"]["enum"] == ["json", "csv", "jsonl"]
    assert "liquidity_score" in parameters["metric"]["enum"]
    assert None not in parameters["metric"]["enum"]
    assert (parameters["limit"]["minimum"], parameters["limit"]["maximum"]) == (1, 500)
    assert parameters["date"]["format"] == "date"


def test_every_reference_of_the_document_leads_somewhere(web: Web) -> None:
    document = web.json("/openapi.json")

    for place in set(re.findall(r'"#/components/(\w+/[\w-]+)"', web.get("/openapi.json").text)):
        section, name = place.split("/")
        assert name in document["components"][section]


def test_an_answer_has_exactly_the_fields_of_its_shape(web: Web) -> None:
    schemas = web.json("/openapi.json")["components"]["schemas"]
    board = web.json(f"{BOARD}?limit=1")

    assert set(board) == set(schemas["Leaderboard"]["properties"])
    assert set(board["data"][0]) == set(schemas["LeaderboardRow"]["properties"])
    assert set(board["data"][0]["figures"]) == set(schemas["Figures"]["properties"])
    assert set(board["meta"]) == set(schemas["BoardMeta"]["properties"])


def test_a_problem_has_exactly_the_fields_of_its_shape(web: Web) -> None:
    schemas = web.json("/openapi.json")["components"]["schemas"]

    assert set(web.get(f"{BOARD}?limit=0").json()) == set(schemas["Problem"]["properties"])


def test_the_reference_asks_nobody_else_and_runs_no_foreign_script(web: Web) -> None:
    page = web.get("/docs").text

    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.findall(r"<script(?![^>]*src=)[^>]*>", page)


def test_the_reference_names_every_operation_and_parameter(web: Web) -> None:
    page = web.get("/docs").text

    for path in OPERATIONS:
        assert f"GET {path}" in page
        for parameter in operation(web, path)["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page


def test_the_links_of_the_reference_lead_somewhere(web: Web) -> None:
    page = web.get("/docs").text

    for anchor in set(re.findall(r'href="#([^"]+)"', page)):
        assert f'id="{anchor}"' in page, anchor
