"""One question to the server: asked again when it says when, and not sent twice when nothing has changed."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from boxrank_client.answer import AnswerShape, aged
from boxrank_client.errors import ProblemError, UnexpectedAnswer, Unreachable, error_of
from boxrank_client.reading import read
from boxrank_client.shapes import Problem

Parameters = Mapping[str, str]

_RETRIED = (429, 503)
_PAUSE_SECONDS = 1.0  # where the server does not say how long


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a refused request is asked again, the longest single wait in seconds, and who waits."""

    retries: int = 2
    longest_wait_seconds: float = 30.0
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Allowance:
    """The last reported rate limit: requests per period, those left, and seconds until the next period."""

    limit: int
    remaining: int
    reset_seconds: int


class Asker:
    """Asks over one httpx client. Answers are kept with their ETags, the last asked for the longest."""

    def __init__(self, http: httpx.Client, patience: Patience, kept_answers: int) -> None:
        self._http, self._patience = http, patience
        self._kept: OrderedDict[httpx.URL, tuple[str, Any]] = OrderedDict()
        self._most_kept = kept_answers
        self.allowance: Allowance | None = None

    def ask(self, shape: type[AnswerShape], path: str, parameters: Parameters | None = None) -> AnswerShape:
        """The answer at a path as a shape. Raises BoxrankError."""
        url = self._http.build_request("GET", path, params=parameters).url
        etag, kept = self._kept.get(url, ("", None))
        response = self._answered(url, {"If-None-Match": etag} if etag else {})
        if response.status_code == 304 and isinstance(kept, shape):
            self._kept.move_to_end(url)
            return aged(kept, response.headers)
        answer = read(shape, _json(response))
        self._keep(url, response, answer)
        return aged(answer, response.headers)

    def document(self, path: str) -> dict[str, Any]:
        """The JSON at a path without a response type; 503 is an answer there. Raises BoxrankError."""
        response = self._sent(self._http.build_request("GET", path))
        if response.status_code not in (200, 503):
            raise _error(response)
        document: dict[str, Any] = _json(response)
        return document

    @contextmanager
    def stream(self, path: str, parameters: Parameters) -> Iterator[Iterator[bytes]]:
        """The pieces of a file, which may be long in the making. Raises BoxrankError."""
        timeout = httpx.Timeout(self._http.timeout.connect, read=None)
        try:
            with self._http.stream("GET", path, params=parameters, timeout=timeout) as response:
                if response.status_code != 200:
                    response.read()
                    raise _error(response)
                yield response.iter_bytes()
        except httpx.TransportError as error:
            raise Unreachable(str(error)) from error

    def _answered(self, url: httpx.URL, headers: Mapping[str, str]) -> httpx.Response:
        for tries_left in range(self._patience.retries, -1, -1):
            response = self._sent(self._http.build_request("GET", url, headers=headers))
            if response.status_code in (200, 304):
                return response
            error = _error(response)
            if not tries_left or not self._is_worth_waiting(response, error):
                break
            self._patience.sleep(_wait_seconds(error))
        raise error

    def _is_worth_waiting(self, response: httpx.Response, error: ProblemError) -> bool:
        longest_seconds = self._patience.longest_wait_seconds
        return response.status_code in _RETRIED and _wait_seconds(error) <= longest_seconds

    def _sent(self, request: httpx.Request) -> httpx.Response:
        try:
            response = self._http.send(request)
        except httpx.TransportError as error:
            raise Unreachable(f"{request.url}: {error}") from error
        self.allowance = _allowance(response.headers) or self.allowance
        return response

    def _keep(self, url: httpx.URL, response: httpx.Response, answer: Any) -> None:
        if "ETag" not in response.headers or self._most_kept < 1:
            return
        self._kept[url] = (response.headers["ETag"], answer)
        self._kept.move_to_end(url)
        while len(self._kept) > self._most_kept:
            self._kept.popitem(last=False)


def sent(parameters: Mapping[str, object]) -> dict[str, str]:
    """Parameters as they are written in an address; those that are None are left out."""
    return {name: _text(value) for name, value in parameters.items() if value is not None}


def written(part: object) -> str:
    """A part of a path, escaped."""
    return quote(str(part), safe="")


def _text(value: object) -> str:
    return ",".join(value) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)


def _wait_seconds(error: ProblemError) -> float:
    return _PAUSE_SECONDS if error.retry_after_seconds is None else error.retry_after_seconds


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        message = f"{response.url} answered {response.status_code} with something that is not JSON."
        raise UnexpectedAnswer(message) from error


def _error(response: httpx.Response) -> ProblemError:
    problem = read(Problem, _json(response))
    after = response.headers.get("Retry-After", "")
    return error_of(problem, float(after) if after.isdigit() else None)


def _allowance(headers: httpx.Headers) -> Allowance | None:
    values = [headers.get(f"RateLimit-{name}", "") for name in ("Limit", "Remaining", "Reset")]
    return Allowance(*map(int, values)) if all(word.isdigit() for word in values) else None
