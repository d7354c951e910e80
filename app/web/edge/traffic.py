"""Requests counted where they are answered, in plain numbers: the event loop is the only writer."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Latency:
    """A histogram: requests per bound (the last: above all of them), and their seconds in all."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(LATENCY_BOUNDS_SECONDS) + 1))
    sum_seconds: float = 0.0


class Traffic:
    """What was asked and answered since the start of this process.

    `answers` counts by method, route template and status; `latencies` are by route template;
    `hot_hits` are the answers of the fast path, which the cache itself never saw.
    """

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, str, int]] = Counter()
        self.latencies: dict[str, Latency] = {}
        self.hot_hits = 0

    def record(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self.answers[method, route, status] += 1
        latency = self.latencies.get(route)
        if latency is None:
            latency = self.latencies[route] = Latency()
        latency.buckets[bisect_left(LATENCY_BOUNDS_SECONDS, seconds)] += 1
        latency.sum_seconds += seconds
