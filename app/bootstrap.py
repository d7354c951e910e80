"""Composition root: settings in, services out. Nothing else reads the settings."""

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from app.config import Settings, read_settings
from app.database import Database
from app.domain.days import utc_now
from app.domain.metrics import MetricRules
from app.services.box_detail_service import BoxDetailService
from app.services.catalogue_service import CatalogueService
from app.services.daily_refresh import DailyRefresh
from app.services.import_service import ImportService
from app.services.leaderboard_service import LeaderboardService
from app.services.rank_backfill import RankBackfill
from app.services.ranking_calculator import RankingCalculator
from app.services.time_series_service import TimeSeriesService


@dataclass(frozen=True)
class Services:
    """Every use case, built on first use from one set of settings."""

    settings: Settings

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database_url, self.settings.database_pool_size)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.market_timezone)

    @cached_property
    def rules(self) -> MetricRules:
        return MetricRules(self.settings.price_authority, self.settings.volume_weights)

    @cached_property
    def importing(self) -> ImportService:
        return ImportService(self.database, self.zone, utc_now)

    @cached_property
    def catalogue(self) -> CatalogueService:
        return CatalogueService(self.database)

    @cached_property
    def refresh(self) -> DailyRefresh:
        return DailyRefresh(self.database, self.rules, utc_now)

    @cached_property
    def backfill(self) -> RankBackfill:
        return RankBackfill(self.database, utc_now)

    @cached_property
    def ranking(self) -> RankingCalculator:
        return RankingCalculator(self.database, utc_now)

    @cached_property
    def leaderboard(self) -> LeaderboardService:
        return LeaderboardService(self.database)

    @cached_property
    def box_detail(self) -> BoxDetailService:
        return BoxDetailService(self.database)

    @cached_property
    def time_series(self) -> TimeSeriesService:
        return TimeSeriesService(self.database)


def open_services(**overrides: object) -> Services:
    """Services by the settings of this process, single settings overridden. Raises InvalidValue."""
    return Services(read_settings(**overrides))


def open_database() -> Database:
    """The database of the settings alone, for alembic's own command line."""
    return open_services().database
