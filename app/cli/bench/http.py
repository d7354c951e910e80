"""Small HTTP/1.1 clients over kept connections, so that the client is not what is measured."""

import asyncio
import re
import socket
from dataclasses import dataclass
from time import perf_counter
from typing import cast

from app.domain.errors import ServiceAway

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_SOURCE = re.compile(rb"\r\nx-cache: *([^\r]+)", re.IGNORECASE)
_HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Answer:
    """One answer; `source` is its X-Cache header, `body_bytes` the length that was sent, compressed."""

    status: int
    source: str
    body_bytes: int
    seconds: float


class Client:
    """One connection that is kept and asked one thing at a time."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, target: str) -> Answer:
        """The answer to a GET. Raises ServiceAway when the server hangs up."""
        message = get_request(target)
        started = perf_counter()
        self._socket.sendall(message)
        received = b""
        while not _is_whole(received):
            block = self._socket.recv(1 << 18)
            if not block:
                raise ServiceAway(f"The server closed the connection while it was asked {target}.")
            received += block
        return _answer(received, perf_counter() - started)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def get_request(target: str) -> bytes:
    """The bytes of a GET as a browser would ask: compressed answers are welcome."""
    return f"GET {target} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n".encode()


def requests_per_second(port: int, target: str, connections: int, seconds: float) -> float:
    """What a server answers over some connections, each asked again at once. Raises ServiceAway."""
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_load(port, get_request(target), connections, seconds))


async def _load(port: int, message: bytes, connections: int, seconds: float) -> float:
    loop = asyncio.get_running_loop()
    askers = [_Asker(message) for _ in range(connections)]
    for asker in askers:
        await loop.create_connection(lambda asker=asker: asker, "127.0.0.1", port)  # type: ignore[misc]
    started = perf_counter()
    for asker in askers:
        asker.ask()
    await asyncio.sleep(seconds)
    answers = sum(asker.answers for asker in askers)
    elapsed = perf_counter() - started
    for asker in askers:
        asker.hang_up()
    if any(asker.failure for asker in askers):
        raise ServiceAway(next(asker.failure for asker in askers if asker.failure))
    return answers / elapsed


class _Asker(asyncio.Protocol):
    def __init__(self, message: bytes) -> None:
        self.answers, self.failure = 0, ""
        self._message, self._received = message, b""
        self._transport: asyncio.WriteTransport | None = None
        self._is_over = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def ask(self) -> None:
        assert self._transport is not None
        self._transport.write(self._message)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not _is_whole(self._received):
            return
        if not self._received.startswith(b"HTTP/1.1 200"):
            self.failure = f"Under load the server said {self._received[:40]!r}."
        self._received = b""
        self.answers += 1
        if not self.failure:
            self.ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._is_over:
            self.failure = "Under load the server closed a connection."

    def hang_up(self) -> None:
        assert self._transport is not None
        self._is_over = True
        self._transport.close()


def _is_whole(received: bytes) -> bool:
    head_end = received.find(_HEAD_END)
    if head_end < 0:
        return False
    length = _LENGTH.search(received, 0, head_end)
    return length is not None and len(received) >= head_end + len(_HEAD_END) + int(length[1])


def _answer(received: bytes, seconds: float) -> Answer:
    head_end = received.find(_HEAD_END)
    source = _SOURCE.search(received, 0, head_end)
    return Answer(
        int(received[9:12]),
        source[1].decode() if source else "",
        len(received) - head_end - len(_HEAD_END),
        seconds,
    )
