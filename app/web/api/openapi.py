"""The OpenAPI document, complete enough to write or generate a client from."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from fastapi import FastAPI
from pydantic import TypeAdapter

from app.serve.resource import Resource
from app.web.api.examples import example_of
from app.web.api.routing import API_PREFIX
from app.web.edge.errors import PROBLEM_JSON, Problem, ProblemKind, problem_responses

Document = dict[str, Any]

DESCRIPTION = """\
Boards, boxes and their history, read-only. Null means unknown and is never zero; days are ISO dates of the \
market's calendar; ranks are standard competition ranks (1224).

Every answer is `data` and `meta`, which says where the page of a list lies. `meta.generation` numbers the \
publication an answer was made from: answers of one generation agree with each other. Send \
`If-None-Match` with the `ETag` you hold, and an unchanged answer costs a 304. Unknown parameters and values \
are refused with 422 and the list of choices.

Every list is also a file: `format=csv` or `format=jsonl`, or `Accept: text/csv` or `application/x-ndjson`.

`meta.generated_at` is the moment an answer was computed. The header `Age` gives its age in seconds, and \
`X-Cache: STALE` marks one that is older than it should be; a 304 carries both. \
Every client has a limit of requests, given in `RateLimit-*`; a key from the operator goes into `X-API-Key`, \
and none is needed.
"""

_GENERATED_AT = {
    "type": "string",
    "format": "date-time",
    "title": "Generated At",
    "description": "When this answer was computed",
}

_TAGS = {
    "Booster boxes": "Boards of a day, and what is known of one box.",
    "Standings": "Ranks of boxes on a board, the gaps between them, and why they changed.",
    "Days": "What a day brought, and days and boxes side by side.",
    "Catalogue": "What there is to ask about.",
    "Exports": "Whole boards as files.",
    "Operations": "For those who run the server.",
}
_API_KEY = {
    "type": "apiKey",
    "in": "header",
    "name": "X-API-Key",
    "description": "A key that the operator gave you; it has an allowance of its own. None is needed to ask.",
}
_HEADERS: dict[str, tuple[Document, str]] = {
    "ETag": ({"type": "string"}, "Names this answer, whatever its age; the same on every worker"),
    "Last-Modified": ({"type": "string"}, "When the publication was made"),
    "Cache-Control": ({"type": "string"}, "How long the answer may be kept"),
    "Age": ({"type": "integer", "minimum": 0}, "Seconds since it was computed"),
    "X-Cache": (
        {"type": "string", "enum": ["HIT-1", "HIT-2", "MISS", "STALE"]},
        "Memory, Redis, computed, or older than it should be",
    ),
    "X-Request-ID": ({"type": "string"}, "The one you sent, else a generated one; it is in the log"),
    "RateLimit-Limit": ({"type": "integer"}, "Requests a client may send in a period"),
    "RateLimit-Remaining": ({"type": "integer"}, "How many of them are left"),
    "RateLimit-Reset": ({"type": "integer"}, "Seconds until the period is over"),
}


def describe(api: FastAPI, resources: Iterable[Resource], problems: Sequence[ProblemKind]) -> Document:
    """The document of an application: OpenAPI 3.1; error shapes, cache headers and examples included."""
    by_name = {resource.name: resource for resource in resources}
    document: Document = FastAPI.openapi(api)
    document["info"]["description"] = DESCRIPTION
    document["security"] = [{}, {"ApiKey": []}]
    document["tags"] = [{"name": name, "description": words} for name, words in _TAGS.items()]
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas |= _answer_schemas([resource.schema for resource in by_name.values()])
    schemas["Problem"] = TypeAdapter(Problem).json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = {"ApiKey": _API_KEY}
    components["headers"] = {
        name: {"schema": kind, "description": words} for name, (kind, words) in _HEADERS.items()
    }
    for path, methods in document["paths"].items():
        for operation in methods.values() if path.startswith(API_PREFIX) else ():
            _describe_answer(operation["responses"], by_name.get(operation["operationId"]), schemas)
            _describe_problems(path, operation["responses"], problems)
    return document


def _answer_schemas(answers: Sequence[type]) -> Document:
    shapes: list[tuple[str, Literal["serialization"], TypeAdapter[Any]]] = [
        (answer.__name__, "serialization", TypeAdapter(answer)) for answer in answers
    ]
    _, found = TypeAdapter.json_schemas(shapes, ref_template="#/components/schemas/{model}")
    schemas: Document = found["$defs"]
    metas = {schemas[answer]["properties"]["meta"]["$ref"].rpartition("/")[2] for answer, _, _ in shapes}
    _add_generated_at([schemas[meta] for meta in metas])
    for schema in schemas.values():
        for field in schema.get("properties", {}).values():
            if field.get("default", ...) is None:
                del field["default"]  # an answer says null itself
    return schemas


def _add_generated_at(metas: Sequence[Document]) -> None:
    """The cache adds it to every answer."""
    for meta in metas:
        meta["properties"]["generated_at"] = _GENERATED_AT
        meta["required"] = [*meta["required"], "generated_at"]


def _describe_answer(responses: Document, resource: Resource | None, schemas: Document) -> None:
    if resource is None:
        return
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS}
    answer = responses["200"]
    answer["headers"] = headers
    answer["content"]["application/json"]["example"] = example_of(schemas[resource.schema.__name__], schemas)
    answer["links"] = {
        name: {"operationId": link.operation, "parameters": dict(link.parameters)}
        for name, link in resource.links.items()
    }
    responses["304"] = {"description": "You hold this answer already (`If-None-Match`)", "headers": headers}


def _describe_problems(path: str, responses: Document, problems: Sequence[ProblemKind]) -> None:
    if "422" in responses:
        responses["422"] = problem_responses(422)[422]  # in place of the shape of the framework
    responses["default"] = {
        "description": "Any other error",
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, response in responses.items():
        _show_problems(response, [problem for problem in problems if str(problem.status) == status], path)


def _show_problems(response: Document, problems: Sequence[ProblemKind], path: str) -> None:
    if problems and PROBLEM_JSON in response.get("content", {}):
        response["content"][PROBLEM_JSON]["examples"] = {
            problem.code: {"summary": problem.title, "value": _problem(problem, path)} for problem in problems
        }


def _problem(answer: ProblemKind, path: str) -> Document:
    return {
        "type": f"/docs#{answer.code}",
        "title": answer.title,
        "status": answer.status,
        "detail": f"{answer.title}.",
        "code": answer.code,
        "instance": path,
        "field": None,
        "choices": None,
        "hint": answer.hint,
        "request_id": "5f1c0a9b2d3e-17",
    }
