"""Cases that schemathesis makes from the API's document, asked of the application in this process."""

from urllib.parse import urlencode

import schemathesis
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from tests.integration.web.conftest import BOARD, Web

FORESEEN = {200, 404, 422}


def document_of(web: Web) -> OpenApiSchema:
    """What the application says of itself."""
    return schemathesis.openapi.from_dict(web.json("/openapi.json"))


def known_values(web: Web) -> dict[str, str]:
    """Values that exist, for the parameters whose values the document cannot list."""
    board = web.json(f"{BOARD}?limit=2")
    first, second = (row["box"]["slug"] for row in board["data"])
    days = {"from": board["meta"]["previous_ranked_day"], "to": board["meta"]["date"]}
    game = board["data"][0]["box"]["game"]
    return {"box": first, "boxes": f"{first},{second}", "day": board["meta"]["date"], "game": game} | days


def asked(web: Web, case: Case) -> schemathesis.Response:
    """The answer, which must be one that is foreseen and keep all that the document says of it."""
    answer = _send(web, case)
    assert answer.status_code in FORESEEN, answer.text
    # A cursor, or metric and window together, can be well-formed and yet be refused.
    case.validate_response(answer, excluded_checks=[positive_data_acceptance])
    return answer


def _send(web: Web, case: Case) -> schemathesis.Response:
    sent = case.as_transport_kwargs(base_url="http://boxrank.test")
    given = sent["params"] or {}
    query = given if isinstance(given, str) else urlencode(given, doseq=True)
    headers = {name: value for name, value in sent["headers"].items() if name.lower() == "accept"}
    return schemathesis.Response.from_any(web.get(f"{sent['url']}?{query}", **headers))
