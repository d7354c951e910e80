"""ASGI entry, `app.main:app`. Importing it reads no setting: the first message builds the application."""

from collections.abc import Awaitable

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

_log = structlog.get_logger("boxrank.start")


class LazyApplication:
    """Builds the application when the server starts it; an error stops the start with one sentence.

    A server without lifespan, which goes on nevertheless, answers 503 to everything.
    """

    def __init__(self) -> None:
        self._built: ASGIApp | None = None

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        return (self._built or self._first)(scope, receive, send)

    async def _first(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._built = _build()
        except Exception as error:  # noqa: BLE001 - a server goes on without lifespan after any other exception
            self._built = _NotStarted(_sentence(error))
        await self._built(scope, receive, send)


class _NotStarted:
    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        _log.error("not_started", cause=sentence)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.failed", "message": self._sentence})
            return
        headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store"), (b"retry-after", b"60")]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": b"Boxrank has not started; see its log.\n"})


def _sentence(error: Exception) -> str:
    from app.domain.errors import BoxrankError

    return str(error) if isinstance(error, BoxrankError) else f"{type(error).__name__}: {error}"


def _build() -> ASGIApp:
    from app.bootstrap import open_services
    from app.web.factory import create_app
    from app.web.ops.logs import configure_logs

    services = open_services()
    configure_logs(services.settings.log_format, services.settings.log_level)
    return create_app(services)


app = LazyApplication()
