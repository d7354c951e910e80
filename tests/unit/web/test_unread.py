"""The search for the listening socket borrows descriptors and keeps none."""

import asyncio
import multiprocessing
import os
import socket
from multiprocessing.queues import SimpleQueue

from app.web.ops.unread import close_unread

NO_PORT = 1


def search(found: "SimpleQueue[tuple[int, int, int]]") -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        before = len(os.listdir("/proc/self/fd"))
        asyncio.run(_for_a_while(NO_PORT))
        asyncio.run(_for_a_while(port))
        after = len(os.listdir("/proc/self/fd"))
        timeout_ms = listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    found.put((before, after, timeout_ms))


async def _for_a_while(port: int) -> None:
    await asyncio.wait([asyncio.create_task(close_unread(port, 7))], timeout=0.3)


def test_the_listening_socket_is_bounded_and_no_descriptor_is_kept() -> None:
    context = multiprocessing.get_context("spawn")
    found = context.SimpleQueue()
    worker = context.Process(target=search, args=(found,))
    worker.start()
    worker.join()
    before, after, timeout_ms = found.get()
    assert after == before
    assert timeout_ms == 7000
