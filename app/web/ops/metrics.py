"""`/metrics`: what was counted, as metrics of Prometheus."""

import asyncio
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector
from starlette.responses import Response

from app.bootstrap import Services
from app.serve.answers import Reads
from app.web.edge.hot_answers import HotAnswers
from app.web.edge.traffic import LATENCY_BOUNDS_SECONDS, Traffic
from app.web.ops.data_metrics import DataCollector
from app.web.ops.shared_metrics import WRITING_SECONDS, SharedMetrics

BREAKER_STATES = ("closed", "half_open", "open", "absent")

_SECONDS = "_seconds_"
_BOUNDS = [*map(str, LATENCY_BOUNDS_SECONDS), "+Inf"]


class Metrics:
    """All metrics in the text format of Prometheus, of every worker that shares the folder."""

    def __init__(self, services: Services, traffic: Traffic, hot: HotAnswers) -> None:
        own = CollectorRegistry()
        own.register(WebCollector(services.reads, traffic, hot))
        own.register(DataCollector(services))
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=own)
        folder = services.settings.metrics_folder
        self._shared = SharedMetrics(own, Path(folder)) if folder else None
        self._registry: Any = self._shared or own

    def text(self) -> bytes:
        """The page that Prometheus reads. Blocks for a second at most while the database does not answer."""
        return generate_latest(self._registry)

    async def sharing(self) -> None:
        """Write the metrics of this process for the other workers, once a second until cancelled."""
        while self._shared is not None:
            await to_thread.run_sync(self._shared.write)
            await asyncio.sleep(WRITING_SECONDS)


def metrics_routes(metrics: Metrics) -> APIRouter:
    """`/metrics`."""
    router = APIRouter(tags=["Operations"])

    @router.get("/metrics", summary="Counters for Prometheus", operation_id="getMetrics")
    async def get_metrics() -> Response:
        """Requests and latency by route, cache by tier, breakers, the data shown, the database."""
        headers = {"Content-Type": CONTENT_TYPE_PLAIN_0_0_4, "Cache-Control": "no-store"}
        return Response(await to_thread.run_sync(metrics.text), headers=headers)

    return router


class WebCollector(Collector):
    """Turns what was counted into metric families."""

    def __init__(self, reads: Reads, traffic: Traffic, hot: HotAnswers) -> None:
        self._reads, self._traffic, self._hot = reads, traffic, hot

    def describe(self) -> Iterator[Metric]:
        """Nothing: the families are known when they are collected."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """All families, at one moment."""
        yield self._requests()
        yield self._latencies()
        yield from self._cache(self._reads.snapshot())

    def _requests(self) -> Metric:
        family = CounterMetricFamily(
            "boxrank_http_requests", "Answers sent", labels=("method", "route", "status")
        )
        for (method, route, status), number in list(self._traffic.answers.items()):
            family.add_metric([method, route, str(status)], number)
        return family

    def _latencies(self) -> Metric:
        family = HistogramMetricFamily(
            "boxrank_http_request_seconds",
            "From the request's arrival to the answer's end",
            labels=("route",),
        )
        for route, latency in list(self._traffic.latencies.items()):
            buckets = list(zip(_BOUNDS, map(float, accumulate(latency.buckets)), strict=True))
            family.add_metric([route], buckets, latency.sum_seconds)
        return family

    def _cache(self, snapshot: dict[str, float | str]) -> Iterator[Metric]:
        states = {name: value for name, value in snapshot.items() if isinstance(value, str)}
        numbers = {name: value for name, value in snapshot.items() if not isinstance(value, str)}
        hot_hits = self._traffic.hot_hits
        hits = CounterMetricFamily("boxrank_cache_hits", "Answers found in a tier", labels=("tier",))
        hits.add_metric(["1"], numbers.pop("hits_tier1", 0) + hot_hits)
        hits.add_metric(["2"], numbers.pop("hits_tier2", 0))
        yield hits
        yield CounterMetricFamily("boxrank_fast_path_hits", "Hits sent in front of the framework", hot_hits)
        yield GaugeMetricFamily("boxrank_fast_path_answers", "Answers ready to be sent", len(self._hot))
        yield GaugeMetricFamily("boxrank_fast_path_bytes", "Bytes of those", self._hot.size_bytes)
        yield GaugeMetricFamily("boxrank_generation", "The generation shown", numbers.pop("generation", 0))
        for name in ("tier1_entries", "tier1_bytes"):
            yield GaugeMetricFamily(f"boxrank_cache_{name}", "What tier 1 holds", numbers.pop(name, 0))
        yield _operations(numbers)
        yield from (_state(name, value) for name, value in states.items())
        yield from (_count(name, value) for name, value in numbers.items() if _SECONDS not in name)


def _operations(numbers: dict[str, float]) -> Metric:
    family = SummaryMetricFamily(
        "boxrank_cache_operation_seconds", "Computations and calls of Redis", labels=("operation",)
    )
    for name, number in numbers.items():
        operation, found, figure = name.partition(_SECONDS)
        if found and figure == "count":
            family.add_metric([operation], int(number), numbers[f"{operation}{_SECONDS}sum"])
    return family


def _state(name: str, value: str) -> Metric:
    family = GaugeMetricFamily(f"boxrank_cache_{name}", "1 for the state it is in", labels=("state",))
    for state in BREAKER_STATES:
        family.add_metric([state], float(state == value))
    return family


def _count(name: str, value: float) -> Metric:
    return CounterMetricFamily(f"boxrank_cache_{name}", f"{name.replace('_', ' ')}, since the start", value)
