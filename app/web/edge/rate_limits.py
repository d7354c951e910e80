"""How many requests each client has left, counted in this process."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import NamedTuple
from zlib import crc32

from starlette.types import Scope

from app.web.edge.representations import RawHeaders

MOST_CLIENTS = 100_000
KEY_HEADER = b"x-api-key"

_CUSTOMER_BITS = 64  # of an IPv6 address: what one customer of a provider holds at the least
_LONGEST_HOST = 64
_PERIOD_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


class Allowance(NamedTuple):
    """What a client has left: seconds to wait when that is nothing (else 0), and the rate limit headers."""

    retry_after_seconds: int
    headers: RawHeaders


def rate_limit_headers(scope: Scope) -> RawHeaders:
    """The rate limit headers from a request's scope; none where nothing is limited."""
    allowance: Allowance | None = scope.get("allowance")
    return () if allowance is None else allowance.headers


@dataclass(slots=True)
class _Window:
    ends_at: int
    requests: int = 0


class RateLimits:
    """Fixed windows per client. Each client's begin at a moment of its own, so that not all return at once.

    For the event loop's thread alone. Refused requests are not counted. `rate` is as in "600/minute".
    """

    def __init__(self, rate: str, most_clients: int = MOST_CLIENTS) -> None:
        requests, _, period = rate.partition("/")
        self._limit, self._period_seconds = int(requests), _PERIOD_SECONDS[period]
        self._most_clients = most_clients
        self._windows: dict[str, _Window] = {}
        self._limit_header = (b"ratelimit-limit", b"%d" % self._limit)

    def __len__(self) -> int:
        return len(self._windows)

    def take(self, client: str, now: float) -> Allowance:
        """Count one request at `now`, in seconds since the epoch."""
        window = self._windows.get(client)
        if window is None or window.ends_at <= now:
            window = self._open(client, now)
        left = self._limit - window.requests
        wait_seconds = ceil(window.ends_at - now)
        if left <= 0:
            return Allowance(wait_seconds, self._headers(0, wait_seconds))
        window.requests += 1
        return Allowance(0, self._headers(left - 1, wait_seconds))

    def look(self, client: str, now: float) -> Allowance:
        """What a client has left, nothing counted; it never says to wait."""
        window = self._windows.get(client)
        if window is None or window.ends_at <= now:
            return Allowance(0, self._headers(self._limit, ceil(self._end(client, now) - now)))
        left = max(0, self._limit - window.requests)
        return Allowance(0, self._headers(left, ceil(window.ends_at - now)))

    def _open(self, client: str, now: float) -> _Window:
        self._windows.pop(client, None)
        self._forget(now)
        window = self._windows[client] = _Window(self._end(client, now))
        return window

    def _end(self, client: str, now: float) -> int:
        shift = crc32(client.encode()) % self._period_seconds
        past = (int(now) + shift) // self._period_seconds
        return (past + 1) * self._period_seconds - shift

    def _forget(self, now: float) -> None:
        while self._windows:
            oldest = next(iter(self._windows))
            if len(self._windows) < self._most_clients and self._windows[oldest].ends_at > now:
                return
            del self._windows[oldest]

    def _headers(self, left: int, seconds: int) -> RawHeaders:
        return (
            self._limit_header,
            (b"ratelimit-remaining", b"%d" % left),
            (b"ratelimit-reset", b"%d" % seconds),
        )


class Clients:
    """Names clients by known key, else by address: an unknown key could be a new one per request."""

    def __init__(self, known_keys: Sequence[str]) -> None:
        self._names = {key.encode(): f"key:{number}" for number, key in enumerate(known_keys)}

    def name(self, scope: Scope) -> str | None:
        """The client of a request; None where the server knows no address, as behind a Unix socket."""
        if self._names:
            for header, value in scope["headers"]:
                if header == KEY_HEADER and value in self._names:
                    return self._names[value]
        client = scope.get("client")
        return None if client is None else address_name(client[0][:_LONGEST_HOST])


@lru_cache(maxsize=8192)
def address_name(host: str) -> str:
    """One name per IPv4 address and per /64 of IPv6; what is no address is its own name."""
    try:
        address = ip_address(host)
    except ValueError:
        return f"host:{host}"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return f"address:{address.ipv4_mapped}"
        prefix = int(address) >> _CUSTOMER_BITS << _CUSTOMER_BITS
        return f"address:{IPv6Address(prefix)}/{_CUSTOMER_BITS}"
    return f"address:{address}"
