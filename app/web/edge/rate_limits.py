"""How many requests each client has left: counted in this process, in the event loop, without a wait."""

from dataclasses import dataclass
from math import ceil
from typing import NamedTuple
from zlib import crc32

from limits import parse
from starlette.types import Scope

from app.web.edge.representations import RawHeaders

MOST_CLIENTS = 100_000

_SILENT_SHARE = 64  # below a 64th of the limit a client's count is nobody else's business


class Allowance(NamedTuple):
    """What a client has left: seconds to wait if it is nothing (else 0), and the headers that say so."""

    retry_after_seconds: int
    headers: RawHeaders


def left_headers(scope: Scope) -> RawHeaders:
    """The headers of the allowance that stands in a request's scope; none where nothing is limited."""
    allowance: Allowance | None = scope.get("allowance")
    return () if allowance is None else allowance.headers


class Unsaid(NamedTuple):
    """Requests of one client in one window that other processes have not been told of."""

    client: str
    ends_at: int
    requests: int


@dataclass(slots=True)
class _Window:
    ends_at: int
    own: int = 0  # requests let through by this process
    told: int = 0  # of those, the ones that other processes know of
    others: int = 0  # what other processes have told


class RateLimits:
    """Fixed windows per client. Each client's begin at a moment of its own, so that not all return at once.

    For the event loop's thread alone. Refused requests are not counted. `rate` is as in "600/minute".
    """

    def __init__(self, rate: str, most_clients: int = MOST_CLIENTS) -> None:
        item = parse(rate)
        self._limit, self.period_seconds = item.amount, item.get_expiry()
        self._most_clients = most_clients
        self._share = max(1, self._limit // _SILENT_SHARE)
        self._windows: dict[str, _Window] = {}
        self._talkative: set[str] = set()
        self._limit_header = (b"ratelimit-limit", b"%d" % self._limit)

    def __len__(self) -> int:
        return len(self._windows)

    def take(self, client: str, now: float) -> Allowance:
        """Count one request at `now`, in seconds since the epoch."""
        window = self._windows.get(client)
        if window is None or window.ends_at <= now:
            window = self._open(client, now)
        left = self._limit - window.own - window.others
        wait_seconds = ceil(window.ends_at - now)
        if left <= 0:
            return Allowance(wait_seconds, self._headers(0, wait_seconds))
        window.own += 1
        if window.own - window.told >= self._share:
            self._talkative.add(client)
        return Allowance(0, self._headers(left - 1, wait_seconds))

    def look(self, client: str, now: float) -> Allowance:
        """What a client has left, nothing counted; whoever only looks never has to wait."""
        window = self._windows.get(client)
        if window is None or window.ends_at <= now:
            return Allowance(0, self._headers(self._limit, ceil(self._end(client, now) - now)))
        left = max(0, self._limit - window.own - window.others)
        return Allowance(0, self._headers(left, ceil(window.ends_at - now)))

    def unsaid(self) -> list[Unsaid]:
        """What others should be told; who asked little since it was told last is left out."""
        self._talkative &= self._windows.keys()
        windows = ((client, self._windows[client]) for client in self._talkative)
        return [Unsaid(client, window.ends_at, window.own - window.told) for client, window in windows]

    def learn(self, said: Unsaid, total: int) -> None:
        """`said` has been told; with it the requests of all processes in that window are `total`."""
        self._talkative.discard(said.client)
        window = self._windows.get(said.client)
        if window is not None and window.ends_at == said.ends_at:
            window.told += said.requests
            window.others = max(window.others, total - window.told)

    def _open(self, client: str, now: float) -> _Window:
        self._windows.pop(client, None)
        self._forget(now)
        window = self._windows[client] = _Window(self._end(client, now))
        return window

    def _end(self, client: str, now: float) -> int:
        shift = crc32(client.encode()) % self.period_seconds
        past = (int(now) + shift) // self.period_seconds
        return (past + 1) * self.period_seconds - shift

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
