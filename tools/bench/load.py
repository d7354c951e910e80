"""Requests per second over many kept connections, each sending again as soon as it has its response."""

import asyncio
import re
from dataclasses import dataclass
from time import perf_counter
from typing import cast

from tools.bench.servers import ServerFailed

_GOOD = (b"200", b"304")
_BUFFER_BYTES = 1 << 17
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Tally:
    """`failed` are statuses other than 200 and 304, and connections closed early."""

    responses: int = 0
    failed: int = 0


def requests_per_second(port: int, target: str, connections: int, seconds: float) -> float:
    """The rate at which a server responds. Raises ServerFailed when a response fails."""
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        tally, elapsed = runner.run(_load(port, target, connections, seconds))
    if tally.failed:
        raise ServerFailed(f"{tally.failed} of {tally.responses} responses to GET {target} failed.")
    return tally.responses / elapsed


async def _load(port: int, target: str, connections: int, seconds: float) -> tuple[Tally, float]:
    loop, tally = asyncio.get_running_loop(), Tally()
    message = f"GET {target} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    protocols = [_Connection(message, tally) for _ in range(connections)]
    for protocol in protocols:
        await loop.create_connection(lambda protocol=protocol: protocol, "127.0.0.1", port)  # type: ignore[misc]
    started = perf_counter()
    for protocol in protocols:
        protocol.send()
    await asyncio.sleep(seconds)
    elapsed = perf_counter() - started
    for protocol in protocols:
        protocol.close()
    return tally, elapsed


class _Connection(asyncio.BufferedProtocol):
    """Reads into one buffer: copies would take processor time from the server."""

    def __init__(self, message: bytes, tally: Tally) -> None:
        self._message, self._tally, self._is_over = message, tally, False
        self._buffer, self._filled, self._length = bytearray(_BUFFER_BYTES), 0, 0
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def send(self) -> None:
        if self._transport is not None and not self._is_over:
            self._transport.write(self._message)

    def get_buffer(self, sizehint: int) -> memoryview:
        if self._filled == len(self._buffer):
            self._buffer = self._buffer + bytes(self._filled)
        return memoryview(self._buffer)[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        self._filled += nbytes
        self._length = self._length or _response_length(self._buffer, self._filled)
        if self._is_over or not 0 < self._length <= self._filled:
            return
        self._tally.responses += 1
        self._tally.failed += self._buffer[9:12] not in _GOOD
        self._filled = self._length = 0
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        self._tally.failed += not self._is_over

    def close(self) -> None:
        self._is_over = True
        if self._transport is not None:
            self._transport.close()


def _response_length(received: bytearray, filled: int) -> int:
    """0 until the headers are complete."""
    head_end = received.find(_HEAD_END, 0, filled)
    length = None if head_end < 0 else _LENGTH.search(received, 0, head_end)
    return 0 if length is None else head_end + len(_HEAD_END) + int(length[1])
