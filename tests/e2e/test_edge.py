"""What a stranger can vary is bounded on a real server."""

import http.client
import re
import socket

import httpx
import pytest

from tests.e2e.web_server import WebServer

BOARD = "/api/v1/booster-boxes"
MEGABYTE = 1 << 20


def client_of(server: WebServer) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{server.port}")


def test_a_server_believes_no_proxy_unless_told_to(market_url: str) -> None:
    with (
        WebServer(market_url, settings={"BOXRANK_RATE_LIMIT": "640/day"}) as server,
        client_of(server) as client,
    ):
        lefts = [
            int(client.get(BOARD, headers={"X-Forwarded-For": f"192.0.2.{n}"}).headers["ratelimit-remaining"])
            for n in range(3)
        ]

    assert lefts == [lefts[0], lefts[0] - 1, lefts[0] - 2]


@pytest.fixture(scope="module")
def server(market_url: str) -> WebServer:
    """A server shared by the tests that leave nothing behind in it."""
    with WebServer(market_url) as started:
        yield started


def test_invented_methods_paths_and_headers_leave_nothing_behind(server: WebServer) -> None:
    with client_of(server) as bystander:
        _series(bystander)
        _send_inventions(server.port, 300)
        memory, series = server.memory_bytes(), _series(bystander)

        _send_inventions(server.port, 3000)

        assert server.memory_bytes() - memory < 20 * MEGABYTE
        assert _series(bystander) == series
        assert bystander.get(BOARD).status_code == 200


def test_headers_without_end_are_refused_and_others_served(server: WebServer) -> None:
    with client_of(server) as bystander:
        memory = server.memory_bytes()
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as flood:
            flood.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: ")
            with pytest.raises(OSError, match=r"reset|pipe"):
                flood.sendall(b"x" * (64 * MEGABYTE))

        assert server.memory_bytes() - memory < 20 * MEGABYTE
        assert bystander.get(BOARD).status_code == 200


def _send_inventions(port: int, number: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for n in range(number):
        connection.putrequest(f"M{n}{'X' * 1000}", f"/{n}/{'p' * 500}", skip_accept_encoding=True)
        connection.putheader("Accept-Encoding", f"gzip, x{n}{'e' * 2000}")
        connection.putheader("Accept", f"text/x{n}{'a' * 2000}")
        connection.putheader("If-Modified-Since", f"{n}{'s' * 2000}")
        connection.putheader("X-Request-ID", f"{n}{'r' * 2000}")
        connection.endheaders()
        assert connection.getresponse().read() is not None
    connection.close()


def _series(client: httpx.Client) -> set[str]:
    """The names and labels of the counts of requests."""
    text = client.get("/metrics").text
    return set(re.findall(r"^(boxrank_http_requests_total\{[^}]*\})", text, re.MULTILINE))
