"""Bounds downloads that are written to a file first: how many, how many bytes, and for how long."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from anyio import CapacityLimiter, to_thread
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.web.edge.middleware import lift_timeout
from app.web.edge.rejections import TooManyDownloads

WRITTEN_AT_ONCE = 2
PIECE_BYTES = 1 << 18


@dataclass(frozen=True)
class DownloadLimits:
    """Most open downloads, most bytes of their files together, longest time of one, per process."""

    downloads: int
    size_bytes: int
    seconds: float


class DownloadTooSlowError(TimeoutError):
    """The client did not read a download in time; its connection is cut."""


class Downloads:
    """The downloads that are open in this process, from the writing of the file to the end of reading."""

    def __init__(self, limits: DownloadLimits) -> None:
        self.limits = limits
        self.writing = CapacityLimiter(WRITTEN_AT_ONCE)
        self.open, self.size_bytes = 0, 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one during the block. Raises TooManyDownloads."""
        if self.open >= self.limits.downloads:
            raise TooManyDownloads
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1

    @contextmanager
    def holding(self, size_bytes: int) -> Iterator[None]:
        """Count the bytes of a file during the block. Raises TooManyDownloads."""
        if self.size_bytes + size_bytes > self.limits.size_bytes:
            raise TooManyDownloads
        self.size_bytes += size_bytes
        try:
            yield
        finally:
            self.size_bytes -= size_bytes


class DownloadResponse(Response):
    """A file, written whole before its first byte is sent: no transaction waits for a slow client."""

    def __init__(
        self,
        downloads: Downloads,
        write: Callable[[IO[bytes]], object],
        media_type: str,
        headers: Mapping[str, str],
    ) -> None:
        self._downloads, self._write = downloads, write
        self._about = {**headers, "Content-Type": media_type}
        self.background = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Write and send the file. Raises TooManyDownloads before it begins, DownloadTooSlowError after."""
        with self._downloads.one(), TemporaryFile() as file:
            lift_timeout(scope)
            await to_thread.run_sync(self._write, file, limiter=self._downloads.writing)
            size_bytes = file.seek(0, 2)
            file.seek(0)
            with self._downloads.holding(size_bytes):
                headers = {**self._about, "Content-Length": str(size_bytes)}
                response = StreamingResponse(_pieces(file), headers=headers)
                await self._send(response, scope, receive, send)

    async def _send(self, response: Response, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(self._downloads.limits.seconds) as timeout:
                await response(scope, receive, send)
        except TimeoutError as error:
            if not timeout.expired():
                raise
            raise DownloadTooSlowError from error


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    while piece := await to_thread.run_sync(file.read, PIECE_BYTES):
        yield piece
