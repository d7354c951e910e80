"""What the routes of the API have in common: how they are described, and how a list finds its format."""

from typing import Annotated, Any

from fastapi import Path, Request
from starlette.responses import Response

from app.web.api.files import MEDIA_TYPES, file_request
from app.web.api.parameters import JSON
from app.web.edge.answers import Answers
from app.web.edge.errors import problem_responses
from app.web.edge.http_cache import read_headers

PREFIX = "/api/v1"

BoxReference = Annotated[
    str,
    Path(description="A slug, or scheme:value of an identifier", max_length=200, examples=["op-05"]),
]

_TEXT = {"schema": {"type": "string"}}
_AS_FILES = {media_type.partition(";")[0]: _TEXT for media_type in MEDIA_TYPES.values()}


ANSWER_SHAPES: dict[str, type] = {}
"""What the routes described so far answer with, by name; the document of the API holds their schemas."""


def one(shape: type, summary: str, operation_id: str) -> dict[str, Any]:
    """The description of a route that answers with one object.

    It names the shape, which the framework would take apart for every route at every start.
    """
    ANSWER_SHAPES[shape.__name__] = shape
    named = {"schema": {"$ref": f"#/components/schemas/{shape.__name__}"}}
    return {
        "summary": summary,
        "operation_id": operation_id,
        "responses": {200: {"content": {"application/json": named}}, **problem_responses(404, 422, 429, 503)},
    }


def many(shape: type, summary: str, operation_id: str) -> dict[str, Any]:
    """The description of a route that answers with a list, as JSON or as a file."""
    described = one(shape, summary, operation_id)
    described["responses"][200]["content"] |= _AS_FILES
    return described


class ListAnswers:
    """Answers a request for a list in the format asked for: `format` first, then the Accept header."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def __call__(self, http: Request, request: Any, format_name: str | None) -> Response:
        """Answer one request; `format_name` is the parameter. Raises what `Answers` raises."""
        chosen = format_name or next(iter(read_headers(http.scope["headers"]).files), JSON)
        asked = request if chosen == JSON else file_request(request, chosen)
        return await self._answers(http, asked, is_negotiated=format_name is None)
