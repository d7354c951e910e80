"""A listener of its own for operators: it answers while all connections of the server are taken."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MOST_CONNECTIONS = 32
CONNECTION_SECONDS = 5.0
EVENT_LOOP_SECONDS = 2.0


@dataclass(frozen=True)
class Answer:
    """What one path of the listener answers."""

    status: int
    media_type: str
    body: bytes


@contextmanager
def listening(host: str, port: int, resources: Mapping[str, Callable[[], Answer]]) -> Iterator[None]:
    """Answer GET and HEAD of these paths in threads of their own during the block.

    Several processes may listen on one port; each connection goes to one of them. Raises OSError when the
    port is taken by another program.
    """
    with _Server((host, port), _handler(resources)) as server:
        thread = threading.Thread(target=server.serve_forever, name="health-listener", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def event_loop_turns(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether the event loop runs a callback within two seconds."""
    turned = threading.Event()
    loop.call_soon_threadsafe(turned.set)
    return turned.wait(EVENT_LOOP_SECONDS)


class _Server(ThreadingHTTPServer):
    allow_reuse_port = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self._free = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left or was too slow is no event."""


def _handler(resources: Mapping[str, Callable[[], Answer]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = CONNECTION_SECONDS

        def do_GET(self) -> None:
            resource = resources.get(self.path.partition("?")[0])
            answer = resource() if resource else Answer(404, "text/plain", b"Not found\n")
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(answer.body)

        do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: object) -> None:
            """Probes are not logged."""

    return Handler
