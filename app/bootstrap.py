"""Composition root: settings in, use cases out. Nothing else reads the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from app.cache.counters import CacheCounters
from app.cache.filler import TieredOptions
from app.cache.memory import MemoryOptions, MemoryTier
from app.cache.redis import RedisOptions, RedisTier
from app.cache.tiered import TieredCache
from app.config import Settings, read_settings
from app.database import Connection, Database, DatabaseLimits
from app.domain.days import utc_now
from app.domain.errors import Unavailable
from app.domain.metrics import MetricRules
from app.ingest.catalogue import CatalogueService
from app.ingest.observations import ImportService
from app.ingest.suspects import SuspectService
from app.publish.backfill import RankBackfill
from app.publish.daily_refresh import DailyRefresh
from app.serve.answers import Reads
from app.serve.generation_watch import GenerationWatch
from app.serve.resource import register_resources
from app.serve.resources import RESOURCES, ttl_by_kind
from app.services.cache_service import BOX_DETAIL, LEADERBOARD, TIME_SERIES, CacheService
from app.services.ranking_calculator import RankingCalculator

Request = TypeVar("Request")
Response = TypeVar("Response")


@dataclass(frozen=True)
class Services:
    """Every use case, built on first use from one set of settings and one clock."""

    settings: Settings
    clock: Callable[[], datetime] = utc_now

    @cached_property
    def database(self) -> Database:
        settings = self.settings
        limits = DatabaseLimits(
            pool_size=settings.database_pool_size,
            connect_seconds=settings.database_connect_timeout_seconds,
            keepalive_seconds=settings.database_keepalive_seconds,
            statement_seconds=settings.database_statement_timeout_seconds,
            idle_transaction_seconds=settings.database_idle_transaction_seconds,
            writer_wait_seconds=settings.database_writer_wait_seconds,
        )
        return Database(settings.database_url, limits)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.market_timezone)

    @cached_property
    def rules(self) -> MetricRules:
        settings = self.settings
        return MetricRules(
            settings.price_authority,
            settings.volume_weights,
            settings.report_good_days,
            settings.suspects == "on",
            settings.default_metric,
        )

    @cached_property
    def importing(self) -> ImportService:
        return ImportService(self.database, self.zone, self.clock, self.rules)

    @cached_property
    def suspects(self) -> SuspectService:
        return SuspectService(self.database, self.rules, self.clock)

    @cached_property
    def catalogue(self) -> CatalogueService:
        return CatalogueService(self.database, self.clock)

    @cached_property
    def refresh(self) -> DailyRefresh:
        return DailyRefresh(self.database, self.rules, self.clock)

    @cached_property
    def backfill(self) -> RankBackfill:
        return RankBackfill(self.database, self.clock)

    @cached_property
    def ranking(self) -> RankingCalculator:
        return RankingCalculator(self.database, self.clock)

    @cached_property
    def redis(self) -> RedisTier | None:
        options = self.redis_options
        return None if options is None else RedisTier(options, self.counters)

    @cached_property
    def redis_options(self) -> RedisOptions | None:
        settings = self.settings
        if settings.redis_url is None:
            return None
        return RedisOptions(settings.redis_url, settings.redis_cluster, settings.redis_timeout_seconds)

    @cached_property
    def counters(self) -> CacheCounters:
        return CacheCounters()

    @cached_property
    def watch(self) -> GenerationWatch:
        return GenerationWatch(self.database)

    @cached_property
    def cache(self) -> CacheService:
        memory = MemoryOptions(self.settings.memory_cache_entries, self.settings.memory_cache_megabytes << 20)
        options = TieredOptions(outage_errors=(Unavailable,))
        tiers = TieredCache(MemoryTier(memory), self.redis, options, self.counters)
        return CacheService(tiers, self.ttl_seconds, lambda: self.watch.current, self.redis)

    @cached_property
    def ttl_seconds(self) -> dict[str, int]:
        return ttl_by_kind(
            {
                LEADERBOARD: self.settings.leaderboard_ttl_seconds,
                BOX_DETAIL: self.settings.box_detail_ttl_seconds,
                TIME_SERIES: self.settings.time_series_ttl_seconds,
            }
        )

    @cached_property
    def reads(self) -> Reads:
        reads = Reads(self.database, self.cache, self.watch, self.settings.warm_top_boxes)
        register_resources(reads, self.ttl_seconds, RESOURCES)
        return reads

    def read(self, read: Callable[[Connection, Request], Response], request: Request) -> Response:
        """What a read of `app.read` answers, from one snapshot, past the cache.

        Raises what the read raises, and Unavailable.
        """
        with self.database.snapshot() as connection:
            return read(connection, request)


def open_services(**overrides: Any) -> Services:
    """Services by the settings of this process, single settings overridden. Raises InvalidValue."""
    return Services(read_settings(**overrides))


def open_database() -> Database:
    """The database of the settings alone, for alembic's own command line."""
    return open_services().database
