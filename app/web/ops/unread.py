"""Connections whose client reads nothing are closed, so that unread answers cannot hold all connections."""

import asyncio
import multiprocessing
import os
import socket

import structlog

_log = structlog.get_logger("boxrank.web")
_OPEN_FILES = "/proc/self/fd"
_USER_TIMEOUT = getattr(socket, "TCP_USER_TIMEOUT", None)
_ATTEMPTS, _PAUSE_SECONDS, _ACCEPTED_SECONDS = 500, 0.01, 0.5


async def close_unread(port: int, seconds: int) -> None:
    """Have the system close every connection to this worker that takes no byte of an answer for so long.

    Accepted connections inherit the option of the listening socket, which opens after the application has
    started. Nothing happens in a process that is no worker, and on systems other than Linux.
    """
    if multiprocessing.parent_process() is None or _USER_TIMEOUT is None:
        return
    for _ in range(_ATTEMPTS):
        if _bound_all(port, seconds):
            await asyncio.sleep(_ACCEPTED_SECONDS)
            _bound_all(port, seconds)  # connections made just before
            return
        await asyncio.sleep(_PAUSE_SECONDS)
    _log.warning("unread_answers_unbounded", port=port, reason="this process listens on another port")


def _bound_all(port: int, seconds: int) -> bool:
    found = [_bounded(number, port, seconds) for number in _open_sockets()]
    return any(found)


def _open_sockets() -> list[int]:
    return [int(name) for name in os.listdir(_OPEN_FILES) if _is_socket(name)]


def _is_socket(name: str) -> bool:
    try:
        return os.readlink(f"{_OPEN_FILES}/{name}").startswith("socket:")
    except OSError:  # closed since it was listed
        return False


def _bounded(number: int, port: int, seconds: int) -> bool:
    """Bound a socket of the port; whether it is the one that listens. The descriptor stays its owner's."""
    try:
        borrowed = socket.socket(fileno=number)
    except OSError:
        return False
    try:
        if borrowed.family not in (socket.AF_INET, socket.AF_INET6) or borrowed.getsockname()[1] != port:
            return False
        borrowed.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, seconds * 1000)
        return bool(borrowed.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    except OSError:
        return False
    finally:
        borrowed.detach()
