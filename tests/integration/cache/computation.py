"""A computation that tests can hold back, fail, count and time."""

import threading
import time
from collections.abc import Callable

from app.cache.entry import Entry


class Computation:
    """Counts its calls; waits for `may_end` and raises `error` if there is one."""

    def __init__(self, entry: Entry, error: Exception | None = None) -> None:
        self.entry = entry
        self.error = error
        self.calls = 0
        self.has_begun = threading.Event()
        self.may_end = threading.Event()
        self.may_end.set()

    def __call__(self) -> Entry:
        self.calls += 1
        self.has_begun.set()
        assert self.may_end.wait(20)
        if self.error is not None:
            raise self.error
        return self.entry


def seconds_of(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started
