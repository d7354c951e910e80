"""Cached answers as HTTP: hot ones in front of the framework, others from tier 1 or a worker thread."""

import time
from time import perf_counter
from typing import Any

import structlog
from anyio import CapacityLimiter, to_thread
from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.cache.store import Served, Source
from app.serve.answers import Reads
from app.web.edge.access_log import logged_path
from app.web.edge.hot_answers import HotAnswer, HotAnswers
from app.web.edge.http_cache import CachedResponse, RequestHeaders, read_headers
from app.web.edge.rate_limits import rate_limit_headers
from app.web.edge.representations import Representation, freshness_headers, represent
from app.web.edge.security import security_headers
from app.web.edge.traffic import RequestIds, Traffic

WORKER_THREADS = 32
UNCHANGED_SECURITY = security_headers(())

_log = structlog.get_logger("boxrank.access")


class Answers:
    """Turns requests of the reads into responses; those found in tier 1 become hot."""

    def __init__(self, reads: Reads, hot: HotAnswers) -> None:
        self._reads, self._hot = reads, hot
        self._limiter = CapacityLimiter(WORKER_THREADS)

    async def __call__(self, http: Request, request: Any, *, is_negotiated: bool = False) -> CachedResponse:
        """Answer one request of a registered type; `is_negotiated` says that Accept chose its format.

        Raises what `Reads.answer` raises.
        """
        served = await self._served(request)
        wanted = read_headers(http.scope["headers"])
        representation = represent(
            served.entry,
            gzip=wanted.gzip,
            published_at=self._reads.published_at(served.entry.generation),
            is_negotiated=is_negotiated,
        )
        if served.source is Source.MEMORY:
            self._admit(http, wanted, served, representation)
        return CachedResponse(representation, wanted, freshness_headers(served.source, served.age_seconds))

    async def _served(self, request: Any) -> Served:
        served = self._reads.peek(request)
        if served is not None and served.source is Source.MEMORY:
            return served
        return await to_thread.run_sync(self._reads.answer, request, limiter=self._limiter)

    def _admit(
        self, http: Request, wanted: RequestHeaders, served: Served, representation: Representation
    ) -> None:
        entry, scope = served.entry, http.scope
        answer = HotAnswer(
            route=scope["route"].path,
            generation=entry.generation,
            created_at=entry.created_at,
            expires_at=entry.created_at + entry.ttl_seconds,
            representation=representation,
            security=security_headers(representation.headers),
        )
        self._hot.admit((scope["raw_path"], scope["query_string"], wanted.gzip, wanted.files), answer)


class FastPath:
    """ASGI: answers GET and HEAD of hot addresses itself and passes everything else on."""

    def __init__(
        self, app: ASGIApp, hot: HotAnswers, traffic: Traffic, ids: RequestIds, *, logs_hits: bool
    ) -> None:
        self._app, self._hot, self._traffic, self._ids = app, hot, traffic, ids
        self._logs_hits = logs_hits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self._app(scope, receive, send)
        started, now = perf_counter(), time.time()
        wanted = read_headers(scope["headers"])
        answer = self._hot.find((scope["raw_path"], scope["query_string"], wanted.gzip, wanted.files), now)
        if answer is None or not wanted.is_plain:
            return await self._app(scope, receive, send)
        representation = answer.representation
        is_unchanged = wanted.has(representation)
        status = 304 if is_unchanged else 200
        headers = [
            *(representation.unchanged_headers if is_unchanged else representation.headers),
            *freshness_headers(Source.MEMORY, max(0.0, now - answer.created_at)),
            *(UNCHANGED_SECURITY if is_unchanged else answer.security),
            *rate_limit_headers(scope),
            (b"x-request-id", self._ids.name(wanted.request_id)),
        ]
        body = b"" if is_unchanged or scope["method"] == "HEAD" else representation.body
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
        self._count(scope, answer, status, perf_counter() - started)
        return None

    def _count(self, scope: Scope, answer: HotAnswer, status: int, seconds: float) -> None:
        self._traffic.hot_hits += 1
        self._traffic.record(scope["method"], answer.route, status, seconds)
        if self._logs_hits:
            _log.debug("answered", method=scope["method"], path=logged_path(scope), status=status)
