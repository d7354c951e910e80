"""Timed GETs over one kept connection."""

from dataclasses import dataclass
from http.client import HTTPConnection
from time import perf_counter


@dataclass(frozen=True)
class Response:
    """One response; `source` is its X-Cache header, `body_bytes` the length as sent, compressed."""

    status: int
    source: str
    body_bytes: int
    seconds: float


def get(connection: HTTPConnection, target: str) -> Response:
    """The response to a GET that accepts gzip, and the seconds to its last byte."""
    started = perf_counter()
    connection.request("GET", target, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    return Response(response.status, response.getheader("X-Cache", ""), len(body), perf_counter() - started)
