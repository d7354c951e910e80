"""What a setting must look like, and the advice for one that does not: each check returns its value."""

import math
import re
from ipaddress import ip_network
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_RATE = re.compile(r"[1-9]\d{0,8}/(second|minute|hour|day)")
_ORIGIN = re.compile(r"https?://[^/?#@\s\x00]+")
_HOST = re.compile(r"[A-Za-z0-9._:%-]{1,253}")


def database_url(value: str) -> str:
    """A URL that the database module can open. Raises ValueError."""
    from app.storage.urls import parse_database_url

    parse_database_url(value)
    return value


def redis_url(value: str | None) -> str | None:
    """A URL that the cache can connect to, empty as None. Raises ValueError."""
    if not value:
        return None
    from app.cache.server import check_url

    check_url(value)
    return value


def time_zone(value: str) -> str:
    """A zone that has a calendar. Raises ValueError."""
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError) as error:  # a folder of zones is an OSError
        raise ValueError("unknown time zone; try UTC or America/New_York") from error
    return value


def at_least_one(value: tuple[str, ...]) -> tuple[str, ...]:
    """A list that names something. Raises ValueError."""
    if not value:
        raise ValueError("name at least one marketplace, for example tcgplayer")
    return value


def weights(value: dict[str, float]) -> dict[str, float]:
    """Finite weights from 0 up. Raises ValueError."""
    if any(not (math.isfinite(weight) and weight >= 0) for weight in value.values()):
        raise ValueError("weights are numbers from 0 up")
    return value


def default_metric(value: str) -> str:
    """`auto`, or a metric of a board. Raises ValueError."""
    from app.domain.boards import BOARD_METRICS
    from app.domain.metric_rules import AUTOMATIC

    if value != AUTOMATIC and value not in BOARD_METRICS:
        raise ValueError(f"no board is ordered by it; give {AUTOMATIC} or one of {', '.join(BOARD_METRICS)}")
    return value


def host(value: str) -> str:
    """A name or an address that can be listened on. Raises ValueError."""
    try:
        value.encode("idna")
    except UnicodeError as error:
        raise ValueError("write a host name or an address, for example 127.0.0.1") from error
    if not _HOST.fullmatch(value):
        raise ValueError("write a host name or an address, for example 127.0.0.1")
    return value


def rate(value: str) -> str:
    """A number of requests per period, or nothing. Raises ValueError."""
    if value and not _RATE.fullmatch(value):
        raise ValueError("write it as 600/minute (second, minute, hour or day), or leave it empty")
    return value


def public_url(value: str) -> str:
    """An origin, or nothing. Raises ValueError."""
    if value and not _is_origin(value):
        raise ValueError("write it as https://boxrank.example, without a path, or leave it empty")
    return value


def origins(value: tuple[str, ...]) -> tuple[str, ...]:
    """Origins, or `*`. Raises ValueError."""
    for name in value:
        if name != "*" and not _is_origin(name):
            raise ValueError(f"{name!r} is no origin such as https://example.org")
    return value


def networks(value: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses and networks. Raises ValueError."""
    for name in value:
        try:
            ip_network(name)
        except ValueError as error:
            raise ValueError(f"{name!r} is no address or network such as 10.0.0.0/8") from error
    return value


def _is_origin(value: str) -> bool:
    try:
        parts = urlsplit(value)
        has_place = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return has_place and _ORIGIN.fullmatch(value) is not None
