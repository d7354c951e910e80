"""All settings of Boxrank, read once from BOXRANK_ variables and `.env` by app.bootstrap."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from app import setting_checks as checks
from app.domain.errors import InvalidValue

Names = Annotated[tuple[str, ...], NoDecode]
"""Written as a list divided by commas."""

LONGEST_SECONDS = 366 * 86400
_OPTIONS = {"database_url": "--database", "host": "--host", "port": "--port"}
_SECRET = re.compile(r"//[^/@]*@")
_SHOWN_CHARACTERS = 80


class Settings(BaseSettings):
    """Every setting with its default; the meaning of each is in `docs/operations.md`."""

    model_config = SettingsConfigDict(env_prefix="BOXRANK_", env_file=".env", extra="ignore", frozen=True)

    database_url: Annotated[str, AfterValidator(checks.database_url)] = Field(
        "sqlite:///boxrank.db", description="SQLite file or postgresql+psycopg:// URL"
    )
    database_pool_size: int = Field(10, ge=1, le=200, description="Open PostgreSQL connections per process")
    database_connect_timeout_seconds: int = Field(
        5, ge=1, le=300, description="Longest wait for a PostgreSQL connection, and for its first answer"
    )
    database_keepalive_seconds: int = Field(
        15, ge=4, le=3600, description="Silence of the network after which a PostgreSQL connection is closed"
    )
    database_statement_timeout_seconds: int = Field(
        20, ge=0, le=86400, description="Longest PostgreSQL statement of a reader; 0: any"
    )
    database_idle_transaction_seconds: int = Field(
        600, ge=0, le=86400, description="Longest pause of a PostgreSQL transaction; 0: any"
    )
    database_writer_wait_seconds: float = Field(
        600.0, ge=0, le=7 * 86400, description="Longest wait of a writer for another one; 0: none"
    )
    market_timezone: Annotated[str, AfterValidator(checks.time_zone)] = Field(
        "UTC", description="Zone whose calendar gives the market day"
    )
    price_authority: Annotated[Names, AfterValidator(checks.at_least_one)] = Field(
        ("tcgplayer",),
        description="Marketplaces whose prices come first, in this order; others follow by name",
    )
    report_good_days: int = Field(
        7, ge=1, le=30, description="Days for which a report speaks, its own included"
    )
    suspects: Literal["on", "off"] = Field("on", description="Leave suspect values out; off: use every value")
    default_metric: Annotated[str, AfterValidator(checks.default_metric)] = Field(
        "auto", description="Metric of the board that opens; auto: the first that has data"
    )
    volume_weights: Annotated[dict[str, float], AfterValidator(checks.weights)] = Field(
        default_factory=dict,
        description='Weight per marketplace as JSON, for example {"ebay": 0.5}; others 1.0',
    )
    redis_url: Annotated[str | None, AfterValidator(checks.redis_url)] = Field(
        None, description="Redis of the second cache tier; empty: first tier only"
    )
    redis_cluster: bool = Field(False, description="The Redis at redis_url is a Redis Cluster")
    redis_timeout_seconds: float = Field(0.05, gt=0, le=5, description="Longest wait for one Redis call")
    leaderboard_ttl_seconds: int = Field(
        900, ge=1, le=LONGEST_SECONDS, description="Life of a cached leaderboard"
    )
    box_detail_ttl_seconds: int = Field(
        600, ge=1, le=LONGEST_SECONDS, description="Life of a cached box detail"
    )
    time_series_ttl_seconds: int = Field(
        1800, ge=1, le=LONGEST_SECONDS, description="Life of a cached time series"
    )
    memory_cache_entries: int = Field(
        4096, ge=1, le=100_000_000, description="Most entries of the first cache tier"
    )
    memory_cache_megabytes: int = Field(
        128, ge=1, le=1 << 20, description="Most memory of the first cache tier"
    )
    warm_top_boxes: int = Field(
        50, ge=0, le=1_000_000, description="Boxes whose pages are warmed after a refresh; 0: none"
    )
    host: Annotated[str, AfterValidator(checks.host)] = Field(
        "127.0.0.1", description="Address the server listens on"
    )
    port: int = Field(8000, ge=1, le=65535, description="Port the server listens on")
    health_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="Port of a second listener for /health, /ready and /metrics; 0: none",
    )
    max_connections: int = Field(
        4096, ge=16, le=65536, description="Open connections per server process; more wait to be accepted"
    )
    idle_seconds: int = Field(
        10, ge=1, le=600, description="A connection is closed after this time without a whole request"
    )
    metrics_folder: str = Field(
        "", description="Folder where workers share their metrics; empty: a temporary one for several workers"
    )
    public_url: Annotated[str, AfterValidator(checks.public_url)] = Field(
        "", description="Where readers find the site, as https://boxrank.example; empty: unknown"
    )
    rate_limit: Annotated[str, AfterValidator(checks.rate)] = Field(
        "6000/minute", description="Requests a client may send, as 600/minute; empty: any"
    )
    api_keys: Names = Field((), description="Known values of X-API-Key, each counted apart from its address")
    trusted_proxies: Annotated[Names, AfterValidator(checks.networks)] = Field(
        (), description="Addresses and networks whose X-Forwarded-For is trusted"
    )
    cors_origins: Annotated[Names, AfterValidator(checks.origins)] = Field(
        (), description="Origins whose pages may read the API; *: all; empty: none"
    )
    request_timeout_seconds: float = Field(
        15.0, gt=0, le=600, description="Longest wait for the beginning of an answer"
    )
    max_query_bytes: int = Field(
        32768, ge=256, le=1 << 24, description="Longest query string, and longest path"
    )
    max_body_bytes: int = Field(65536, ge=0, le=1 << 30, description="Largest body of a request")
    max_exports: int = Field(8, ge=1, le=1000, description="Open export downloads per server process")
    export_megabytes: int = Field(
        2048, ge=1, le=1 << 20, description="Most disk space of open exports per server process"
    )
    export_seconds: float = Field(600.0, gt=0, le=86400, description="Longest time to read an export")
    install_assets: bool = Field(True, description="Fetch the chart library from npm when a start misses it")
    log_format: str = Field("console", pattern=r"^(console|json)\z", description="console or json")
    log_level: str = Field("info", pattern=r"^(debug|info|warning|error)\z", description="debug to error")

    @field_validator("price_authority", "api_keys", "trusted_proxies", "cors_origins", mode="before")
    @classmethod
    def _split_names(cls, value: object) -> object:
        return (
            tuple(name.strip() for name in value.split(",") if name.strip())
            if isinstance(value, str)
            else value
        )


def read_settings(env_file: Path | None = Path(".env"), **overrides: object) -> Settings:
    """The settings of this process. Raises InvalidValue with one sentence that says how to fix a bad one."""
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(_env_file=env_file, **given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise _refusal(error, given) from error
    except SettingsError as error:  # the only setting that is parsed before it is validated
        raise InvalidValue(
            "BOXRANK_VOLUME_WEIGHTS",
            'Fix BOXRANK_VOLUME_WEIGHTS: write it as JSON, for example {"ebay": 0.5}.',
        ) from error
    except (OSError, UnicodeError) as error:
        raise InvalidValue(str(env_file), f"The settings in {env_file} cannot be read: {error}.") from error


def _refusal(error: ValidationError, given: dict[str, object]) -> InvalidValue:
    first = error.errors()[0]
    field = str(first["loc"][0])
    name = f"BOXRANK_{field.upper()}"
    where = f"{name} (or {_OPTIONS[field]})" if field in _OPTIONS and field in given else name
    reason = first["msg"].removeprefix("Value error, ")
    shown = _SECRET.sub("//***@", repr(first["input"]))
    if len(shown) > _SHOWN_CHARACTERS:
        shown = f"{shown[:_SHOWN_CHARACTERS]}…"
    return InvalidValue(name, f"Fix {where}: {reason} (given: {shown}).")
