"""The toll in front of everything: counts the request, and leads who asked too much past the fast path."""

import time

from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.edge.clients import Clients
from app.web.edge.rate_limits import RateLimits

FREE_PATHS = frozenset(("/health", "/ready", "/metrics", "/version", "/favicon.ico"))
FREE_FOLDER = "/static/"


class RateLimit:
    """ASGI: notes in the scope what the client has left; `refusing` answers when it has nothing left.

    What is free is told what is left as it stands.
    """

    def __init__(self, app: ASGIApp, refusing: ASGIApp, limits: RateLimits, clients: Clients) -> None:
        self._app, self._refusing, self._limits, self._clients = app, refusing, limits, clients

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = self._clients.name(scope) if scope["type"] == "http" else None
        if client is None:
            return await self._app(scope, receive, send)
        ask = self._limits.look if is_free(scope["path"]) else self._limits.take
        allowance = scope["allowance"] = ask(client, time.time())
        answering = self._refusing if allowance.retry_after_seconds else self._app
        return await answering(scope, receive, send)


def is_free(path: str) -> bool:
    """Whether an address costs nothing: what operators ask for, and files that are kept for ever."""
    return path in FREE_PATHS or path.startswith(FREE_FOLDER)
