"""What a stranger can vary is bounded on a real server."""

import http.client
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path

import httpx
import psutil
import pytest

from app.ingest.observations import ImportOptions
from app.simulation.files import write_market
from app.simulation.market import simulate_market
from tests.e2e.web_server import WebServer
from tests.factories import SqliteDatabases, clocked_services
from tests.redis_server import free_port, wait_until

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
def server(market_url: str) -> Iterator[WebServer]:
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


def test_idle_connections_stop_neither_operators_nor_for_long_the_readers(market_url: str) -> None:
    health_port = free_port()
    settings = {
        "BOXRANK_HEALTH_PORT": str(health_port),
        "BOXRANK_MAX_CONNECTIONS": "1024",
        "BOXRANK_IDLE_SECONDS": "6",
    }
    with WebServer(market_url, settings=settings) as server, ExitStack() as stack:
        memory = server.memory_bytes()
        for number in range(1100):
            idle = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=60))
            if number % 2:
                idle.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        operators = [
            httpx.get(f"http://127.0.0.1:{health_port}/{path}", timeout=20).status_code
            for path in ("health", "ready", "metrics", "nothing")
        ]
        descriptors = server.descriptors()
        bystander = httpx.get(f"http://127.0.0.1:{server.port}{BOARD}", timeout=60)

        assert operators == [200, 200, 200, 404]
        assert descriptors < 1024 + 256
        assert bystander.status_code == 200
        assert server.memory_bytes() - memory < 100 * MEGABYTE


def test_connections_that_read_no_answer_are_closed(market_url: str) -> None:
    settings = {"BOXRANK_MAX_CONNECTIONS": "16", "BOXRANK_IDLE_SECONDS": "2"}
    with WebServer(market_url, settings=settings) as server, ExitStack() as stack:
        for _ in range(20):
            unread = stack.enter_context(socket.socket())
            unread.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            unread.connect(("127.0.0.1", server.port))
            unread.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n" * 20)

        assert httpx.get(f"http://127.0.0.1:{server.port}{BOARD}", timeout=60).status_code == 200


def test_metrics_of_several_workers_are_one_sum_that_never_falls(market_url: str) -> None:
    with WebServer(market_url, workers=3) as server:
        for _ in range(30):  # each on a connection of its own: some for every worker
            assert httpx.get(f"http://127.0.0.1:{server.port}{BOARD}").status_code == 200
        wait_until(lambda: _answers(server) >= 30, 20)
        sums = [_answers(server) for _ in range(12)]
        page = httpx.get(f"http://127.0.0.1:{server.port}/metrics").text

    assert sums == sorted(sums)
    for name in ("data_age_days", "published_timestamp_seconds", "stale_boxes", "build_info", "generation"):
        assert page.count(f"\nboxrank_{name}") == 1
    assert "\nboxrank_database_connections_in_use" in page


def test_workers_end_with_a_server_that_is_killed_and_the_port_is_free(market_url: str) -> None:
    with WebServer(market_url, workers=2) as server:
        main = psutil.Process(server.pid)
        workers = main.children(recursive=True)
        main.kill()
        _, alive = psutil.wait_procs(workers, timeout=30)

    assert len(workers) >= 2
    assert alive == []


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"BOXRANK_METRICS_FOLDER": "/dev/null/metrics"}, "/dev/null"),
        ({"BOXRANK_HEALTH_PORT": "18000", "BOXRANK_PORT": "18000"}, "BOXRANK_HEALTH_PORT"),
        ({"BOXRANK_REDIS_URL": "localhost:6379"}, "BOXRANK_REDIS_URL"),
    ],
)
def test_a_server_that_cannot_start_ends_with_the_cause(
    market_url: str, settings: dict[str, str], sentence: str
) -> None:
    environment = {**os.environ, "BOXRANK_INSTALL_ASSETS": "false", "BOXRANK_PORT": str(free_port())}
    command = [sys.executable, "-m", "app", "serve", "--database", market_url]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, env=environment | settings
    )

    assert ended.returncode != 0
    assert sentence in ended.stdout + ended.stderr


@pytest.mark.parametrize("hosts", ["", "Host: a\r\nHost: b\r\n"])
def test_a_request_needs_one_host(server: WebServer, hosts: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as raw:
        raw.sendall(f"GET {BOARD} HTTP/1.1\r\n{hosts}\r\n".encode())
        assert raw.recv(12) == b"HTTP/1.1 400"


def test_who_holds_a_port_is_named(server: WebServer) -> None:
    command = [sys.executable, "-m", "app", "serve", "--port", str(server.port)]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)

    assert refused.returncode == 3
    holders = {server.pid, *(child.pid for child in psutil.Process(server.pid).children(recursive=True))}
    assert any(f"process {pid} (" in refused.stderr for pid in holders)
    assert "serve" in refused.stderr


@pytest.fixture
def wide_market_url(sqlite_databases: SqliteDatabases, tmp_path: Path) -> Iterator[str]:
    """A market whose export is larger than what sockets hold."""
    url = sqlite_databases.create()
    files = write_market(simulate_market(boxes=300, days=150, last_day=date(2026, 5, 30)), tmp_path)
    with clocked_services(url) as services:
        services.catalogue.import_file(files.boxes)
        services.importing.import_file(files.observations, ImportOptions())
        services.refresh.run()
    yield url
    sqlite_databases.remove(url)


def test_exports_that_nobody_reads_are_few_and_cut(wide_market_url: str) -> None:
    settings = {"BOXRANK_MAX_EXPORTS": "3", "BOXRANK_EXPORT_SECONDS": "5"}
    with WebServer(wide_market_url, settings=settings) as server, client_of(server) as bystander:
        sockets = [_unread_export(server.port) for _ in range(12)]
        try:
            beginnings = [each.recv(12) for each in sockets]
            assert beginnings.count(b"HTTP/1.1 200") == 3
            assert beginnings.count(b"HTTP/1.1 503") == 9
            assert bystander.get(BOARD).status_code == 200
            assert server.deleted_files() == 3

            wait_until(lambda: server.deleted_files() == 0, 30)
            cut = sockets[beginnings.index(b"HTTP/1.1 200")]
            received = _bytes_until_closed(cut)
            export = bystander.get("/api/v1/export/ranks?format=jsonl", timeout=60)
            assert export.status_code == 200
            assert received < len(export.content)
        finally:
            for each in sockets:
                each.close()


def _unread_export(port: int) -> socket.socket:
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.settimeout(60)
    reader.connect(("127.0.0.1", port))
    reader.sendall(b"GET /api/v1/export/ranks?format=jsonl HTTP/1.1\r\nHost: a\r\n\r\n")
    return reader


def _bytes_until_closed(reader: socket.socket) -> int:
    total = 0
    with suppress(ConnectionError):
        while piece := reader.recv(1 << 16):
            total += len(piece)
    return total


def _answers(server: WebServer) -> float:
    page = httpx.get(f"http://127.0.0.1:{server.port}/metrics").text
    found = re.search(rf'^boxrank_http_requests_total.*{BOARD}",status="200".* (\S+)$', page, re.MULTILINE)
    return float(found[1]) if found else 0.0


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
