"""Boxrank against floors measured in turn with it, so that what else the machine does hits both."""

from collections.abc import Iterator
from contextlib import closing
from statistics import median

from app.domain.errors import ServiceAway
from app.serve.resources import arguments_of
from app.services.cache_service import LEADERBOARD
from tools.bench.constant import BODY_BYTES_VARIABLE
from tools.bench.http import Client
from tools.bench.load import requests_per_second
from tools.bench.measure import Comparison, timed
from tools.bench.plan import CROWD_CONNECTIONS, Plan
from tools.bench.raw_queries import raw_board
from tools.bench.reads import reading_services
from tools.bench.scenarios import Scenario
from tools.bench.servers import http_server


def against_raw_queries(database: str, board: Scenario, plan: Plan, database_url: str) -> Comparison:
    """A page of the board computed by the service, to its bytes, against the driver's queries for it."""
    computed: list[float] = []
    raw: list[float] = []
    with raw_board(database_url) as read:
        for question in board.questions:
            request = question.request
            computed.append(timed(lambda request=request: board.compute(request)))  # type: ignore[misc]
            raw.append(timed(lambda request=request: read(request.day, request.limit + 1)))  # type: ignore[misc]
    return Comparison(
        database,
        f"{board.name} uncached / raw driver queries",
        "ms",
        median(computed) * 1000,
        median(raw) * 1000,
        at_most=plan.targets.uncached_to_raw_at_most,
    )


def against_redis(database: str, board: Scenario, database_url: str, redis_url: str) -> Comparison:
    """A page of the board from tier 2 against a GET of the same bytes."""
    import redis

    requests = [question.request for question in board.questions]
    with reading_services(database_url, redis_url) as services:
        keys = [services.cache.key(LEADERBOARD, arguments_of(request)) for request in requests]
        for request in requests:
            services.reads.answer(request)
    answered: list[float] = []
    raw: list[float] = []
    with (
        reading_services(database_url, redis_url) as services,
        closing(redis.Redis.from_url(redis_url)) as client,
    ):
        services.reads.answer(requests[0])  # the first call opens the connections
        client.ping()
        for request, key in zip(requests[1:], keys[1:], strict=True):
            answered.append(timed(lambda request=request: services.reads.answer(request)))  # type: ignore[misc]
            raw.append(timed(lambda key=key: client.get(key)))  # type: ignore[misc]
    return Comparison(
        database, f"{board.name} tier 2 / Redis GET", "ms", median(answered) * 1000, median(raw) * 1000
    )


def against_constant_bytes(database: str, board: Scenario, plan: Plan, port: int) -> Comparison:
    """Hits of tier 1 a second against an endpoint that sends as many bytes from the same kind of server.

    Raises ServiceAway when the board is not answered by tier 1.
    """
    target = board.questions[0].target
    body_bytes = _hot_body_bytes(port, target)
    with http_server("tools.bench.constant:app", {BODY_BYTES_VARIABLE: str(body_bytes)}) as floor_port:
        rounds = list(_rounds(plan, port, floor_port, target))
    hits, constant = (median(rates) for rates in zip(*rounds, strict=True))
    return Comparison(
        database,
        f"{board.name} tier 1 / constant {body_bytes:,} bytes, {CROWD_CONNECTIONS} connections",
        "requests/s",
        hits,
        constant,
        at_least=plan.targets.load_to_constant_at_least,
    )


def _rounds(plan: Plan, port: int, floor_port: int, target: str) -> Iterator[tuple[float, float]]:
    for _ in range(plan.effort.load_rounds):
        hits, constant = (
            requests_per_second(one, target, CROWD_CONNECTIONS, plan.effort.load_seconds)
            for one in (port, floor_port)
        )
        yield hits, constant


def _hot_body_bytes(port: int, target: str) -> int:
    with closing(Client(port)) as client:
        answers = [client.get(target) for _ in range(3)]
    if answers[-1].source != "HIT-1":
        raise ServiceAway(f"{target} is not answered by tier 1 but by {answers[-1].source or 'nothing'}.")
    return answers[-1].body_bytes
