"""ASGI entry, `app.main:app`. Importing it reads no setting: the first message builds the application."""

from collections.abc import Awaitable

from starlette.types import ASGIApp, Receive, Scope, Send

from app.domain.errors import BoxrankError


class LazyApplication:
    """Builds the application when the server starts it; a bad setting stops the start with one sentence."""

    def __init__(self) -> None:
        self._built: ASGIApp | None = None

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        return (self._built or self._first)(scope, receive, send)

    async def _first(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._built = _build()
        except BoxrankError as error:
            if scope["type"] != "lifespan":
                raise
            await receive()
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await self._built(scope, receive, send)


def _build() -> ASGIApp:
    from app.bootstrap import open_services
    from app.web.factory import create_app
    from app.web.ops.logs import configure_logs

    services = open_services()
    configure_logs(services.settings.log_format, services.settings.log_level)
    return create_app(services)


app = LazyApplication()
