"""Request ids, and requests counted in plain numbers; the event loop is the only writer."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from secrets import token_hex

LATENCY_BOUNDS_SECONDS = (
    0.0001,
    0.00025,
    0.0005,
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    5.0,
)


_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT"))
_USABLE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


def known_method(method: str) -> str:
    """The method as a label: anything outside RFC 9110 and 5789 is OTHER, so that labels stay few."""
    return method if method in _METHODS else "OTHER"


@dataclass(slots=True)
class Latency:
    """A histogram: requests per bound (the last: above all of them), and their seconds in all."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(LATENCY_BOUNDS_SECONDS) + 1))
    sum_seconds: float = 0.0


class Traffic:
    """Requests answered since the start of this process.

    `answers` counts by method, route template and status; `latencies` are by route template;
    `hot_hits` are the answers of the fast path, which are not among the counts of the cache.
    """

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, str, int]] = Counter()
        self.latencies: dict[str, Latency] = {}
        self.hot_hits = 0

    def record(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self.answers[known_method(method), route, status] += 1
        latency = self.latencies.get(route)
        if latency is None:
            latency = self.latencies[route] = Latency()
        latency.buckets[bisect_left(LATENCY_BOUNDS_SECONDS, seconds)] += 1
        latency.sum_seconds += seconds


class RequestIds:
    """Names that are unique among processes: a random part per process and a number."""

    def __init__(self) -> None:
        self._process, self._numbers = token_hex(6).encode(), count(1)

    def name(self, given: bytes | None) -> bytes:
        """The client's own name for a request if it is short and plain, else a new one."""
        if given is not None and _USABLE.fullmatch(given):
            return given
        return b"%b-%d" % (self._process, next(self._numbers))
