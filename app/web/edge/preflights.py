"""Preflights, which the middleware of foreign origins answers by itself, told what every answer is told."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.edge.clients import Clients
from app.web.edge.http_cache import wishes
from app.web.edge.rate_limits import RateLimits
from app.web.edge.representations import RawHeaders
from app.web.edge.request_ids import RequestIds

_ASKS_FOR = b"access-control-request-method"


class Preflights:
    """ASGI: gives preflights the name of the request and, nothing counted, what the client has left."""

    def __init__(self, app: ASGIApp, ids: RequestIds, limits: RateLimits | None, clients: Clients) -> None:
        self._app, self._ids, self._limits, self._clients = app, ids, limits, clients

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_preflight(scope):
            return await self._app(scope, receive, send)
        told = self._told(scope)

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *told]}
            await send(message)

        return await self._app(scope, receive, telling)

    def _told(self, scope: Scope) -> RawHeaders:
        name = (b"x-request-id", self._ids.name(wishes(scope["headers"]).request_id))
        client = self._clients.name(scope) if self._limits is not None else None
        if self._limits is None or client is None:
            return (name,)
        return (*self._limits.look(client, time.time()).headers, name)


def is_preflight(scope: Scope) -> bool:
    """Whether a browser asks beforehand if a page of another origin may ask."""
    is_options = scope["type"] == "http" and scope["method"] == "OPTIONS"
    return is_options and {b"origin", _ASKS_FOR} <= {name for name, _ in scope["headers"]}
