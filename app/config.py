"""All settings of Boxrank, read once from BOXRANK_ variables and `.env` by app.bootstrap."""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.domain.errors import InvalidValue

Names = Annotated[tuple[str, ...], NoDecode]
"""Written as a list divided by commas."""

_RATE = re.compile(r"[1-9]\d{0,8}/(second|minute|hour|day)")
_ORIGIN = re.compile(r"https?://[^/?#@\s]+")


class Settings(BaseSettings):
    """Every setting with its default; the meaning of each stands in `docs/operations.md`."""

    model_config = SettingsConfigDict(env_prefix="BOXRANK_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field("sqlite:///boxrank.db", description="SQLite file or postgresql+psycopg:// URL")
    database_pool_size: int = Field(10, ge=1, le=200, description="Open PostgreSQL connections per process")
    market_timezone: str = Field("UTC", description="Zone whose calendar gives the market day")
    price_authority: Names = Field(
        ("tcgplayer",), description="Marketplaces whose floor counts, first that reported wins"
    )
    volume_weights: dict[str, float] = Field(
        default_factory=dict,
        description='Weight per marketplace as JSON, for example {"ebay": 0.5}; others 1.0',
    )
    redis_url: str | None = Field(None, description="Redis of the second cache tier; empty: first tier only")
    redis_cluster: bool = Field(False, description="The Redis at redis_url is a Redis Cluster")
    redis_timeout_seconds: float = Field(0.05, gt=0, le=5, description="Longest wait for one Redis call")
    leaderboard_ttl_seconds: int = Field(900, ge=1, description="Life of a cached leaderboard")
    box_detail_ttl_seconds: int = Field(600, ge=1, description="Life of a cached box detail")
    time_series_ttl_seconds: int = Field(1800, ge=1, description="Life of a cached time series")
    memory_cache_entries: int = Field(4096, ge=1, description="Most entries of the first cache tier")
    memory_cache_megabytes: int = Field(128, ge=1, description="Most memory of the first cache tier")
    warm_top_boxes: int = Field(50, ge=0, description="Boxes whose pages are warmed after a refresh; 0: none")
    host: str = Field("127.0.0.1", description="Address the server listens on")
    port: int = Field(8000, ge=1, le=65535, description="Port the server listens on")
    public_url: str = Field(
        "", description="Where readers find the site, as https://boxrank.example; empty: unknown"
    )
    rate_limit: str = Field(
        "6000/minute", description="Requests a client may send, as 600/minute; empty: any"
    )
    api_keys: Names = Field((), description="Known values of X-API-Key, each counted apart from its address")
    trusted_proxies: Names = Field((), description="Addresses and networks whose X-Forwarded-For is believed")
    cors_origins: Names = Field((), description="Origins whose pages may read the API; *: all; empty: none")
    request_timeout_seconds: float = Field(
        15.0, gt=0, le=600, description="Longest wait for the beginning of an answer"
    )
    max_query_bytes: int = Field(32768, ge=256, description="Longest query string, and longest path")
    max_body_bytes: int = Field(65536, ge=0, description="Largest body of a request")
    install_assets: bool = Field(True, description="Fetch the chart library from npm when a start misses it")
    log_format: str = Field("console", pattern="^(console|json)$", description="console or json")
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="debug to error")

    @field_validator("price_authority", "api_keys", "trusted_proxies", "cors_origins", mode="before")
    @classmethod
    def _split_names(cls, value: object) -> object:
        return (
            tuple(name.strip() for name in value.split(",") if name.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("rate_limit")
    @classmethod
    def _rate_is_understood(cls, value: str) -> str:
        if value and not _RATE.fullmatch(value):
            raise ValueError("write it as 600/minute (second, minute, hour or day), or leave it empty")
        return value

    @field_validator("public_url")
    @classmethod
    def _public_url_is_an_origin(cls, value: str) -> str:
        if value and not _ORIGIN.fullmatch(value):
            raise ValueError("write it as https://boxrank.example, without a path, or leave it empty")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies_are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            try:
                ip_network(name)
            except ValueError as error:
                raise ValueError(f"{name!r} is no address or network such as 10.0.0.0/8") from error
        return value

    @field_validator("cors_origins")
    @classmethod
    def _origins_are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name != "*" and not _ORIGIN.fullmatch(name):
                raise ValueError(f"{name!r} is no origin such as https://example.org")
        return value

    @field_validator("volume_weights")
    @classmethod
    def _weights_are_not_negative(cls, value: dict[str, float]) -> dict[str, float]:
        if any(not 0 <= weight < float("inf") for weight in value.values()):
            raise ValueError("weights are numbers from 0 up")
        return value

    @field_validator("market_timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no zone is called {value!r}; try UTC or America/New_York") from error
        return value

    @field_validator("redis_url")
    @classmethod
    def _empty_is_none(cls, value: str | None) -> str | None:
        return value or None


def read_settings(env_file: Path | None = Path(".env"), **overrides: object) -> Settings:
    """The settings of this process. Raises InvalidValue with one sentence that says how to mend a bad one."""
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(_env_file=env_file, **given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = f"BOXRANK_{'_'.join(str(part) for part in first['loc'][:1]).upper()}"
        raise InvalidValue(name, f"Mend {name}: {first['msg']} (given: {first['input']!r}).") from error
