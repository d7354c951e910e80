"""`/openapi.json` and `/docs`: made once in the life of the process, no request to anyone else."""

import time
from collections.abc import Sequence
from functools import lru_cache

import orjson
from anyio import to_thread
from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response

from app.cache.content import Content
from app.cache.entry import Entry
from app.serve.resource import Resource
from app.web.api.openapi import describe
from app.web.api.reference import reference
from app.web.edge.errors import problem_kinds
from app.web.edge.http_cache import fixed_response
from app.web.pages.presenters.frame import shell
from app.web.pages.rendering import environment

DOCS = "/docs"
_KEEP = "public, max-age=300"


def documentation_routes(api: FastAPI, resources: Sequence[Resource], public_url: str) -> APIRouter:
    """The document of `api` for machines and for people; `public_url` is that of the pages."""
    router = APIRouter(include_in_schema=False)

    @lru_cache(maxsize=1)
    def document() -> Entry:
        return _entry(orjson.dumps(describe(api, resources, problem_kinds())), "application/json")

    @lru_cache(maxsize=1)
    def page() -> Entry:
        template = environment().get_template("api_reference.html")
        problems = problem_kinds()
        content = template.render(
            shell=shell(DOCS),
            page=reference(describe(api, resources, problems)),
            problems=problems,
            public_url=public_url,
        )
        return _entry(content.encode(), "text/html; charset=utf-8")

    @router.get("/openapi.json")
    async def openapi(http: Request) -> Response:
        return fixed_response(http.scope, await to_thread.run_sync(document), _KEEP)

    @router.get(DOCS)
    async def docs(http: Request) -> Response:
        return fixed_response(http.scope, await to_thread.run_sync(page), _KEEP)

    return router


def _entry(body: bytes, media_type: str) -> Entry:
    return Entry.build(
        Content.of(body), media_type=media_type, generation=0, created_at=time.time(), ttl_seconds=0.0
    )
