"""What was measured, what it should have been, and whether it was."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

PASS, FAIL = "PASS", "FAIL"
SETTLING = 5
"""So many first answers, which open connections and compile statements, are not counted."""


@dataclass(frozen=True)
class Label:
    """Where a measurement comes from; `way` is service, HTTP or job, `source` who had the answer."""

    database: str
    scenario: str
    way: str
    source: str


@dataclass(frozen=True)
class Measurement:
    """Latencies in milliseconds: null percentiles of nothing measured, a null target where there is none.

    `failed` counts what no reader should meet: refusals, ended connections, steps to an older generation.
    """

    label: Label
    n: int
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    target_p99_ms: float | None
    failed: int = 0

    @property
    def verdict(self) -> str | None:
        """PASS or FAIL; FAIL too where an answer was expected from a source and none came from there."""
        if self.failed:
            return FAIL
        if self.target_p99_ms is None:
            return None
        return PASS if self.p99_ms is not None and self.p99_ms <= self.target_p99_ms else FAIL


@dataclass(frozen=True)
class Comparison:
    """A figure against a floor measured beside it; `at_most` and `at_least` bound figure / floor."""

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
    def verdict(self) -> str | None:
        """PASS or FAIL; None without a bound."""
        if self.at_most is None and self.at_least is None:
            return None
        is_low = self.at_least is not None and self.ratio < self.at_least
        is_high = self.at_most is not None and self.ratio > self.at_most
        return FAIL if is_low or is_high else PASS


@dataclass
class Findings:
    """All of a run; `skipped` says per part why it was left out."""

    measurements: list[Measurement] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    @property
    def is_passed(self) -> bool:
        """Whether no target was missed."""
        verdicts = {found.verdict for found in self.measurements}
        return FAIL not in verdicts | {found.verdict for found in self.comparisons}


def measured(
    label: Label, seconds: Sequence[float], target_p99_ms: float | None = None, failed: int = 0
) -> Measurement:
    """Percentiles by nearest rank: p99 of fewer than 100 is the slowest."""
    ordered = sorted(seconds)
    p50, p95, p99 = (_percentile_ms(ordered, share) for share in (0.50, 0.95, 0.99))
    return Measurement(label, len(ordered), p50, p95, p99, target_p99_ms, failed)


def settled(seconds: Sequence[float]) -> Sequence[float]:
    """Without the first SETTLING times, or the first quarter of a short row."""
    return seconds[min(SETTLING, len(seconds) // 4) :]


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action took."""
    started = perf_counter()
    action()
    return perf_counter() - started


def _percentile_ms(ordered: Sequence[float], share: float) -> float | None:
    if not ordered:
        return None
    return round(ordered[math.ceil(share * len(ordered)) - 1] * 1000, 4)
