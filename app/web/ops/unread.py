"""Connections whose client reads nothing are closed, so that unread answers cannot hold all connections."""

import asyncio
import multiprocessing
import os
import socket

_OPEN_FILES = "/proc/self/fd"
_USER_TIMEOUT = getattr(socket, "TCP_USER_TIMEOUT", None)
_ATTEMPTS, _PAUSE_SECONDS = 3000, 0.01


async def close_unread(port: int, seconds: int) -> None:
    """Have the system close every connection to this worker that takes no byte of an answer for so long.

    Accepted connections inherit the option of the listening socket, which opens after the application has
    started. Nothing happens in a process that is no worker, and on systems other than Linux.
    """
    if multiprocessing.parent_process() is None or _USER_TIMEOUT is None:
        return
    for _ in range(_ATTEMPTS):
        found = [_bounded(int(number), port, seconds) for number in os.listdir(_OPEN_FILES)]
        if any(found):
            return
        await asyncio.sleep(_PAUSE_SECONDS)


def _bounded(number: int, port: int, seconds: int) -> bool:
    try:
        with socket.socket(fileno=os.dup(number)) as opened:
            if opened.getsockname()[1] != port:
                return False
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, seconds * 1000)
            return bool(opened.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    except (OSError, IndexError):  # no socket, or one without a port
        return False
