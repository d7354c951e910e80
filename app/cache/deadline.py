"""Connections with one deadline for a whole exchange, however slowly bytes arrive."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from redis.connection import Connection, SSLConnection

_local = threading.local()


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """All traffic of this thread inside the block ends `seconds` from now, however slowly bytes arrive."""
    _local.ends_at = time.monotonic() + seconds
    try:
        yield
    finally:
        _local.ends_at = None


class _DeadlineSocket:
    def __init__(self, plain: socket.socket) -> None:
        self._plain = plain
        self._timeout = plain.gettimeout()

    def settimeout(self, seconds: float | None) -> None:
        self._timeout = seconds
        self._plain.settimeout(seconds)

    def recv(self, size: int) -> bytes:
        self._apply_deadline()
        return self._plain.recv(size)

    def recv_into(self, *arguments: Any) -> int:
        self._apply_deadline()
        return self._plain.recv_into(*arguments)

    def sendall(self, data: bytes) -> None:
        self._apply_deadline()
        self._plain.sendall(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)

    def _apply_deadline(self) -> None:
        if self._timeout != 0:  # zero is a poll: it never waits
            self._plain.settimeout(_left(self._timeout))


class _KeepsDeadline:
    socket_connect_timeout: float | None

    def _connect(self) -> _DeadlineSocket:
        self.socket_connect_timeout = _left(self.socket_connect_timeout)
        connected = cast(Any, super())._connect()
        return _DeadlineSocket(connected)


class DeadlineConnection(_KeepsDeadline, Connection):
    """A plain connection with the deadline of the thread."""


class DeadlineSSLConnection(_KeepsDeadline, SSLConnection):
    """An encrypted connection with the deadline of the thread."""


def _left(timeout: float | None) -> float | None:
    ends_at: float | None = getattr(_local, "ends_at", None)
    if ends_at is None:
        return timeout
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline of this call has passed")
    return left
