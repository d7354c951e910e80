"""Requests of the services in, HTTP answers out: from tier 1 in the event loop, else from a worker thread."""

from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import Request

from app.cache.store import Served, Source
from app.serve.answers import Reads
from app.web.edge.hot_answers import HotAnswer, HotAnswers
from app.web.edge.http_cache import CachedResponse, Wishes, wishes
from app.web.edge.representations import Representation, freshness_headers, represent
from app.web.edge.security import security_headers

WORKER_THREADS = 32


class Answers:
    """Gives the cached or computed answer to a request as a response; what is asked for again becomes hot."""

    def __init__(self, reads: Reads, hot: HotAnswers) -> None:
        self._reads, self._hot = reads, hot
        self._limiter = CapacityLimiter(WORKER_THREADS)

    async def __call__(self, http: Request, request: Any, *, is_negotiated: bool = False) -> CachedResponse:
        """Answer one request of a registered type; `is_negotiated` says that Accept chose its format.

        Raises what `Reads.answer` raises.
        """
        served = await self._served(request)
        wanted = wishes(http.scope["headers"])
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

    def _admit(self, http: Request, wanted: Wishes, served: Served, representation: Representation) -> None:
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
