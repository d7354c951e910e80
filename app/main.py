"""ASGI entry, `app.main:app`. Importing it reads no setting: the first message builds the application."""

from starlette.types import ASGIApp, Receive, Scope, Send

from app.domain.errors import BoxrankError


class LazyApplication:
    """Builds the application when the server starts it; a bad setting stops the start with one sentence."""

    def __init__(self) -> None:
        self._built: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._built is None:
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

    return create_app(open_services())


app = LazyApplication()
