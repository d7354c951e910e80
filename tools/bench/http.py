"""A small HTTP/1.1 client over a kept connection, so that the client is not what is measured."""

import math
import re
import socket
from dataclasses import dataclass
from time import perf_counter

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
        while len(received) < (whole_bytes(received, len(received)) or math.inf):
            block = self._socket.recv(1 << 18)
            if not block:
                raise ServiceAway(f"The server closed the connection while it was asked {target}.")
            received += block
        return _answer(received, perf_counter() - started)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def get_request(target: str, encoding: str = "gzip") -> bytes:
    """The bytes of a GET as a browser would ask: compressed answers are welcome, unless said otherwise."""
    return f"GET {target} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: {encoding}\r\n\r\n".encode()


def whole_bytes(received: bytes | bytearray, filled: int) -> int:
    """How long the answer that begins `filled` bytes will be, as it says; 0 before its head is there."""
    head_end = received.find(_HEAD_END, 0, filled)
    if head_end < 0:
        return 0
    length = _LENGTH.search(received, 0, head_end)
    return 0 if length is None else head_end + len(_HEAD_END) + int(length[1])


def _answer(received: bytes, seconds: float) -> Answer:
    head_end = received.find(_HEAD_END)
    source = _SOURCE.search(received, 0, head_end)
    return Answer(
        int(received[9:12]),
        source[1].decode() if source else "",
        len(received) - head_end - len(_HEAD_END),
        seconds,
    )
