"""Everything that the API's own document allows, and much that it does not, asked of the application."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.integration.web.conftest import API, BOARD, RESOURCES, Web, web_over

FORESEEN = {200, 404, 422}
BOUNDED = settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def long_web(market_url: str) -> Iterator[Web]:
    """One application over the simulated market for all tests of this file."""
    yield from web_over(market_url)


def send(web: Web, case: Case) -> schemathesis.Response:
    """Asks what the case says, in this process."""
    asked = case.as_transport_kwargs(base_url="http://boxrank.test")
    query = urlencode(asked["params"] or {}, doseq=True)
    headers = {name: value for name, value in asked["headers"].items() if name.lower() == "accept"}
    answer = web.get(f"{asked['url']}?{query}", **headers)
    return schemathesis.Response.from_any(answer)


def known_values(web: Web) -> dict[str, str]:
    """Values that exist, for the parameters whose values the document cannot list."""
    board = web.json(f"{BOARD}?limit=2")
    first, second = (row["box"]["slug"] for row in board["data"])
    days = {"from": board["meta"]["previous_ranked_day"], "to": board["meta"]["date"]}
    game = board["data"][0]["box"]["game"]
    return {"box": first, "boxes": f"{first},{second}", "day": board["meta"]["date"], "game": game} | days


def checked(web: Web, case: Case) -> int:
    """The status of the answer, which keeps all that the document says of it."""
    answer = send(web, case)
    assert answer.status_code in FORESEEN, answer.text
    # A cursor, or metric and window together, can be well-formed and yet be refused.
    case.validate_response(answer, excluded_checks=[positive_data_acceptance])
    return answer.status_code


@pytest.mark.parametrize("path", RESOURCES)
def test_what_the_document_allows_is_answered_as_it_says(long_web: Web, path: str) -> None:
    document, known = schemathesis.openapi.from_dict(long_web.json("/openapi.json")), known_values(long_web)
    statuses = Counter[int]()

    @given(case=document[path]["GET"].as_strategy(generation_mode=GenerationMode.POSITIVE))
    @BOUNDED
    def ask(case: Case) -> None:
        case.path_parameters |= {name: known[name] for name in case.path_parameters}
        case.query |= {name: known[name] for name in case.query if name in known}
        case.query.pop("cursor", None)
        case.query.pop("date", None)
        statuses[checked(long_web, case)] += 1

    ask()
    assert statuses[200] > statuses[404] + statuses[422]


@pytest.mark.parametrize("path", RESOURCES)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_whatever_else_is_asked_is_refused_as_the_document_says(
    long_web: Web, path: str, mode: GenerationMode
) -> None:
    document = schemathesis.openapi.from_dict(long_web.json("/openapi.json"))

    @given(case=document[path]["GET"].as_strategy(generation_mode=mode))
    @BOUNDED
    def ask(case: Case) -> None:
        checked(long_web, case)

    ask()


@pytest.mark.parametrize(
    "url", [f"{BOARD}?limit=2", f"{API}/search?q=a", f"{API}/games", f"{API}/days", f"{API}/movers?by=floor"]
)
def test_the_links_of_an_answer_lead_to_answers(long_web: Web, url: str) -> None:
    document, body = long_web.json("/openapi.json"), long_web.json(url)
    links = document["paths"][url.partition("?")[0]]["get"]["responses"]["200"]["links"]
    targets = {one["get"]["operationId"]: path for path, one in document["paths"].items()}

    for link in links.values():
        ((name, expression),) = link["parameters"].items()
        value = quote(str(at_pointer(body, expression.partition("#")[2])), safe="")
        path = targets[link["operationId"]]
        followed = path.format(**{name: value}) if f"{{{name}}}" in path else f"{path}?{name}={value}"
        assert long_web.get(followed).status_code == 200, followed


def at_pointer(body: Any, pointer: str) -> Any:
    """The value a JSON pointer leads to."""
    for step in pointer.strip("/").split("/"):
        body = body[int(step)] if isinstance(body, list) else body[step]
    return body
