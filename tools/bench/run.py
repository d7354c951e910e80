"""A run: what is measured on each database, and in which order."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

from app.ingest.observations import ImportOptions
from app.simulation.demo import DemoDatabase, DemoMarket
from tools.bench import floors
from tools.bench.endpoints import Endpoint, read_endpoints
from tools.bench.findings import Findings, Latency, Plan, latency, timed
from tools.bench.http import Response, get
from tools.bench.raw import server_version, settle
from tools.bench.servers import NotInstalled, ServerFailed, temporary_postgres, temporary_redis, web_server

SQLITE, POSTGRESQL, REDIS = "SQLite", "PostgreSQL", "Redis"
ENDPOINTS, RAW, LOAD, WRITE = "endpoints", "raw", "load", "write"
PARTS = (ENDPOINTS, RAW, LOAD, WRITE)

Report = Callable[[str], None]


def run_benchmark(plan: Plan, report: Report, given_url: str | None) -> Findings:
    """Measure the parts of the plan on the database given, else on a temporary one of each kind.

    Raises ServerFailed, and what Boxrank's services raise.
    """
    findings = Findings()
    with ExitStack() as stack:
        redis_url = _redis_url(stack, findings)
        for name, url in _databases(stack, given_url, findings):
            findings.versions[name] = server_version(url)
            _measure(plan, lambda text, name=name: report(f"{name}: {text}"), findings, name, url, redis_url)  # type: ignore[misc]
    return findings


def _databases(stack: ExitStack, given_url: str | None, findings: Findings) -> Iterator[tuple[str, str]]:
    if given_url is not None:
        yield (SQLITE if given_url.startswith("sqlite") else POSTGRESQL), given_url
        return
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="boxrank-bench-"))
    yield SQLITE, f"sqlite:///{folder}/market.db"
    try:
        yield POSTGRESQL, stack.enter_context(temporary_postgres())
    except NotInstalled as error:
        findings.skipped[POSTGRESQL] = str(error)


def _redis_url(stack: ExitStack, findings: Findings) -> str | None:
    try:
        return stack.enter_context(temporary_redis())
    except NotInstalled as error:
        findings.skipped[REDIS] = str(error)
        return None


def _measure(
    plan: Plan, report: Report, findings: Findings, name: str, url: str, redis_url: str | None
) -> None:
    refresh_seconds = _fill(plan, report, url)
    if refresh_seconds is None:
        findings.skipped[f"{WRITE} on {name}"] = "the database has tables already, so it is only read."
    elif WRITE in plan.parts:
        findings.comparisons.append(floors.against_bare_copy(name, url, refresh_seconds, plan))
    with web_server(url, None) as port:
        endpoints = list(read_endpoints(port, plan.repeats))
        days = [target.rpartition("=")[2] for target in endpoints[0].targets]
        if LOAD in plan.parts:
            report("requests per second from tier 1")
            findings.comparisons.append(floors.against_constant_bytes(name, port, days[-1], plan))
    if ENDPOINTS in plan.parts:
        report("every resource over HTTP")
        findings.latencies.extend(_latencies(plan, name, url, redis_url, endpoints))
    if RAW in plan.parts:
        report("the board against raw queries and a raw Redis GET")
        findings.comparisons.append(floors.against_raw_queries(name, url, days, plan))
        if redis_url is not None:
            findings.comparisons.append(floors.against_redis(name, url, redis_url, days, plan))


def _fill(plan: Plan, report: Report, url: str) -> float | None:
    with floors.opened(url) as services:
        if services.database.tables().revision is not None:
            return None
        report(f"filling {plan.boxes:,} boxes over {plan.days:,} days")
        demo = DemoDatabase(services.database, services.zone, services.clock)
        market = DemoMarket(plan.boxes, plan.days, plan.seed)
        demo.prepare(market, "match")
        with tempfile.TemporaryDirectory(prefix="boxrank-bench-") as folder:
            files = demo.write_files(market, Path(folder))
            services.catalogue.import_file(files.boxes)
            services.importing.import_file(files.observations, ImportOptions())
        report("refreshing all days")
        seconds = timed(services.refresh.run)
    settle(url)
    return seconds


def _latencies(
    plan: Plan, name: str, url: str, redis_url: str | None, endpoints: Sequence[Endpoint]
) -> Iterator[Latency]:
    uncached, cached = plan.targets["uncached_ms"], plan.targets["cached_ms"]
    with web_server(url, redis_url) as port, closing(HTTPConnection("127.0.0.1", port)) as client:
        for endpoint in endpoints:
            first = [get(client, target) for target in endpoint.targets]
            yield _latency(name, endpoint, "MISS", first, uncached)
            again = [get(client, target) for _ in range(plan.rounds + 1) for target in endpoint.targets]
            yield _latency(name, endpoint, "HIT-1", again, cached)
    if redis_url is not None:
        with web_server(url, redis_url) as port, closing(HTTPConnection("127.0.0.1", port)) as client:
            for endpoint in endpoints:
                found = [get(client, target) for target in endpoint.targets]
                yield _latency(name, endpoint, "HIT-2", found, cached)


def _latency(
    name: str, endpoint: Endpoint, source: str, responses: Sequence[Response], target_ms: float
) -> Latency:
    failed = sum(response.status != 200 for response in responses)
    seconds = [response.seconds for response in responses if response.source == source]
    if not seconds:
        raise ServerFailed(f"No response of {endpoint.name} had X-Cache: {source}.")
    return latency(name, endpoint.name, source, seconds, target_ms, failed=failed)
