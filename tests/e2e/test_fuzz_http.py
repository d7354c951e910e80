"""A server under garbage input: it answers or closes, serves other clients, and does not grow."""

import http.client
import os
import random
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import psutil
import pytest

from tests.e2e.web_server import WebServer
from tests.examples import FUZZ_SECONDS
from tests.factories import Feed, clocked_services, day_after

SECONDS = max(15.0, FUZZ_SECONDS) / 6
"""How long each of the three fuzzers runs: half the time of all."""

SEED = os.environ.get("FUZZ_SEED", "")
"""Another one is another sequence of requests; a failure prints it."""

MOST_GROWTH_BYTES = 96 << 20
MOST_METRICS_BYTES = 256 << 10

PATHS = (
    "/", "/about", "/compare", "/boxes", "/boxes/alpha", "/api/v1/booster-boxes",
    "/api/v1/booster-boxes/alpha",
    "/api/v1/booster-boxes/alpha/time-series", "/api/v1/ranks", "/api/v1/movers", "/api/v1/search",
    "/openapi.json", "/health", "/ready", "/static/", "/api/v1/days", "/docs",
)  # fmt: skip
PARAMETERS = ("date", "metric", "game", "limit", "offset", "cursor", "order", "q", "boxes", "days", "format")
PIECES = (
    "%00", "%ff", "%2e%2e", "%0d%0a", "..", "//", "'", '"', "<b>", "\u00e9", "%F0%9F%83%8F", ":", ";", "\\",
    "9" * 40, "-1", "1e999", "NaN", "2026-02-30", "2026-01-10", "liquidity_score", "alpha", "a" * 300, "",
)  # fmt: skip
HEADERS = (
    "Host", "Accept", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "X-Forwarded-For",
    "X-Request-ID", "Origin", "Content-Length", "Transfer-Encoding", "Connection", "Cookie", "Expect",
)  # fmt: skip
METHODS = (*("GET",) * 8, "HEAD", "OPTIONS", "POST", "PUT", "TRACE", "CONNECT", "PROPFIND")


def some(random_: random.Random, most: int = 4) -> str:
    return "".join(random_.choice(PIECES) for _ in range(random_.randint(0, most)))


def target(random_: random.Random) -> str:
    query = "&".join(f"{random_.choice(PARAMETERS)}={some(random_)}" for _ in range(random_.randint(0, 5)))
    tail = f"/{some(random_)}" if random_.random() < 0.7 else ""
    return f"{random_.choice(PATHS)}{tail}?{query}"


def valid_framing(random_: random.Random) -> bytes:
    method = random_.choice(METHODS) if random_.random() < 0.8 else f"M{random_.getrandbits(64):x}"
    lines = [f"{method} {target(random_)} HTTP/1.1", "Host: localhost"]
    lines += [f"{random_.choice(HEADERS[1:9])}: {some(random_)}" for _ in range(random_.randint(0, 6))]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8", "replace")


def bent_framing(random_: random.Random) -> bytes:
    lines = [f"{some(random_, 2)} {target(random_)} HTTP/{random_.choice(('1.1', '1.0', '2', '9.9', ''))}"]
    lines += [f"{random_.choice(HEADERS)}: {some(random_)}" for _ in range(random_.randint(0, 40))]
    return "\r\n".join([*lines, "", some(random_)]).encode("utf-8", "replace")


def noise(random_: random.Random) -> bytes:
    return random_.randbytes(random_.randint(0, 4_000))


def status_of(port: int, message: bytes) -> int | None:
    """The status of what comes back soon, None when there is none."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.settimeout(0.3)
        try:
            connection.sendall(message)
            first_line = connection.recv(64)
        except OSError:
            return None
    parts = first_line.split(b" ", 2)
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None


def ask(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


@pytest.fixture
def published_url(database_url: str, tmp_path: Path) -> Iterator[str]:
    """Three boxes over five days."""
    with clocked_services(database_url) as services:
        feed = Feed(services, tmp_path)
        for day in range(5):
            feed.give_volumes(day_after(day), {"alpha": 10.0 + day, "beta": 12.0, "gamma": 9.0})
        services.refresh.run()
        yield database_url


@pytest.mark.fuzz
@pytest.mark.timeout(SECONDS + 240)
@pytest.mark.parametrize("message", [valid_framing, bent_framing, noise])
def test_garbage_is_answered_without_failing_and_leaves_nothing_behind(
    message: Callable[[random.Random], bytes], published_url: str
) -> None:
    random_, hint = random.Random(f"{message.__name__}{SEED}"), f"FUZZ_SEED={SEED}"
    with WebServer(published_url) as server:
        process = psutil.Process(server.pid)
        for _ in range(60):
            status_of(server.port, message(random_))
        before, files_before = resident_bytes(process), open_files(process)
        ends_at, statuses = monotonic() + SECONDS, []
        while monotonic() < ends_at:
            statuses.append(status_of(server.port, message(random_)))
        assert len(statuses) > 20
        assert {status for status in statuses if status is not None and status >= 500} <= {501, 505}, hint
        assert resident_bytes(process) - before < MOST_GROWTH_BYTES, hint
        assert open_files(process) <= files_before + 20, hint
        assert ask(server.port, "/api/v1/booster-boxes")[0] == 200
        assert len(ask(server.port, "/metrics")[1]) < MOST_METRICS_BYTES


def resident_bytes(process: psutil.Process) -> int:
    return sum(each.memory_info().rss for each in [process, *process.children(recursive=True)])


def open_files(process: psutil.Process) -> int:
    return sum(each.num_fds() for each in [process, *process.children(recursive=True)])
