"""Metrics of the data shown and of the database: generation, age, stale boxes, connections."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.bootstrap import Services
from app.domain.days import market_day
from app.operate.status import database_status
from app.web.ops.version import package_version

STATUS_SECONDS = 1.0


class DataCollector(Collector):
    """What readers are shown, and the state of the database as far as it answers within a second."""

    def __init__(self, services: Services) -> None:
        self._services, self._stale = services, _StaleBoxes(services)

    def describe(self) -> Iterator[Metric]:
        """Nothing: the families are known when they are collected."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """All families, at one moment."""
        info = GaugeMetricFamily("boxrank_build_info", "The running release", labels=("version",))
        info.add_metric([package_version()], 1.0)
        yield info
        yield _gauge(
            "database_connections_in_use",
            "Connections of the pool in use",
            self._services.database.connections_in_use,
        )
        shown = self._services.watch.shown
        if shown is not None:
            published_at = shown.published_at.timestamp()
            yield _gauge("published_timestamp_seconds", "Moment of the publication shown", published_at)
        if shown is not None and shown.data_as_of is not None:
            age = market_day(self._services.clock(), self._services.zone) - shown.data_as_of
            yield _gauge("data_age_days", "Market days since the newest day shown", age.days)
        stale = self._stale.count()
        if stale is not None:
            yield _gauge("stale_boxes", "Boxes that await a refresh", stale)


class _StaleBoxes:
    def __init__(self, services: Services) -> None:
        self._services, self._lock = services, threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="metrics")
        self._pending: Future[int | None] | None = None

    def count(self) -> int | None:
        with self._lock:
            pending = self._pending = self._pending or self._thread.submit(self._read)
        if not wait((pending,), STATUS_SECONDS).done:
            return None
        with self._lock:
            self._pending = None
        return pending.result() if pending.exception() is None else None

    def _read(self) -> int | None:
        return database_status(self._services.database).stale_boxes


def _gauge(name: str, documentation: str, value: float) -> Metric:
    return GaugeMetricFamily(f"boxrank_{name}", documentation, value)
