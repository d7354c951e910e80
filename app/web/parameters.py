"""Reads requests from addresses: the API takes nothing it does not know, pages ignore it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import MISSING
from typing import Any

from fastapi import Request
from starlette.exceptions import HTTPException

from app.domain.errors import InvalidValue, UnknownChoice
from app.read.parameters import BoxParameter, ChoiceParameter, Parameter, has_control_character, read_fields
from app.serve.resource import ApiOperation
from app.web.edge.http_cache import CSV, JSON_LINES
from app.words.cells import EXCEL_DIALECTS

JSON_FORMAT = "json"
LIST_FORMATS = (JSON_FORMAT, CSV, JSON_LINES, *EXCEL_DIALECTS)
FORMAT = ChoiceParameter(
    "format",
    "JSON, or the rows as a file; left out: what `Accept` prefers, else JSON",
    choices=LIST_FORMATS,
)


def api_request(http: Request, operation: ApiOperation, *others: Parameter) -> tuple[Any, dict[str, Any]]:
    """The request that an address of the API makes, and the values of other parameters it may hold.

    Raises InvalidValue, UnknownChoice, UnknownBox; HTTPException 404 for a path that names nothing.
    """
    _reject_repeated(http)
    known = [parameter.name for parameter, _ in operation.query_parameters]
    known += [parameter.name for parameter in others]
    for name in http.query_params:
        if name not in known:
            raise UnknownChoice("parameter", name, tuple(known))
    values = {parameter.name: parameter.find(http.query_params) for parameter in others}
    given = {**http.query_params, **_path_values(http, operation)}
    return operation.request_type(**read_fields(operation.request_type, given)), {
        name: value for name, value in values.items() if value is not MISSING
    }


def page_query(http: Request) -> dict[str, str]:
    """The parameters of a page; empty fields of its forms are left out."""
    return {name: value for name, value in http.query_params.items() if value}


def page_values(parameters: Mapping[str, Parameter], given: Mapping[str, str]) -> dict[str, Any]:
    """By field of a page's request: the values that its address gives. Raises InvalidValue, UnknownChoice."""
    found = {field: parameter.find(given) for field, parameter in parameters.items()}
    return {field: value for field, value in found.items() if value is not MISSING}


def _path_values(http: Request, operation: ApiOperation) -> dict[str, str]:
    values: dict[str, str] = http.path_params
    for each in operation.path_fields:
        is_box = isinstance(each.parameter, BoxParameter)  # which rejects such a name as an unknown box
        if not is_box and has_control_character(values[each.parameter.name]):
            raise HTTPException(404)
    return values


def _reject_repeated(http: Request) -> None:
    for name, times in Counter(name for name, _ in http.query_params.multi_items()).most_common(1):
        if times > 1:
            raise InvalidValue(name, f"{name} is given {times} times; give it once.")
