"""The one table of HTTP errors: which error of the house is which status, code and hint."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.domain.errors import (
    BoxrankError,
    ExpiredCursor,
    InvalidValue,
    NothingPublished,
    NotRanked,
    ServiceAway,
    UnknownBox,
    UnknownChoice,
    UnknownDay,
)
from app.web.edge.problem import PROBLEM_JSON, Problem
from app.web.edge.refusals import (
    RETRY_AFTER_SECONDS,
    AddressTooLong,
    BodyTooLarge,
    Refusal,
    RequestTooSlow,
    TooManyRequests,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """How one kind of error is told."""

    status: int
    code: str
    title: str
    hint: str
    headers: tuple[tuple[str, str], ...] = ()


_RETRY = (("Retry-After", str(RETRY_AFTER_SECONDS)),)
_FAULT = Answer(
    500,
    "internal_error",
    "Something broke here",
    "The fault is logged under this request_id; report it with that.",
)
_INVALID = Answer(
    422,
    "invalid_value",
    "Value cannot be used",
    "detail says how to mend it; /docs says what every parameter takes.",
)
_UNKNOWN_PARAMETER = Answer(
    422, "unknown_parameter", "Unknown parameter", "Use only the parameters in choices."
)
_ANSWERS: dict[type[Exception], Answer] = {
    UnknownBox: Answer(
        404, "unknown_box", "Unknown box", "GET /api/v1/booster-boxes lists the boxes with their slugs."
    ),
    UnknownDay: Answer(
        404,
        "unknown_day",
        "No board on this day",
        "GET /api/v1/days lists the ranked days; `latest`, or no date at all, is the last of them.",
    ),
    NotRanked: Answer(
        404,
        "not_ranked",
        "The box has no rank on this day",
        "Its resource tells why: it was not observed, or has no value of the metric.",
    ),
    UnknownChoice: Answer(422, "unknown_choice", "Unknown value", "Use one of choices."),
    ExpiredCursor: Answer(
        422, "expired_cursor", "Expired cursor", "Request the first page without a cursor."
    ),
    InvalidValue: _INVALID,
    RequestValidationError: _INVALID,
    NothingPublished: Answer(
        503,
        "nothing_published",
        "Nothing is published yet",
        "Run `boxrank import FILE`, then `boxrank refresh`.",
        _RETRY,
    ),
    ServiceAway: Answer(
        503, "service_away", "The database is away", "Ask again after Retry-After seconds.", _RETRY
    ),
    BoxrankError: Answer(422, "refused", "Refused", "detail says why."),
    TooManyRequests: Answer(
        429,
        "too_many_requests",
        "Too many requests",
        "Keep answers and send If-None-Match; wait Retry-After.",
    ),
    AddressTooLong: Answer(414, "address_too_long", "Address too long", "Ask for less at once."),
    BodyTooLarge: Answer(413, "body_too_large", "Body too large", "No resource here needs a large body."),
    RequestTooSlow: Answer(
        503, "too_slow", "No answer in time", "Ask again after Retry-After seconds, or for less."
    ),
}
_HTTP_ANSWERS = {
    404: Answer(404, "not_found", "Not Found", "/docs and /openapi.json list every address there is."),
    405: Answer(405, "method_not_allowed", "Method Not Allowed", "Allow lists the methods of this address."),
}


def answer_for(error: Exception) -> Answer:
    """The line of the table for an error; what is not in it is a fault of the house."""
    if isinstance(error, Refusal):
        return replace(_ANSWERS[type(error)], headers=tuple((error.headers or {}).items()))
    if isinstance(error, HTTPException):
        headers = dict(error.headers or {})
        if error.status_code == 405 and headers.get("Allow", "GET") == "GET":
            headers["Allow"] = "GET, HEAD"  # routes know of GET alone: HEAD is answered by the edge
        return replace(_http_answer(error.status_code), headers=tuple(headers.items()))
    if isinstance(error, UnknownChoice) and error.what == "parameter":
        return _UNKNOWN_PARAMETER
    return next((_ANSWERS[kind] for kind in type(error).__mro__ if kind in _ANSWERS), _FAULT)


def problem_kinds() -> list[Answer]:
    """Every foreseen error, each code once, for the reference."""
    kinds = [*_ANSWERS.values(), *_HTTP_ANSWERS.values(), _UNKNOWN_PARAMETER, _FAULT]
    return list({kind.code: kind for kind in kinds}.values())


def problem_response(request: Request, error: Exception) -> Response:
    """An error as problem+json."""
    answer = answer_for(error)
    problem = Problem(
        type=f"/docs#{answer.code}",
        title=answer.title,
        status=answer.status,
        detail=_detail(error, answer),
        code=answer.code,
        instance=request.url.path,
        field=_field(request, error),
        choices=list(error.choices) if isinstance(error, UnknownChoice) else None,
        hint=answer.hint,
        request_id=request.scope.get("request_id", ""),
    )
    headers = {"Cache-Control": "no-store", **dict(answer.headers)}
    return Response(orjson.dumps(asdict(problem)), answer.status, headers, PROBLEM_JSON)


def install_errors(
    api: FastAPI, respond: Callable[[Request, Exception], Response] = problem_response
) -> None:
    """Have every error, foreseen or not, answered by `respond`."""

    async def handle(request: Request, error: Exception) -> Response:
        return respond(request, error)

    handler: Callable[[Request, Exception], Awaitable[Response]] = handle
    for kind in (BoxrankError, RequestValidationError, HTTPException, Exception):
        api.add_exception_handler(kind, handler)


def _http_answer(status: int) -> Answer:
    other = Answer(status, f"http_{status}", HTTPStatus(status).phrase, "/docs describes every resource.")
    return _HTTP_ANSWERS.get(status, other)


def _detail(error: Exception, answer: Answer) -> str:
    if isinstance(error, BoxrankError):
        return str(error)
    if isinstance(error, Refusal):
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
    if isinstance(error, InvalidValue):
        return "q" if error.field == "query" else error.field
    if isinstance(error, RequestValidationError):
        return str(error.errors()[0]["loc"][-1])
    if isinstance(error, UnknownBox | NotRanked):
        return "box"
    return _parameter_of(request, error.day) if isinstance(error, UnknownDay) else None


def _parameter_of(request: Request, day: date) -> str:
    given = {**request.query_params, **request.path_params}
    return next((name for name, value in given.items() if value == day.isoformat()), "date")
