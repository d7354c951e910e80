"""A run of the benchmark: what is measured on each database, and in which order."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, closing

from app.bootstrap import Services
from app.cli.options import opened_services
from app.cli.warming import Teach
from app.domain.days import utc_now
from tools.bench import floors, jobs, reads, trouble
from tools.bench.endpoints import Endpoint, read_endpoints
from tools.bench.http import Client
from tools.bench.market import BenchmarkMarket, MarketSize
from tools.bench.measure import Findings, Measurement
from tools.bench.plan import (
    BOARD_FLOOR,
    ENDPOINTS,
    FLOORS,
    OUTAGE,
    PUBLICATIONS,
    PUBLISH,
    RANK_DATE,
    RECOMPUTE,
    THROUGHPUT,
    Plan,
)
from tools.bench.scenarios import Scenario, read_scenarios
from tools.bench.servers import NotInstalled, web_server
from tools.bench.stores import Store, redis_url, stores

Say = Callable[[str], None]


def run_benchmark(plan: Plan, say: Say, teach: Teach, database: str | None, redis: str | None) -> Findings:
    """Measure the parts of the plan; `say` is told on the way what is done, `teach` brings the pages.

    A database given that holds boxes is only read. Raises ServiceAway when a server fails.
    """
    findings = Findings()
    with ExitStack() as stack:
        tier_2 = redis_url(stack, redis, findings)
        for store in stores(stack, database, findings):
            _StoreRun(plan, say, teach, findings, store, tier_2).measure()
    return findings


class _StoreRun:
    def __init__(
        self, plan: Plan, say: Say, teach: Teach, findings: Findings, store: Store, redis_url: str | None
    ) -> None:
        self._plan, self._findings, self._store, self._redis_url = plan, findings, store, redis_url
        self._teach = teach
        self._say: Say = lambda text: say(f"{store.name}: {text}")

    def measure(self) -> None:
        is_filled_here = self._fill()
        self._store.settle()
        with opened_services(self._store.url) as services:
            scenarios = read_scenarios(services, self._plan.effort.repeats)
            board = next(found for found in scenarios if found.name == BOARD_FLOOR)
            wanted = [found for found in scenarios if self._wants(found.name)]
            self._measure_over_http(wanted, board)
            self._measure_reads(wanted)
            self._measure_endpoints(list(read_endpoints(services, self._plan.effort.endpoint_repeats)))
            self._measure_against_floors(board)
        self._measure_outage(scenarios)
        if is_filled_here:
            self._measure_publications(scenarios)
        if self._wants(RANK_DATE):
            self._measure_ranking()

    def _fill(self) -> bool:
        with opened_services(self._store.url) as services:
            market = self._prepared(services)
            if not market.is_empty():
                self._skip("writing", "the database holds boxes, so it is only read.")
                return False
            self._say(f"filling {self._plan.boxes:,} boxes over {self._plan.days:,} days")
            rows = market.fill(MarketSize(self._plan.boxes, self._plan.days, self._plan.seed))
            self._say(f"computing metrics and ranks of {rows:,} observations")
            found = jobs.recomputed(self._store.name, services, self._plan)
        if self._wants(RECOMPUTE):
            self._found([found])
        return True

    def _measure_over_http(self, scenarios: list[Scenario], board: Scenario) -> None:
        name, plan = self._store.name, self._plan
        if not scenarios and not self._wants(THROUGHPUT):
            return
        self._say("reading over HTTP")
        with self._server() as port:
            with closing(Client(port)) as client:
                for scenario in scenarios:
                    self._found(reads.http_first_measurements(name, scenario, plan, client))
            if self._wants(THROUGHPUT):
                self._say("comparing with constant bytes under load")
                self._findings.comparisons.append(floors.against_constant_bytes(name, board, plan, port))
        if scenarios and self._redis_url is not None:
            with self._server() as port, closing(Client(port)) as client:
                self._found(
                    reads.http_second_measurement(name, scenario, plan, client) for scenario in scenarios
                )

    def _measure_reads(self, scenarios: list[Scenario]) -> None:
        if not scenarios:
            return
        name, plan, url = self._store.name, self._plan, self._store.url
        self._say("reading through the service")
        for scenario in scenarios:
            self._found(reads.computed_measurements(name, scenario, plan, url))
            self._found(reads.cached_measurements(name, scenario, plan, url, self._redis_url))

    def _measure_against_floors(self, board: Scenario) -> None:
        if not self._wants(FLOORS):
            return
        name, plan, url = self._store.name, self._plan, self._store.url
        compared = self._findings.comparisons
        self._say("comparing with raw queries and raw Redis")
        compared.append(floors.against_raw_queries(name, board, plan, url))
        if self._redis_url is not None:
            compared.append(floors.against_redis(name, board, url, self._redis_url))

    def _measure_endpoints(self, endpoints: list[Endpoint]) -> None:
        if not self._wants(ENDPOINTS):
            return
        self._say("reading every resource, first alone, then as a crowd")
        with web_server(self._store.url, None) as port, closing(Client(port)) as client:
            for endpoint in endpoints:
                self._found(reads.endpoint_measurements(self._store.name, endpoint, self._plan, client, port))

    def _measure_outage(self, scenarios: list[Scenario]) -> None:
        if not self._wants(OUTAGE):
            return
        self._say("reading while Redis dies, comes back and freezes")
        try:
            self._found([trouble.redis_outage(self._store.name, scenarios, self._plan, self._store.url)])
        except NotInstalled as error:
            self._skip(OUTAGE, f"{error}.")

    def _measure_publications(self, scenarios: list[Scenario]) -> None:
        name, plan, url = self._store.name, self._plan, self._store.url
        with opened_services(url, redis_url=self._redis_url or "") as services:
            market = self._prepared(services)
            if self._wants(PUBLISH):
                self._say("publishing with warm-up")
                self._teach(services)
                self._found([jobs.published(name, services, market, plan)])
            if self._wants(PUBLICATIONS):
                self._say("reading while publications follow each other")
                self._found([trouble.publications(name, scenarios, plan, url, self._redis_url, market)])
            services.cache.close()

    def _measure_ranking(self) -> None:
        if self._store.spare_url is None:
            self._skip(RANK_DATE, "it is measured on temporary databases only.")
            return
        self._say(f"ranking one date of {self._plan.ranking_boxes:,} boxes")
        with opened_services(self._store.spare_url) as services:
            market = self._prepared(services)
            self._found([jobs.ranked_date(self._store.name, services, market, self._plan)])

    def _prepared(self, services: Services) -> BenchmarkMarket:
        services.database.upgrade()
        return BenchmarkMarket(services.database, services.zone, utc_now)

    def _server(self) -> AbstractContextManager[int]:
        return web_server(self._store.url, self._redis_url)

    def _wants(self, part: str) -> bool:
        return part in self._plan.parts

    def _found(self, measurements: Iterable[Measurement]) -> None:
        self._findings.measurements.extend(measurements)

    def _skip(self, part: str, reason: str) -> None:
        self._findings.skipped[f"{part} on {self._store.name}"] = reason
