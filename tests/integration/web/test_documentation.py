"""/openapi.json and /docs."""

import re
from typing import Any

import jsonschema_rs
import pytest

from app.web.edge.security import THEME_SCRIPT
from tests.integration.web.conftest import API, BOARD, RESOURCES, Web

CACHED = [path for path in RESOURCES if "/export/" not in path]


def operation(web: Web, path: str) -> dict[str, Any]:
    found: dict[str, Any] = web.json("/openapi.json")["paths"][path]["get"]
    return found


def test_the_document_is_openapi_3_1(web: Web) -> None:
    assert web.json("/openapi.json")["openapi"].startswith("3.1")


def test_the_document_lists_every_resource_and_no_other(web: Web) -> None:
    paths = [path for path in web.json("/openapi.json")["paths"] if path.startswith(API)]

    assert sorted(paths) == sorted(RESOURCES)


@pytest.mark.parametrize("path", RESOURCES)
def test_every_error_is_a_described_problem_with_examples(web: Web, path: str) -> None:
    responses = operation(web, path)["responses"]

    for status in ("422", "429", "503", "default"):
        assert responses[status]["content"]["application/problem+json"]["schema"] == {
            "$ref": "#/components/schemas/Problem"
        }
    assert "unknown_choice" in responses["422"]["content"]["application/problem+json"]["examples"]


@pytest.mark.parametrize("path", CACHED)
def test_a_cached_answer_has_its_headers_its_304_and_an_example_of_its_shape(web: Web, path: str) -> None:
    document, responses = web.json("/openapi.json"), operation(web, path)["responses"]
    as_json = responses["200"]["content"]["application/json"]

    assert {"ETag", "Age", "X-Cache"} <= set(responses["200"]["headers"])
    assert "304" in responses
    shape = {**as_json["schema"], "components": document["components"]}
    jsonschema_rs.validate(shape, as_json["example"])


def test_a_list_says_which_files_it_can_be(web: Web) -> None:
    assert list(operation(web, BOARD)["responses"]["200"]["content"]) == [
        "application/json",
        "text/csv",
        "application/x-ndjson",
    ]


def test_parameters_list_their_choices_and_bounds(web: Web) -> None:
    parameters = {row["name"]: row["schema"] for row in operation(web, BOARD)["parameters"]}

    assert parameters["format"]["enum"] == ["json", "csv", "jsonl", "excel", "excel-semicolon"]
    assert "liquidity_score" in parameters["metric"]["enum"]
    assert None not in parameters["metric"]["enum"]
    assert (parameters["limit"]["minimum"], parameters["limit"]["maximum"]) == (1, 500)
    assert parameters["date"]["anyOf"] == [
        {"type": "string", "format": "date"},
        {"type": "string", "enum": ["latest"]},
    ]


def test_a_generated_client_offers_a_key_and_does_without(web: Web) -> None:
    document = web.json("/openapi.json")

    assert document["security"] == [{}, {"ApiKey": []}]
    scheme = document["components"]["securitySchemes"]["ApiKey"]
    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "header", "X-API-Key")


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
    assert set(board["meta"]) == set(schemas["BoardPageMeta"]["properties"])


def test_a_problem_has_exactly_the_fields_of_its_shape(web: Web) -> None:
    schemas = web.json("/openapi.json")["components"]["schemas"]

    assert set(web.get(f"{BOARD}?limit=0").json()) == set(schemas["Problem"]["properties"])


def test_the_reference_asks_nobody_else_and_runs_no_foreign_script(web: Web) -> None:
    page = web.get("/docs").text

    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert re.findall(r"<script(?![^>]*src=)[^>]*>(.*?)<", page, re.DOTALL) == [THEME_SCRIPT]


def test_the_reference_names_every_operation_and_parameter(web: Web) -> None:
    page = web.get("/docs").text

    for path in RESOURCES:
        assert f"GET {path}" in page
        for parameter in operation(web, path)["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page


def test_the_links_of_the_reference_lead_somewhere(web: Web) -> None:
    page = web.get("/docs").text

    for anchor in set(re.findall(r'href="#([^"]+)"', page)):
        assert f'id="{anchor}"' in page, anchor
