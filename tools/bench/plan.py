"""What a run of the benchmark was asked to measure, how often, and against which targets."""

from dataclasses import dataclass

READS = ("top-10", "top-50", "box-detail", "series-30", "series-365")
RANK_DATE, RECOMPUTE, PUBLISH = "rank-date", "recompute", "publish"
FLOORS, THROUGHPUT, ENDPOINTS = "floors", "throughput", "endpoints"
OUTAGE, PUBLICATIONS = "outage", "publications"
PARTS = (*READS, ENDPOINTS, FLOORS, THROUGHPUT, OUTAGE, RECOMPUTE, PUBLISH, PUBLICATIONS, RANK_DATE)

BOARD_FLOOR = "top-50"
"""The scenario that is compared with the floors."""

RANKING_DAYS = 3
LOAD_CONNECTIONS = 10
CROWD_CONNECTIONS = 50


@dataclass(frozen=True)
class Targets:
    """Longest p99 in milliseconds, and the bounds of figure / floor."""

    uncached_ms: float = 200.0
    cached_ms: float = 10.0
    cached_service_ms: float = 1.0
    rank_date_ms: float = 300.0
    recompute_ms: float = 15_000.0
    trouble_ms: float = 60.0
    uncached_to_raw_at_most: float = 3.0
    load_to_constant_at_least: float = 0.7


@dataclass(frozen=True)
class Effort:
    """How often things are asked.

    `repeats` bounds the different requests of a scenario, each of which tier 1 is asked `rounds` times and
    tier 2 by as many `fresh_processes`; `endpoint_repeats` bounds those of a resource. `trouble_pace`
    shortens the seconds of an outage; a connection waits `trouble_pause_seconds` before it asks again.
    """

    repeats: int
    endpoint_repeats: int
    rounds: int
    fresh_processes: int
    job_repeats: int
    load_rounds: int
    load_seconds: float
    publications: int
    trouble_pace: float
    trouble_pause_seconds: float


THOROUGH = Effort(
    repeats=300,
    endpoint_repeats=100,
    rounds=10,
    fresh_processes=5,
    job_repeats=5,
    load_rounds=7,
    load_seconds=1.0,
    publications=10,
    trouble_pace=1.0,
    trouble_pause_seconds=0.0,
)
QUICK = Effort(
    repeats=30,
    endpoint_repeats=4,
    rounds=10,
    fresh_processes=1,
    job_repeats=1,
    load_rounds=3,
    load_seconds=0.06,
    publications=1,
    trouble_pace=0.05,
    trouble_pause_seconds=0.05,
)


@dataclass(frozen=True)
class Plan:
    """One date is ranked on a market of its own, of `ranking_boxes`."""

    boxes: int
    days: int
    seed: int
    parts: frozenset[str]
    effort: Effort
    targets: Targets

    @property
    def ranking_boxes(self) -> int:
        """Ten times the boxes of the market that is read."""
        return 10 * self.boxes
