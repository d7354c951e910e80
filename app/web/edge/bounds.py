"""What is refused before any work: too many requests, an overlong address, a large body, a slow answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.edge.refusals import AddressTooLong, BodyTooLarge, RequestTooSlow, TooManyRequests

Respond = Callable[[Request, Exception], Response]


@dataclass(frozen=True)
class RequestBounds:
    """Largest query string and path, each, largest body, and longest wait for an answer's first byte."""

    query_bytes: int
    body_bytes: int
    seconds: float


class Bounds:
    """ASGI: refuses what is out of bounds with `respond`, the rest goes on."""

    def __init__(self, app: ASGIApp, bounds: RequestBounds, respond: Respond) -> None:
        self._app, self._bounds, self._respond = app, bounds, respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        refusal = self._refusal(scope)
        if refusal is None:
            refusal = await self._answer(scope, receive, send)
        if refusal is not None:
            await self._respond(Request(scope), refusal)(scope, receive, send)
        return None

    def _refusal(self, scope: Scope) -> Exception | None:
        allowance = scope.get("allowance")
        if allowance is not None and allowance.retry_after_seconds:
            return TooManyRequests(allowance.retry_after_seconds)
        if max(len(scope["raw_path"]), len(scope["query_string"])) > self._bounds.query_bytes:
            return AddressTooLong(self._bounds.query_bytes)
        if _promised_bytes(scope) > self._bounds.body_bytes:
            return BodyTooLarge(self._bounds.body_bytes)
        return None

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> Exception | None:
        try:
            async with asyncio.timeout(self._bounds.seconds) as patience:
                exchange = _Exchange(receive, send, patience, self._bounds.body_bytes)
                await self._app(scope, exchange.receive, exchange.send)
        except TimeoutError:
            if not patience.expired():
                raise
            return RequestTooSlow(self._bounds.seconds)
        return None


class _Exchange:
    def __init__(self, receive: Receive, send: Send, patience: asyncio.Timeout, body_bytes: int) -> None:
        self._receive, self._send, self._patience = receive, send, patience
        self._body_bytes, self._received_bytes = body_bytes, 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._received_bytes += len(message.get("body", b""))
        if self._received_bytes > self._body_bytes:
            raise BodyTooLarge(self._body_bytes)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._patience.reschedule(None)  # how long a client takes to read is its own affair
        await self._send(message)


def _promised_bytes(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
