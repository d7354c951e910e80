"""What a run measures, the targets it is judged by, and what it found."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

PASS, FAIL = "PASS", "FAIL"
WARM_UP = 5
"""First times of a series that are not counted: they open connections and compile statements."""

TARGETS: Mapping[str, float] = {
    "uncached_ms": 200.0,
    "cached_ms": 10.0,
    "uncached_to_raw_at_most": 3.0,
    "redis_to_get_at_most": 4.0,
    "load_to_constant_at_least": 0.7,
    "refresh_to_copy_at_most": 10.0,
}
"""The longest p95 in milliseconds, and bounds of figure / floor."""


@dataclass(frozen=True)
class Plan:
    """What is measured and how often.

    Up to `repeats` different addresses of a resource are requested, each again `rounds` times from tier 1.
    """

    boxes: int
    days: int
    seed: int
    parts: frozenset[str]
    targets: Mapping[str, float]
    repeats: int = 100
    rounds: int = 5
    load_rounds: int = 7
    load_seconds: float = 1.0


@dataclass(frozen=True)
class Latency:
    """Answers of one resource from one source (MISS, HIT-1, HIT-2), in milliseconds by nearest rank."""

    database: str
    resource: str
    source: str
    n: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    target_ms: float
    failed: int

    @property
    def verdict(self) -> str:
        """PASS when no response failed and p95 is within the target; p99 is reported, not judged."""
        return PASS if not self.failed and self.p95_ms <= self.target_ms else FAIL


@dataclass(frozen=True)
class Comparison:
    """A figure against a floor measured in turn with it; one of the bounds of figure / floor is given."""

    database: str
    name: str
    unit: str
    figure: float
    floor: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float:
        """figure / floor."""
        return self.figure / self.floor

    @property
    def verdict(self) -> str:
        """PASS when the ratio is within its bounds."""
        is_low = self.at_least is not None and self.ratio < self.at_least
        is_high = self.at_most is not None and self.ratio > self.at_most
        return FAIL if is_low or is_high else PASS


@dataclass
class Findings:
    """All of a run; `versions` are as the servers report them, `skipped` gives a reason per part."""

    latencies: list[Latency] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)

    @property
    def is_passed(self) -> bool:
        """Whether every target was met."""
        verdicts = [found.verdict for found in self.latencies] + [one.verdict for one in self.comparisons]
        return FAIL not in verdicts


def latency(
    database: str, resource: str, source: str, seconds: Sequence[float], target_ms: float, *, failed: int
) -> Latency:
    """The percentiles of a series of at least one, its first times left out."""
    ordered = sorted(seconds[min(WARM_UP, len(seconds) // 4) :])
    p50, p95, p99 = (
        round(ordered[math.ceil(share * len(ordered)) - 1] * 1000, 4) for share in (0.5, 0.95, 0.99)
    )
    return Latency(database, resource, source, len(ordered), p50, p95, p99, target_ms, failed)


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action took."""
    started = perf_counter()
    action()
    return perf_counter() - started
