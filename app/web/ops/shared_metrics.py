"""Adds the metrics of all worker processes up, through files in a folder that they share."""

import operator
import os
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any

import orjson
import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric

_log = structlog.get_logger("boxrank.metrics")

WRITING_SECONDS = 1.0
RUNNING_SECONDS = 10.0
"""A worker whose file is older has ended: its counters stay in the sums, its gauges do not."""

MAXIMA = frozenset(
    (
        "boxrank_build_info",
        "boxrank_data_age_days",
        "boxrank_generation",
        "boxrank_published_timestamp_seconds",
        "boxrank_stale_boxes",
        "process_max_fds",
        "process_start_time_seconds",
        "python_info",
    )
)
"""Gauges of which the greatest of all workers is shown; everything else is added up."""

Families = list[tuple[str, str, str, list[tuple[str, dict[str, str], float]]]]
"""Name, documentation, type and samples of each metric."""


class SharedMetrics:
    """The metrics of this process together with those of all others that use the same folder.

    Raises OSError where the folder cannot be created.
    """

    def __init__(self, registry: CollectorRegistry, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._registry, self._folder, self._lock = registry, folder, threading.Lock()
        self._file = folder / f"{os.getpid()}-{token_hex(4)}.json"

    def write(self) -> Families:
        """Write the metrics of this process for the others; a full disk is logged."""
        own = families(self._registry.collect())
        try:
            with self._lock:
                unfinished = self._file.with_suffix(".new")
                unfinished.write_bytes(orjson.dumps(own))
                unfinished.replace(self._file)
        except OSError as error:
            _log.warning("metrics_not_shared", error=str(error))
        return own

    def collect(self) -> Iterator[Metric]:
        """The sums, this process at this moment and the others as of at most a second ago."""
        others = (path for path in sorted(self._folder.glob("*.json")) if path != self._file)
        return added_up([(self.write(), True), *(_read(path) for path in others)])


def families(metrics: Iterable[Metric]) -> Families:
    """Metrics as plain values."""
    return [
        (each.name, each.documentation, each.type, [(s.name, s.labels, s.value) for s in each.samples])
        for each in metrics
    ]


def added_up(workers: Iterable[tuple[Families, bool]]) -> Iterator[Metric]:
    """The metrics of several workers as one; the gauges of workers that no longer run are left out."""
    metrics: dict[str, Metric] = {}
    values: dict[tuple[str, str, tuple[tuple[str, str], ...]], float] = {}
    for found, is_running in workers:
        for name, documentation, kind, samples in found:
            if not is_running and kind not in ("counter", "histogram", "summary"):
                continue
            metrics.setdefault(name, Metric(name, documentation, kind))
            combine: Any = max if name in MAXIMA else operator.add
            for sample, labels, value in samples:
                key = (name, sample, tuple(labels.items()))
                values[key] = combine(values[key], value) if key in values else value
    for (name, sample, pairs), value in values.items():
        metrics[name].add_sample(sample, dict(pairs), value)
    return iter(metrics.values())


def _read(path: Path) -> tuple[Families, bool]:
    return orjson.loads(path.read_bytes()), time.time() - path.stat().st_mtime < RUNNING_SECONDS
