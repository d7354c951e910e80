"""The one table of HTTP errors: status, code and hint of each exception."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.cache.single_flight import FlightTimeoutError
from app.domain.errors import (
    BoxrankError,
    ExpiredCursor,
    InvalidValue,
    NoRanks,
    NothingPublished,
    NotRanked,
    Unavailable,
    UnknownBox,
    UnknownChoice,
    UnknownDay,
)
from app.web.edge.rejections import (
    RETRY_AFTER_SECONDS,
    AddressTooLong,
    BodyTooLarge,
    InvalidHost,
    RejectedRequest,
    RequestTooSlow,
    TooManyDownloads,
    TooManyRequests,
)

_log = structlog.get_logger("boxrank.access")

PROBLEM_JSON = "application/problem+json"

_DESCRIPTIONS = {
    404: "No such box, or the board has no ranks on that day",
    405: "The method is not offered",
    422: "An unknown parameter, or a value that cannot be used; `choices` lists what can",
    429: "Too many requests; try again after `Retry-After` seconds",
    500: "An unexpected error, logged under the request id",
    503: "Nothing is published yet, or the database is unavailable or slow; try again after `Retry-After`",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong. `code` is stable: clients may branch on it, and on nothing else."""

    type: Annotated[str, Field(description="Where the code is explained", examples=["/docs#unknown_choice"])]
    title: str
    status: int
    detail: Annotated[str, Field(description="One sentence for the reader")]
    code: Annotated[str, Field(examples=["unknown_choice"])]
    instance: Annotated[str, Field(description="The requested path")]
    field: Annotated[str | None, Field(description="The parameter that is wrong", examples=["game"])]
    choices: Annotated[list[str] | None, Field(description="What could have been given")]
    hint: Annotated[str, Field(description="What to do about it")]
    request_id: str


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error answers of a route, for its OpenAPI description."""
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": _DESCRIPTIONS[status], "content": {PROBLEM_JSON: shape}}
        for status in statuses
    }


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """How one kind of error is reported."""

    status: int
    code: str
    title: str
    hint: str
    headers: tuple[tuple[str, str], ...] = ()


_RETRY = (("Retry-After", str(RETRY_AFTER_SECONDS)),)
_FAULT = ProblemKind(
    500,
    "internal_error",
    "Internal server error",
    "The error is logged under this request_id; report it with that.",
)
_INVALID = ProblemKind(
    422,
    "invalid_value",
    "Value cannot be used",
    "detail says how to fix it; /docs says what every parameter takes.",
)
_UNKNOWN_PARAMETER = ProblemKind(
    422, "unknown_parameter", "Unknown parameter", "Use only the parameters in choices."
)
_KINDS: dict[type[Exception], ProblemKind] = {
    UnknownBox: ProblemKind(
        404, "unknown_box", "Unknown box", "GET /api/v1/booster-boxes lists the boxes with their slugs."
    ),
    UnknownDay: ProblemKind(
        404,
        "unknown_day",
        "No board on this day",
        "GET /api/v1/days lists the ranked days; `latest` is the last of them, no date the last whole one.",
    ),
    NoRanks: ProblemKind(
        404, "no_ranks", "The board has no ranks", "Use one of choices, or leave the metric out."
    ),
    NotRanked: ProblemKind(
        404,
        "not_ranked",
        "The box has no rank on this day",
        "Its resource says why: it was not observed, or has no value of the metric.",
    ),
    UnknownChoice: ProblemKind(422, "unknown_choice", "Unknown value", "Use one of choices."),
    ExpiredCursor: ProblemKind(
        422, "expired_cursor", "Expired cursor", "Request the first page without a cursor."
    ),
    InvalidValue: _INVALID,
    RequestValidationError: _INVALID,
    NothingPublished: ProblemKind(
        503,
        "nothing_published",
        "Nothing is published yet",
        "Run `boxrank import FILE`, then `boxrank refresh`.",
        _RETRY,
    ),
    Unavailable: ProblemKind(
        503, "service_away", "Database unavailable", "Try again after Retry-After seconds.", _RETRY
    ),
    BoxrankError: ProblemKind(422, "refused", "Refused", "detail says why."),
    TooManyRequests: ProblemKind(
        429,
        "too_many_requests",
        "Too many requests",
        "Keep answers and send If-None-Match; wait Retry-After.",
    ),
    InvalidHost: ProblemKind(400, "invalid_host", "Invalid Host header", "RFC 9112, 3.2 has the rule."),
    AddressTooLong: ProblemKind(414, "address_too_long", "Address too long", "Request less at once."),
    BodyTooLarge: ProblemKind(413, "body_too_large", "Body too large", "No resource needs a large body."),
    FlightTimeoutError: ProblemKind(
        503, "too_slow", "No answer in time", "Try again after Retry-After seconds.", _RETRY
    ),
    TooManyDownloads: ProblemKind(
        503, "too_many_exports", "Too many exports", "Try again after Retry-After seconds."
    ),
    RequestTooSlow: ProblemKind(
        503, "too_slow", "No answer in time", "Try again after Retry-After seconds, or request less."
    ),
}
_HTTP_KINDS = {
    404: ProblemKind(404, "not_found", "Not Found", "/docs and /openapi.json list every address."),
    405: ProblemKind(
        405, "method_not_allowed", "Method Not Allowed", "Allow lists the methods of this address."
    ),
}


def problem_kind(error: Exception) -> ProblemKind:
    """The entry of the table for an error; anything else is an internal error."""
    if isinstance(error, RejectedRequest):
        return replace(_KINDS[type(error)], headers=tuple((error.headers or {}).items()))
    if isinstance(error, HTTPException):
        headers = dict(error.headers or {})
        if error.status_code == 405 and headers.get("Allow", "GET") == "GET":
            headers["Allow"] = "GET, HEAD"  # routes have GET alone: HEAD is answered in AccessLog
        return replace(_http_kind(error.status_code), headers=tuple(headers.items()))
    if isinstance(error, UnknownChoice) and error.what == "parameter":
        return _UNKNOWN_PARAMETER
    return next((_KINDS[kind] for kind in type(error).__mro__ if kind in _KINDS), _FAULT)


def problem_kinds() -> list[ProblemKind]:
    """Every entry, each code once, for the reference."""
    kinds = [*_KINDS.values(), *_HTTP_KINDS.values(), _UNKNOWN_PARAMETER, _FAULT]
    return list({kind.code: kind for kind in kinds}.values())


def problem_response(request: Request, error: Exception) -> Response:
    """An error as problem+json."""
    answer = problem_kind(error)
    problem = Problem(
        type=f"/docs#{answer.code}",
        title=answer.title,
        status=answer.status,
        detail=_detail(error, answer),
        code=answer.code,
        instance=request.url.path,
        field=_field(request, error),
        choices=list(error.choices) if isinstance(error, UnknownChoice | NoRanks) else None,
        hint=answer.hint,
        request_id=request.scope.get("request_id", ""),
    )
    headers = {"Cache-Control": "no-store", **dict(answer.headers)}
    return Response(orjson.dumps(asdict(problem)), answer.status, headers, PROBLEM_JSON)


def install_errors(
    api: FastAPI, respond: Callable[[Request, Exception], Response] = problem_response
) -> None:
    """Answer every exception by `respond`."""

    async def handle(request: Request, error: Exception) -> Response:
        return respond(request, error)

    handler: Callable[[Request, Exception], Awaitable[Response]] = handle
    for kind in (BoxrankError, RequestValidationError, HTTPException, Exception):
        api.add_exception_handler(kind, handler)


def _http_kind(status: int) -> ProblemKind:
    other = ProblemKind(status, f"http_{status}", HTTPStatus(status).phrase, "/docs lists all resources.")
    return _HTTP_KINDS.get(status, other)


def log_unavailable(request: Request, error: Exception) -> None:
    """Log the cause of a 503, which its answer does not give: it names hosts, paths and libraries."""
    kind = problem_kind(error)
    if kind.status == 503:
        request_id, cause = request.scope.get("request_id"), f"{type(error).__name__}: {error}"
        _log.warning("unavailable", code=kind.code, request_id=request_id, cause=cause)


def _detail(error: Exception, answer: ProblemKind) -> str:
    if isinstance(error, BoxrankError) and not isinstance(error, Unavailable):
        return str(error)
    if isinstance(error, RejectedRequest):
        return error.detail
    if isinstance(error, RequestValidationError):
        return _first_fault(error)
    return f"{answer.title}."


def _first_fault(error: RequestValidationError) -> str:
    fault = error.errors()[0]
    return f"{fault['loc'][-1]} is missing; give it." if fault["type"] == "missing" else str(fault["msg"])


def _field(request: Request, error: Exception) -> str | None:
    if isinstance(error, UnknownChoice):
        if error.what == "parameter":
            return error.given
        plural = f"{error.what}s"  # the list parameter `metrics` holds names of a metric
        return plural if plural in request.query_params else error.what
    if isinstance(error, InvalidValue | NoRanks):
        return error.field
    if isinstance(error, RequestValidationError):
        return str(error.errors()[0]["loc"][-1])
    if isinstance(error, UnknownBox | NotRanked):
        return "box"
    return _parameter_of(request, error.day) if isinstance(error, UnknownDay) else None


def _parameter_of(request: Request, day: date) -> str:
    given = {**request.query_params, **request.path_params}
    return next((name for name, value in given.items() if value == day.isoformat()), "date")
