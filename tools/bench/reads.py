"""Times of answers: computed, from tier 1 and from tier 2, through the service and over HTTP."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, cycle, repeat
from time import perf_counter, sleep
from typing import Any

from app.bootstrap import Services
from app.cache.store import Source
from app.cli.options import opened_services
from app.serve.answers import Reads
from tools.bench.endpoints import Endpoint
from tools.bench.http import Client, get_request
from tools.bench.load import asking
from tools.bench.measure import Label, Measurement, measured, settled, timed
from tools.bench.plan import CROWD_CONNECTIONS, Plan
from tools.bench.scenarios import Question, Scenario

UNCACHED, MISS, TIER_1, TIER_2 = "uncached", "miss", "tier 1", "tier 2"
SERVICE, HTTP = "service", "HTTP"
TO_BECOME_HOT = 2
"""So often an address is asked again before the server answers it in front of the framework."""


@contextmanager
def reading_services(database_url: str, redis_url: str | None) -> Iterator[Services]:
    """Services that serve readers, their tier 1 empty and nothing warmed beforehand."""
    with opened_services(database_url, redis_url=redis_url or "", warm_top_boxes=0) as services:
        services.watch.start(lambda publication: None)
        try:
            yield services
        finally:
            services.reads.stop()


def computed_measurements(
    database: str, scenario: Scenario, plan: Plan, database_url: str
) -> Iterator[Measurement]:
    """Without any cache, and as a whole miss: computed, compressed, kept in tier 1."""
    requests = _requests(scenario)
    computed = [timed(lambda request=request: scenario.compute(request)) for request in requests]  # type: ignore[misc]
    target = plan.targets.uncached_ms
    yield measured(Label(database, scenario.name, SERVICE, UNCACHED), settled(computed), target)
    with reading_services(database_url, None) as services:
        misses = _asked(services.reads, requests, Source.COMPUTED)
    yield measured(Label(database, scenario.name, SERVICE, MISS), settled(misses), target)


def cached_measurements(
    database: str, scenario: Scenario, plan: Plan, database_url: str, redis_url: str | None
) -> Iterator[Measurement]:
    """From tier 1, and where there is a Redis from tier 2, as a process that has just started finds it.

    A measurement counts only answers that came from where its label says.
    """
    requests, target = _requests(scenario), plan.targets.cached_service_ms
    with reading_services(database_url, redis_url) as services:
        _asked(services.reads, requests, Source.COMPUTED)
        hits = _asked(services.reads, _again(requests, plan.effort.rounds), Source.MEMORY)
        yield measured(Label(database, scenario.name, SERVICE, TIER_1), settled(hits), target)
    if redis_url is not None:
        found: list[float] = []
        for _ in range(plan.effort.fresh_processes):
            with reading_services(database_url, redis_url) as services:
                found.extend(settled(_asked(services.reads, requests, Source.REDIS)))
        yield measured(Label(database, scenario.name, SERVICE, TIER_2), found, target)


def http_first_measurements(
    database: str, scenario: Scenario, plan: Plan, client: Client
) -> Iterator[Measurement]:
    """Of a server whose caches know none of the questions: a miss at first, then answered by tier 1."""
    misses = _got(client, scenario.questions, Source.COMPUTED)
    yield measured(Label(database, scenario.name, HTTP, MISS), settled(misses), plan.targets.uncached_ms)
    hits = _got(client, _again(scenario.questions, plan.effort.rounds), Source.MEMORY)
    yield measured(Label(database, scenario.name, HTTP, TIER_1), settled(hits), plan.targets.cached_ms)


def http_second_measurement(database: str, scenario: Scenario, plan: Plan, client: Client) -> Measurement:
    """Of a server with an empty tier 1, on the Redis that another server has filled."""
    hits = _got(client, scenario.questions, Source.REDIS)
    return measured(Label(database, scenario.name, HTTP, TIER_2), settled(hits), plan.targets.cached_ms)


def endpoint_measurements(
    database: str, endpoint: Endpoint, plan: Plan, client: Client, port: int
) -> Iterator[Measurement]:
    """Of a resource: each address for the first time, over one connection; then a crowd asks what all know.

    Before the crowd comes, each address is asked as often as it takes to become hot.
    """
    answers = [client.get(target) for target in endpoint.targets]
    misses = [answer.seconds for answer in answers if answer.source == Source.COMPUTED.value]
    failed = sum(answer.status != 200 for answer in answers)
    label = Label(database, endpoint.name, HTTP, MISS)
    yield measured(label, settled(misses), plan.targets.uncached_ms, failed)
    for target in _again(endpoint.targets, TO_BECOME_HOT):
        client.get(target)
    messages = cycle([get_request(target) for target in endpoint.targets])
    with asking(port, messages, CROWD_CONNECTIONS) as tally:
        sleep(plan.effort.load_seconds)
    label = Label(database, endpoint.name, HTTP, f"tier 1 ×{CROWD_CONNECTIONS}")
    yield measured(label, settled(tally.seconds), plan.targets.cached_ms, tally.failed)


def _asked(reads: Reads, requests: Iterable[Any], source: Source) -> list[float]:
    seconds = []
    for request in requests:
        started = perf_counter()
        served = reads.answer(request)
        elapsed = perf_counter() - started
        if served.source is source:
            seconds.append(elapsed)
    return seconds


def _got(client: Client, questions: Iterable[Question], source: Source) -> list[float]:
    answers = (client.get(question.target) for question in questions)
    return [answer.seconds for answer in answers if answer.status == 200 and answer.source == source.value]


def _requests(scenario: Scenario) -> list[Any]:
    return [question.request for question in scenario.questions]


def _again(items: Iterable[Any], rounds: int) -> Iterator[Any]:
    return chain.from_iterable(repeat(list(items), rounds))
