"""Sends hot answers in front of the framework, byte for byte as the framework would."""

import time
from time import perf_counter

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from app.cache.store import Source
from app.web.edge.hot_answers import HotAnswer, HotAnswers
from app.web.edge.http_cache import wishes
from app.web.edge.rate_limits import left_headers
from app.web.edge.representations import freshness_headers
from app.web.edge.request_ids import RequestIds
from app.web.edge.security import security_headers
from app.web.edge.traffic import Traffic

UNCHANGED_SECURITY = security_headers(())

_log = structlog.get_logger("boxrank.access")


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
        wanted = wishes(scope["headers"])
        answer = self._hot.find((scope["raw_path"], scope["query_string"], wanted.gzip, wanted.files), now)
        if answer is None or wanted.has_body:
            return await self._app(scope, receive, send)
        representation = answer.representation
        is_unchanged = wanted.has(representation.etag)
        status = 304 if is_unchanged else 200
        headers = [
            *(representation.unchanged_headers if is_unchanged else representation.headers),
            *freshness_headers(Source.MEMORY, max(0.0, now - answer.created_at)),
            *(UNCHANGED_SECURITY if is_unchanged else answer.security),
            *left_headers(scope),
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
            _log.debug(
                "answered", method=scope["method"], path=scope["raw_path"].decode("latin-1"), status=status
            )
