"""Middleware around the application: limits of one request, rate limits, other origins, trusted proxies."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.config import Settings
from app.web.edge.http_cache import read_headers
from app.web.edge.proxies import TrustedProxies
from app.web.edge.rate_limits import Clients, RateLimits
from app.web.edge.rejections import AddressTooLong, BodyTooLarge, InvalidHost, RequestTooSlow, TooManyRequests
from app.web.edge.representations import RawHeaders
from app.web.edge.traffic import RequestIds

UNLIMITED_PATHS = frozenset(("/health", "/ready", "/metrics", "/version", "/favicon.ico"))
UNLIMITED_FOLDER = "/static/"
CORS_REQUEST_HEADERS = ("If-None-Match", "X-API-Key", "X-Request-ID")
CORS_RESPONSE_HEADERS = (
    "Age",
    "Content-Disposition",
    "Deprecation",
    "ETag",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "Sunset",
    "Warning",
    "X-Cache",
    "X-Request-ID",
)

Respond = Callable[[Request, Exception], Response]

_TIMEOUT = "boxrank.timeout"
_WITHOUT_HOST = ("1", "1.0")  # as Granian and as others write it
_PREFLIGHT_HEADERS = frozenset((b"origin", b"access-control-request-method"))


def wrap(app: ASGIApp, inner: ASGIApp, settings: Settings, ids: RequestIds) -> ASGIApp:
    """`app` behind the middleware of the settings; `inner` answers 429 to clients over their limit."""
    clients = Clients(settings.api_keys)
    limits = RateLimits(settings.rate_limit) if settings.rate_limit else None
    if limits is not None:
        app = RateLimitMiddleware(app, inner, limits, clients)
    if settings.cors_origins:
        app = PreflightHeaders(_with_cors(app, settings.cors_origins), ids, limits, clients)
    if settings.trusted_proxies:
        app = TrustedProxies(app, settings.trusted_proxies)
    return app


@dataclass(frozen=True)
class RequestLimits:
    """Longest query string and path, each, largest body, and longest wait for an answer's first byte."""

    query_bytes: int
    body_bytes: int
    seconds: float


class RequestLimitMiddleware:
    """ASGI: rejects what is over the rate limit, has not one Host, is too long, too large or too slow."""

    def __init__(self, app: ASGIApp, limits: RequestLimits, respond: Respond) -> None:
        self._app, self._limits, self._respond = app, limits, respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        error = self._rejection(scope)
        if error is None:
            error = await self._answer(scope, receive, send)
        if error is not None:
            await self._respond(Request(scope), error)(scope, receive, send)
        return None

    def _rejection(self, scope: Scope) -> Exception | None:
        allowance = scope.get("allowance")
        if allowance is not None and allowance.retry_after_seconds:
            return TooManyRequests(allowance.retry_after_seconds)
        if not _has_valid_host(scope):
            return InvalidHost()
        if max(len(scope["raw_path"]), len(scope["query_string"])) > self._limits.query_bytes:
            return AddressTooLong(self._limits.query_bytes)
        if _content_length(scope) > self._limits.body_bytes:
            return BodyTooLarge(self._limits.body_bytes)
        return None

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> Exception | None:
        try:
            async with asyncio.timeout(self._limits.seconds) as timeout:
                scope[_TIMEOUT] = timeout
                exchange = _LimitedExchange(receive, send, timeout, self._limits.body_bytes)
                await self._app(scope, exchange.receive, exchange.send)
        except TimeoutError:
            if not timeout.expired():
                raise
            return RequestTooSlow(self._limits.seconds)
        return None


def lift_timeout(scope: Scope) -> None:
    """Let the answer to this request begin as late as it needs."""
    timeout: asyncio.Timeout | None = scope.get(_TIMEOUT)
    if timeout is not None:
        timeout.reschedule(None)


class _LimitedExchange:
    def __init__(self, receive: Receive, send: Send, timeout: asyncio.Timeout, body_bytes: int) -> None:
        self._receive, self._send, self._timeout = receive, send, timeout
        self._body_bytes, self._received_bytes = body_bytes, 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._received_bytes += len(message.get("body", b""))
        if self._received_bytes > self._body_bytes:
            raise BodyTooLarge(self._body_bytes)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._timeout.reschedule(None)  # the time a client takes to read is not limited here
        await self._send(message)


class RateLimitMiddleware:
    """ASGI: notes in the scope what the client has left; `inner` answers when that is nothing.

    Unlimited paths carry the headers and are not counted.
    """

    def __init__(self, app: ASGIApp, inner: ASGIApp, limits: RateLimits, clients: Clients) -> None:
        self._app, self._inner, self._limits, self._clients = app, inner, limits, clients

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = self._clients.name(scope) if scope["type"] == "http" else None
        if client is None:
            return await self._app(scope, receive, send)
        count = self._limits.look if is_unlimited(scope["path"]) else self._limits.take
        allowance = scope["allowance"] = count(client, time.time())
        app = self._inner if allowance.retry_after_seconds else self._app
        return await app(scope, receive, send)


class PreflightHeaders:
    """ASGI: adds request id and rate limit to preflights, which CORSMiddleware answers by itself."""

    def __init__(self, app: ASGIApp, ids: RequestIds, limits: RateLimits | None, clients: Clients) -> None:
        self._app, self._ids, self._limits, self._clients = app, ids, limits, clients

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_preflight(scope):
            return await self._app(scope, receive, send)
        headers = self._headers(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *headers]}
            await send(message)

        return await self._app(scope, receive, send_with_headers)

    def _headers(self, scope: Scope) -> RawHeaders:
        request_id = (b"x-request-id", self._ids.name(read_headers(scope["headers"]).request_id))
        client = self._clients.name(scope) if self._limits is not None else None
        if self._limits is None or client is None:
            return (request_id,)
        return (*self._limits.look(client, time.time()).headers, request_id)


def is_unlimited(path: str) -> bool:
    """Whether requests for a path are not counted: those of operators, and assets."""
    return path in UNLIMITED_PATHS or path.startswith(UNLIMITED_FOLDER)


def is_preflight(scope: Scope) -> bool:
    """Whether this is a preflight: a browser asks if a page of another origin may send a request."""
    is_options = scope["type"] == "http" and scope["method"] == "OPTIONS"
    return is_options and {name for name, _ in scope["headers"]} >= _PREFLIGHT_HEADERS


def _with_cors(app: ASGIApp, origins: tuple[str, ...]) -> ASGIApp:
    return CORSMiddleware(
        app,
        allow_origins=origins,
        allow_methods=("GET", "HEAD"),
        allow_headers=CORS_REQUEST_HEADERS,
        expose_headers=CORS_RESPONSE_HEADERS,
        max_age=86400,
    )


def _has_valid_host(scope: Scope) -> bool:
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    is_missing = not any(hosts)  # Granian writes an empty one where none was sent
    return len(hosts) <= 1 and (not is_missing or scope["http_version"] in _WITHOUT_HOST)


def _content_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
