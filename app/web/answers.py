"""Requests of the services in, HTTP answers out: from tier 1 in the event loop, else from a worker thread."""

from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import Request

from app.cache.store import Served, Source
from app.services.reads import Reads
from app.web.http_cache import CachedResponse, accepts_gzip, represent

WORKER_THREADS = 32


class Answers:
    """Gives the cached or computed answer to a request as a response."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._limiter = CapacityLimiter(WORKER_THREADS)

    async def __call__(self, http: Request, request: Any, disposition: str | None = None) -> CachedResponse:
        """Answer one request of a registered type. Raises what `Reads.answer` raises."""
        served = await self._served(request)
        representation = represent(
            served.entry,
            gzip=accepts_gzip(http.headers.get("accept-encoding", "").encode("latin-1")),
            published_at=self._reads.published_at(served.entry.generation),
            disposition=disposition,
        )
        if_none_match = http.headers.get("if-none-match")
        return CachedResponse(
            representation, served, None if if_none_match is None else if_none_match.encode("latin-1")
        )

    async def _served(self, request: Any) -> Served:
        served = self._reads.peek(request)
        if served is not None and served.source is Source.MEMORY:
            return served
        return await to_thread.run_sync(self._reads.answer, request, limiter=self._limiter)
