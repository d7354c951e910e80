"""The floor of HTTP: an endpoint that always sends the same bytes."""

import os
from typing import Any

BODY_BYTES_VARIABLE = "CONSTANT_BODY_BYTES"
_BODY = b"x" * int(os.environ.get(BODY_BYTES_VARIABLE, "0"))
_HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(_BODY)).encode())]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """The smallest ASGI application."""
    if scope["type"] == "lifespan":
        for moment in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{moment}.complete"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": _BODY})
