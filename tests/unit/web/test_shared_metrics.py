"""Metrics of several workers add up to one."""

from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.web.edge.traffic import Traffic
from app.web.ops.shared_metrics import Families, SharedMetrics, added_up, families


class Numbers(Collector):
    """One counter with a label, one gauge that adds up and one of which the greatest counts."""

    def __init__(self, number: float) -> None:
        self.number = number

    def collect(self) -> Iterator[Metric]:
        """All three at the same number."""
        counter = CounterMetricFamily("requests", "Requests", labels=("route",))
        counter.add_metric(["/"], self.number)
        yield counter
        yield GaugeMetricFamily("boxrank_cache_tier1_entries", "Entries", self.number)
        yield GaugeMetricFamily("boxrank_generation", "Generation", self.number)


def worker(number: float) -> Families:
    return families(Numbers(number).collect())


def values(metrics: Iterator[Metric]) -> dict[str, float]:
    return {sample.name: sample.value for metric in metrics for sample in metric.samples}


def test_counters_and_most_gauges_are_sums_and_the_newest_generation_is_shown() -> None:
    found = values(added_up([(worker(3.0), True), (worker(5.0), True)]))

    assert found == {"requests_total": 8.0, "boxrank_cache_tier1_entries": 8.0, "boxrank_generation": 5.0}


def test_a_worker_that_ended_leaves_its_counters_and_not_its_gauges() -> None:
    found = values(added_up([(worker(3.0), True), (worker(5.0), False)]))

    assert found == {"requests_total": 8.0, "boxrank_cache_tier1_entries": 3.0, "boxrank_generation": 3.0}


def test_workers_find_each_other_in_their_folder(tmp_path: Path) -> None:
    shared = []
    for number in (3.0, 5.0):
        registry = CollectorRegistry()
        registry.register(Numbers(number))
        shared.append(SharedMetrics(registry, tmp_path / "new"))
        shared[-1].write()

    assert {values(each.collect())["requests_total"] for each in shared} == {8.0}


def test_invented_methods_count_as_one() -> None:
    traffic = Traffic()
    for number in range(1000):
        traffic.record(f"M{number}", "unmatched", 405, 0.001)
    traffic.record("GET", "unmatched", 404, 0.001)

    assert traffic.answers == {("OTHER", "unmatched", 405): 1000, ("GET", "unmatched", 404): 1}
