"""Assets under addresses that carry their digest: sent once, kept for ever."""

import mimetypes
from functools import lru_cache
from pathlib import Path

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from app.cache.content import Content
from app.cache.entry import Entry
from app.web.edge.http_cache import fixed_response
from app.web.pages.rendering import (
    STATIC_FOLDER,
    STATIC_URL,
    STYLE_SHEET,
    STYLE_SHEETS,
    static_url,
    static_version,
)

FOR_EVER = "public, max-age=31536000, immutable"

_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


def static_routes() -> APIRouter:
    """The assets, by the digest of them all; an outdated digest leads to the present one."""
    router = APIRouter(include_in_schema=False)

    @router.get(STATIC_URL + "/{digest}/{name:path}")
    async def asset(http: Request, digest: str, name: str) -> Response:
        if digest != static_version():
            return RedirectResponse(static_url(_existing(name)), 307, {"Cache-Control": "no-cache"})
        return fixed_response(http.scope, await to_thread.run_sync(read_asset, name), FOR_EVER)

    @router.get("/favicon.ico")
    async def icon() -> Response:
        return RedirectResponse(static_url("icon.svg"), 307, {"Cache-Control": "public, max-age=86400"})

    return router


@lru_cache(maxsize=256)
def read_asset(name: str) -> Entry:
    """An asset with its ETag and compressed copy. Raises 404 for what is not a file of the folder."""
    parts = STYLE_SHEETS if name == STYLE_SHEET else (_existing(name),)
    suffix = Path(name).suffix
    media_type = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    body = b"".join((STATIC_FOLDER / part).read_bytes() for part in parts)
    return Entry.build(Content.of(body), media_type=media_type, generation=0, created_at=0.0, ttl_seconds=0.0)


def _existing(name: str) -> str:
    if name == STYLE_SHEET:
        return name
    try:
        path = (STATIC_FOLDER / name).resolve()
        is_ours = path.is_relative_to(STATIC_FOLDER.resolve()) and path.is_file()
    except (OSError, ValueError):
        is_ours = False
    if not is_ours:
        raise HTTPException(404)
    return Path(name).as_posix()
