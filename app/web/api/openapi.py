"""The OpenAPI document, complete enough to write or generate a client from."""

from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter

from app.web.problem import Problem

Document = dict[str, Any]

DESCRIPTION = """\
Boards, boxes and their history, read-only. Null means unknown and is never zero; days are ISO dates of the \
market's calendar; ranks are standard competition ranks (1224).

`meta.generation` numbers the publication an answer was made from: answers of one generation agree with each \
other. Send `If-None-Match` with the `ETag` you hold, and an unchanged answer costs a 304. Unknown \
parameters and values are refused with 422 and the list of choices.
"""

_HEADERS: dict[str, tuple[str, str]] = {
    "ETag": ("string", "Names these bytes; the same on every worker"),
    "Last-Modified": ("string", "When the publication was made"),
    "Cache-Control": ("string", "How long the answer may be kept"),
    "Age": ("integer", "Seconds since it was computed"),
    "X-Cache": ("string", "HIT-1, HIT-2, MISS or STALE"),
    "X-Request-ID": ("string", "Your own if you sent one, else ours; it stands in our log"),
}


def describe(api: FastAPI) -> Document:
    """The document of an application: OpenAPI 3.1, error shapes and cache headers included."""
    document: Document = FastAPI.openapi(api)
    document["info"]["description"] = DESCRIPTION
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = TypeAdapter(Problem).json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["headers"] = {
        name: {"schema": {"type": kind}, "description": words} for name, (kind, words) in _HEADERS.items()
    }
    for path, methods in document["paths"].items():
        for parameter in methods["get"].get("parameters", []):
            _leave_out_null(parameter["schema"])
        if path.startswith("/api/"):
            _describe_cache(methods["get"]["responses"])
    return document


def _leave_out_null(schema: Document) -> None:
    """A parameter is left out, never sent as null."""
    for part in schema.pop("anyOf", []):
        if part != {"type": "null"}:
            schema.update({name: value for name, value in part.items() if name not in schema})
    if "enum" in schema:
        schema["enum"] = [value for value in schema["enum"] if value is not None]


def _describe_cache(responses: Document) -> None:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS}
    responses["200"]["headers"] = headers
    responses["304"] = {"description": "You hold this answer already (`If-None-Match`)", "headers": headers}
