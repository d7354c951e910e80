"""One computation per key at a time in this process, however many callers."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

from app.cache.counters import CacheCounters

T = TypeVar("T")


class FlightTimeoutError(TimeoutError):
    """The computation took longer than the caller waits; it continues without the caller."""


class SingleFlight(Generic[T]):
    """Callers of one key share one computation, its result or its exception; neither is kept afterwards.

    Flights are marked running from the start, so a caller who cancels never ends one for others.
    """

    def __init__(self, worker_threads: int, counters: CacheCounters | None = None) -> None:
        self._executor = ThreadPoolExecutor(worker_threads, thread_name_prefix="cache")
        self._counters = counters or CacheCounters()
        self._lock = threading.Lock()
        self._flights: dict[str, Future[T]] = {}

    def run(self, key: str, compute: Callable[[], T], wait_seconds: float) -> T:
        """The result of the key's flight: computed in this thread if none is running, else waited for.

        Raises what the computation raised, or FlightTimeoutError when another caller's outlasts
        `wait_seconds`.
        """
        flight, is_leader = self._join(key)
        if is_leader:
            self._fly(key, flight, compute)
        if not wait((flight,), wait_seconds).done:
            raise FlightTimeoutError(f"no answer within {wait_seconds} s")
        return flight.result()

    def submit(self, key: str, compute: Callable[[], T]) -> Future[T]:
        """The future of the key's flight, started in a worker thread if none is running."""
        flight, is_leader = self._join(key)
        if is_leader:
            self._begin(key, flight, compute)
        return flight

    @property
    def is_idle(self) -> bool:
        """Whether no computation is running."""
        return not self._flights

    def is_flying(self, key: str) -> bool:
        return key in self._flights

    def defer(self, work: Callable[[], None]) -> None:
        """Do `work` in a worker thread, after the answer was sent; it must not raise."""
        self._executor.submit(work)

    def close(self) -> None:
        """Finish running computations, then stop the worker threads."""
        self._executor.shutdown(wait=True)

    def _join(self, key: str) -> tuple[Future[T], bool]:
        with self._lock:
            flight = self._flights.get(key)
            if flight is None:
                flight = self._flights[key] = Future()
                flight.set_running_or_notify_cancel()
                return flight, True
        self._counters.add("single_flight_waits")
        return flight, False

    def _begin(self, key: str, flight: Future[T], compute: Callable[[], T]) -> None:
        try:
            self._executor.submit(self._fly, key, flight, compute)
        except RuntimeError:
            self._land(key)
            raise

    def _fly(self, key: str, flight: Future[T], compute: Callable[[], T]) -> None:
        try:
            result = compute()
        except BaseException as error:  # noqa: BLE001 - handed to every waiter, who raises it
            self._land(key)
            flight.set_exception(error)
        else:
            self._land(key)
            flight.set_result(result)

    def _land(self, key: str) -> None:
        with self._lock:
            del self._flights[key]
