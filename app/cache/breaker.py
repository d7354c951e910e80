"""A circuit breaker: after three failures in a row a service is skipped for a second."""

import threading
import time
from collections.abc import Callable
from typing import Literal

BreakerState = Literal["closed", "open", "half_open"]


class CircuitBreaker:
    """Opens after `failures_to_open` failures in a row; then lets one probe through per cool-down.

    If a probe never reports, the next one is let through after another cool-down.
    """

    def __init__(
        self,
        failures_to_open: int = 3,
        cool_down_seconds: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failures_to_open = failures_to_open
        self._cool_down_seconds = cool_down_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._next_probe_at = 0.0
        self._is_probing = False

    @property
    def state(self) -> BreakerState:
        if self._failures < self._failures_to_open:
            return "closed"
        return "half_open" if self._is_probing else "open"

    def allows(self) -> bool:
        """Whether the caller may try now; in an open breaker, True makes the caller the probe."""
        if self._failures < self._failures_to_open:
            return True
        with self._lock:
            now = self._clock()
            if now < self._next_probe_at:
                return False
            self._is_probing = True
            self._next_probe_at = now + self._cool_down_seconds
            return True

    def record_success(self) -> bool:
        """Close the breaker. True when this closed an open one."""
        if self._failures == 0:
            return False
        with self._lock:
            was_open = self._failures >= self._failures_to_open
            self._failures = 0
            self._is_probing = False
            return was_open

    def record_failure(self) -> bool:
        """Count a failure. True when this one opened the breaker."""
        with self._lock:
            self._failures += 1
            self._is_probing = False
            if self._failures < self._failures_to_open:
                return False
            self._next_probe_at = self._clock() + self._cool_down_seconds
            return self._failures == self._failures_to_open
