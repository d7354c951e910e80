"""A run of the benchmark: what is measured on each database, and in which order."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, closing

from app.bootstrap import Services
from app.cli.bench import floors, jobs, reads
from app.cli.bench.http import Client
from app.cli.bench.measure import Findings, Measurement
from app.cli.bench.plan import BOARD_FLOOR, FLOORS, PUBLISH, RANK_DATE, RECOMPUTE, THROUGHPUT, Plan
from app.cli.bench.scenarios import Scenario, read_scenarios
from app.cli.bench.servers import http_server
from app.cli.bench.stores import Store, redis_url, stores
from app.cli.options import opened_services
from app.domain.days import utc_now
from app.services.benchmark_market import BenchmarkMarket, MarketSize

Say = Callable[[str], None]


def run_benchmark(plan: Plan, say: Say, database: str | None, redis: str | None) -> Findings:
    """Measure the parts of the plan; `say` is told on the way what is done.

    A database given that holds boxes is only read. Raises ServiceAway when a server fails.
    """
    findings = Findings()
    with ExitStack() as stack:
        tier_2 = redis_url(stack, redis, findings)
        for store in stores(stack, database, findings):
            _StoreRun(plan, say, findings, store, tier_2).measure()
    return findings


class _StoreRun:
    def __init__(self, plan: Plan, say: Say, findings: Findings, store: Store, redis_url: str | None) -> None:
        self._plan, self._findings, self._store, self._redis_url = plan, findings, store, redis_url
        self._say: Say = lambda text: say(f"{store.name}: {text}")

    def measure(self) -> None:
        is_filled_here = self._fill()
        self._store.settle()
        with opened_services(self._store.url) as services:
            scenarios = read_scenarios(services, self._plan.effort.repeats)
            self._measure_reads([found for found in scenarios if self._wants(found.name)])
            self._measure_against_floors(next(found for found in scenarios if found.name == BOARD_FLOOR))
        if is_filled_here and self._wants(PUBLISH):
            self._measure_publication()
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

    def _measure_reads(self, scenarios: list[Scenario]) -> None:
        if not scenarios:
            return
        name, plan = self._store.name, self._plan
        self._say("reading over HTTP")
        with self._server() as port, closing(Client(port)) as client:
            for scenario in scenarios:
                self._found(reads.http_first_measurements(name, scenario, plan, client))
        if self._redis_url is not None:
            with self._server() as port, closing(Client(port)) as client:
                self._found(
                    reads.http_second_measurement(name, scenario, plan, client) for scenario in scenarios
                )
        self._say("reading through the service")
        for scenario in scenarios:
            self._found(reads.computed_measurements(name, scenario, plan, self._store.url))
            self._found(reads.cached_measurements(name, scenario, plan, self._store.url, self._redis_url))

    def _measure_against_floors(self, board: Scenario) -> None:
        name, plan, url = self._store.name, self._plan, self._store.url
        compared = self._findings.comparisons
        if self._wants(FLOORS):
            self._say("comparing with raw queries and raw Redis")
            compared.append(floors.against_raw_queries(name, board, plan, url))
            if self._redis_url is not None:
                compared.append(floors.against_redis(name, board, url, self._redis_url))
        if self._wants(THROUGHPUT):
            self._say("comparing with constant bytes under load")
            with self._server() as port:
                compared.append(floors.against_constant_bytes(name, board, plan, port))

    def _measure_publication(self) -> None:
        self._say("publishing with warm-up")
        with opened_services(self._store.url, redis_url=self._redis_url or "") as services:
            market = self._prepared(services)
            self._found([jobs.published(self._store.name, services, market, self._plan)])
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
        variables = {
            "BOXRANK_DATABASE_URL": self._store.url,
            "BOXRANK_REDIS_URL": self._redis_url or "",
            "BOXRANK_WARM_TOP_BOXES": "0",
            "BOXRANK_RATE_LIMIT": "",
        }
        return http_server("app.main:app", variables)

    def _wants(self, part: str) -> bool:
        return part in self._plan.parts

    def _found(self, measurements: Iterable[Measurement]) -> None:
        self._findings.measurements.extend(measurements)

    def _skip(self, part: str, reason: str) -> None:
        self._findings.skipped[f"{part} on {self._store.name}"] = reason
