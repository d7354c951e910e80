"""What stands between the network and the application: proxies, foreign origins, the toll."""

from contextlib import AbstractAsyncContextManager, nullcontext

from granian.utils.proxies import wrap_asgi_with_proxy_headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from app.cache.redis import RedisOptions
from app.config import Settings
from app.web.edge.bounds import RequestBounds
from app.web.edge.clients import Clients
from app.web.edge.preflights import Preflights
from app.web.edge.rate_limit import RateLimit
from app.web.edge.rate_limits import RateLimits
from app.web.edge.request_ids import RequestIds
from app.web.edge.shared_counts import SharedCounts

CORS_REQUEST_HEADERS = ("If-None-Match", "X-API-Key", "X-Request-ID")
CORS_ANSWER_HEADERS = (
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


class Guards:
    """The guards that the settings ask for; one that is off costs nothing."""

    def __init__(self, settings: Settings, redis: RedisOptions | None) -> None:
        self._settings, self._redis = settings, redis
        self._limits = RateLimits(settings.rate_limit) if settings.rate_limit else None

    @property
    def bounds(self) -> RequestBounds:
        """Sizes and time of one request."""
        settings = self._settings
        return RequestBounds(
            settings.max_query_bytes, settings.max_body_bytes, settings.request_timeout_seconds
        )

    def around(self, app: ASGIApp, long_way: ASGIApp, ids: RequestIds) -> ASGIApp:
        """`app` behind its guards; `long_way` tells refusals, `ids` names what they answer themselves."""
        clients = Clients(self._settings.api_keys)
        if self._limits is not None:
            app = RateLimit(app, long_way, self._limits, clients)
        if self._settings.cors_origins:
            app = _readable_from(app, self._settings.cors_origins)
            app = Preflights(app, ids, self._limits, clients)
        if self._settings.trusted_proxies:
            app = _believing(app, self._settings.trusted_proxies)
        return app

    def sharing(self) -> AbstractAsyncContextManager[None]:
        """Shares the counts of clients with other processes during the block, if there is a Redis."""
        if self._limits is None or self._redis is None:
            return nullcontext()
        return SharedCounts(self._limits, self._redis).sharing()


def _readable_from(app: ASGIApp, origins: tuple[str, ...]) -> ASGIApp:
    return CORSMiddleware(
        app,
        allow_origins=origins,
        allow_methods=("GET", "HEAD"),
        allow_headers=CORS_REQUEST_HEADERS,
        expose_headers=CORS_ANSWER_HEADERS,
        max_age=86400,
    )


def _believing(app: ASGIApp, proxies: tuple[str, ...]) -> ASGIApp:
    return wrap_asgi_with_proxy_headers(app, list(proxies))  # type: ignore[no-any-return]
