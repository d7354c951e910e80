"""Counters of the cache."""

import threading
from collections.abc import Callable
from typing import Literal, get_args

CounterName = Literal[
    "hits_tier1",
    "hits_tier2",
    "misses",
    "fills",
    "stale_serves",
    "refreshes",
    "compute_errors",
    "single_flight_waits",
    "lock_waits",
    "errors_tier2",
    "poisoned_values",
    "skipped_tier2",
]
Operation = Literal["compute", "get", "set", "delete", "exists", "lock", "unlock", "publish"]


class CacheCounters:
    """Thread-safe totals since the start of this process.

    `on_latency(operation, seconds)` is called for every computation and every Redis call that was made,
    failed ones included; it must not raise.
    """

    def __init__(self, on_latency: Callable[[Operation, float], None] | None = None) -> None:
        self._lock = threading.Lock()
        self._totals: dict[str, float] = dict.fromkeys(get_args(CounterName), 0)
        self._on_latency = on_latency
        for operation in get_args(Operation):
            self._totals |= {f"{operation}_seconds_sum": 0.0, f"{operation}_seconds_count": 0}

    def add(self, name: CounterName) -> None:
        with self._lock:
            self._totals[name] += 1

    def observe(self, operation: Operation, seconds: float) -> None:
        """Add one call of `operation` that took `seconds`."""
        with self._lock:
            self._totals[f"{operation}_seconds_sum"] += seconds
            self._totals[f"{operation}_seconds_count"] += 1
        if self._on_latency is not None:
            self._on_latency(operation, seconds)

    def snapshot(self) -> dict[str, float]:
        """Every counter by name, and `<operation>_seconds_sum` / `_count`, taken in one snapshot."""
        with self._lock:
            return dict(self._totals)
