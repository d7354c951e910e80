"""Boxrank against floors, measured in turn so that the load of the machine affects both."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from http.client import HTTPConnection
from statistics import median

import orjson

from app.bootstrap import Services, open_services
from app.read.board import LeaderboardRequest, read_board
from tools.bench.constant import BODY_BYTES_VARIABLE
from tools.bench.endpoints import BOXES
from tools.bench.findings import WARM_UP, Comparison, Plan, timed
from tools.bench.http import get
from tools.bench.load import requests_per_second
from tools.bench.raw import bare_copy_seconds, raw_board
from tools.bench.servers import ServerFailed, http_server

LIMIT = 50
CONNECTIONS = 50


@contextmanager
def opened(database_url: str, redis_url: str | None = None) -> Iterator[Services]:
    """Boxrank's services with an empty tier 1."""
    services = open_services(database_url=database_url, redis_url=redis_url or "", warm_top_boxes=0)
    try:
        yield services
    finally:
        services.reads.stop()
        services.database.close()


def against_raw_queries(database: str, database_url: str, days: Sequence[str], plan: Plan) -> Comparison:
    """A page of the board, computed and serialised without a cache, against the driver's own queries."""
    computed, raw = [], []
    with opened(database_url) as services, raw_board(database_url) as read:
        for day in days:
            request = _request(day)
            computed.append(timed(lambda request=request: _compute(services, request)))  # type: ignore[misc]
            raw.append(timed(lambda day=day: read(day, LIMIT + 1)))  # type: ignore[misc]
    figure, floor = _median_ms(computed), _median_ms(raw)
    bound = plan.targets["uncached_to_raw_at_most"]
    return Comparison(database, "board, uncached / raw queries", "ms", figure, floor, at_most=bound)


def against_redis(
    database: str, database_url: str, redis_url: str, days: Sequence[str], plan: Plan
) -> Comparison:
    """A page of the board from Redis against a GET of a value of the same kind."""
    import redis

    with opened(database_url, redis_url) as services:
        for day in days:
            services.reads.answer(_request(day))
    answered, raw = [], []
    with opened(database_url, redis_url) as services, closing(redis.Redis.from_url(redis_url)) as client:
        keys = list(client.scan_iter("boxrank:*:leaderboard:*"))
        for day, key in zip(days, keys, strict=False):
            request = _request(day)
            answered.append(timed(lambda request=request: services.reads.answer(request)))  # type: ignore[misc]
            raw.append(timed(lambda key=key: client.get(key)))  # type: ignore[misc]
    bound = plan.targets["redis_to_get_at_most"]
    times = (_median_ms(answered), _median_ms(raw))
    return Comparison(database, "board, tier 2 / Redis GET", "ms", *times, at_most=bound)


def against_constant_bytes(database: str, port: int, day: str, plan: Plan) -> Comparison:
    """Tier 1 against an endpoint that sends as many constant bytes from the same kind of server.

    Raises ServerFailed when tier 1 does not hold it.
    """
    target = f"{BOXES}?date={day}&limit={LIMIT}"
    size = _hot_body_bytes(port, target)
    with http_server("tools.bench.constant:app", {BODY_BYTES_VARIABLE: str(size)}) as floor_port:
        rates = [
            [requests_per_second(one, target, CONNECTIONS, plan.load_seconds) for one in (port, floor_port)]
            for _ in range(plan.load_rounds)
        ]
    hits, constant = (median(column) for column in zip(*rates, strict=True))
    name = f"board, tier 1 / {size:,} constant bytes, {CONNECTIONS} connections"
    bound = plan.targets["load_to_constant_at_least"]
    return Comparison(database, name, "requests/s", hits, constant, at_least=bound)


def against_bare_copy(database: str, database_url: str, refresh_seconds: float, plan: Plan) -> Comparison:
    """Metrics, ranks and boards of all days, computed and stored, against writing the metric rows alone."""
    name, bound = "refresh of all days / bare COPY or executemany", plan.targets["refresh_to_copy_at_most"]
    return Comparison(database, name, "s", refresh_seconds, bare_copy_seconds(database_url), at_most=bound)


def _request(day: str) -> LeaderboardRequest:
    return LeaderboardRequest(date.fromisoformat(day), limit=LIMIT)


def _compute(services: Services, request: LeaderboardRequest) -> bytes:
    return orjson.dumps(services.read(read_board, request))


def _median_ms(seconds: Sequence[float]) -> float:
    return median(seconds[min(WARM_UP, len(seconds) // 4) :]) * 1000


def _hot_body_bytes(port: int, target: str) -> int:
    with closing(HTTPConnection("127.0.0.1", port)) as client:
        responses = [get(client, target) for _ in range(3)]
    if responses[-1].source != "HIT-1":
        raise ServerFailed(f"Tier 1 did not respond to GET {target}: {responses[-1].source or 'no cache'}.")
    return responses[-1].body_bytes
