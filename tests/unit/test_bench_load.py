"""The load of the benchmark against a server that sends prepared responses."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from time import sleep

import pytest

from tools.bench.load import requests_per_second
from tools.bench.servers import ServerFailed

LONG = b"x" * 300_000
"""Longer than the buffer that a connection begins with."""
SECONDS = 0.5


def response(body: bytes, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)


@contextmanager
def serving(responses: Sequence[bytes], *, closes: bool = False) -> Iterator[int]:
    """A port on which one connection gets the responses, headers split in two; it then waits, or closes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with closing(connection):
                for each in responses:
                    connection.recv(4096)
                    connection.sendall(each[:20])
                    sleep(0.01)
                    connection.sendall(each[20:])
                if not closes:
                    while connection.recv(4096):
                        pass

        thread = threading.Thread(target=serve)
        thread.start()
        yield int(listening.getsockname()[1])
        thread.join()


def test_responses_in_pieces_and_longer_than_the_buffer_are_counted_once() -> None:
    responses = [response(LONG), response(b""), response(b"{}", b"304 Not Modified")]
    with serving(responses) as port:
        rate = requests_per_second(port, "/", 1, SECONDS)

    assert rate == pytest.approx(len(responses) / SECONDS, rel=0.3)


@pytest.mark.parametrize(
    ("responses", "closes"),
    [([response(b"", b"503 Service Unavailable")], False), ([response(b"{}")], True)],
)
def test_a_rejected_request_or_a_closed_connection_ends_the_measurement(
    responses: list[bytes], closes: bool
) -> None:
    with serving(responses, closes=closes) as port, pytest.raises(ServerFailed, match="failed"):
        requests_per_second(port, "/", 1, SECONDS)
