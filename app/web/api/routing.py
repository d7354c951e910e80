"""The routes of the resources: each is made from its entry."""

from dataclasses import MISSING
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.read.parameters import Parameter
from app.serve.resource import ApiOperation, Resource
from app.web.api.files import MEDIA_TYPES, file_request
from app.web.edge.answers import Answers
from app.web.edge.errors import problem_responses
from app.web.edge.http_cache import read_headers
from app.web.parameters import FORMAT, JSON_FORMAT, api_request

API_PREFIX = "/api/v1"

_TEXT = {"schema": {"type": "string"}}


def add_resource(router: APIRouter, resource: Resource, answers: Answers) -> None:
    """Add the route of a resource: a list is a file where `format`, else the Accept header, says so."""
    others = (FORMAT,) if resource.is_list else ()

    async def answer(http: Request) -> Response:
        request, values = api_request(http, resource, *others)
        if not resource.is_list:
            return await answers(http, request)
        chosen = values.get(FORMAT.name) or next(iter(read_headers(http.scope["headers"]).files), JSON_FORMAT)
        wanted = request if chosen == JSON_FORMAT else file_request(request, chosen)
        return await answers(http, wanted, is_negotiated=FORMAT.name not in values)

    responses = {200: {"content": _content(resource)}, **problem_responses(404, 422, 429, 503)}
    router.add_api_route(
        API_PREFIX + resource.path, answer, responses=responses, **described(resource, *others)
    )


def described(operation: ApiOperation, *others: Parameter) -> dict[str, Any]:
    """How a route of an operation is described, its parameters included."""
    in_path = [_row(each.parameter, "path", MISSING) for each in operation.path_fields]
    in_query = [_row(parameter, "query", default) for parameter, default in operation.query_parameters]
    in_query += [_row(parameter, "query", parameter.default) for parameter in others]
    return {
        "operation_id": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description,
        "openapi_extra": {"parameters": in_path + in_query},
    }


def _content(resource: Resource) -> dict[str, Any]:
    shape = {"schema": {"$ref": f"#/components/schemas/{resource.schema.__name__}"}}
    files = MEDIA_TYPES.values() if resource.is_list else ()
    return {"application/json": shape} | {name.partition(";")[0]: _TEXT for name in files}


def _row(parameter: Parameter, place: str, default: Any) -> dict[str, Any]:
    schema = parameter.schema()
    if parameter.example is not None:
        schema["examples"] = [parameter.example]
    if default not in (MISSING, None, ()):
        schema["default"] = default
    listed = {"style": "form", "explode": False} if schema.get("type") == "array" else {}
    return listed | {
        "name": parameter.name,
        "in": place,
        "required": default is MISSING,
        "description": parameter.description,
        "schema": schema,
    }
