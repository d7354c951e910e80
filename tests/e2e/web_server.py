"""The real server as a process of its own on a loopback port, and clients that keep asking it."""

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import psutil

from tests.redis_server import free_port, wait_until

START_SECONDS = 60.0
PAUSE_SECONDS = 0.1
"""Between two questions of a client: a crowd that never pauses starves the tests beside it."""


class WebServer:
    """`boxrank serve` over a database, ended with the block that holds it.

    A `folder` that holds a copy of the application is served instead of this one; `settings` are more
    variables of its environment. No box is warmed unless they say so.
    """

    def __init__(
        self,
        database_url: str,
        redis_url: str | None = None,
        workers: int = 1,
        folder: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.port = free_port()
        self._folder = folder
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("BOXRANK_")},
            "BOXRANK_DATABASE_URL": database_url,
            "BOXRANK_REDIS_URL": redis_url or "",
            "BOXRANK_LOG_LEVEL": "warning",
            "BOXRANK_INSTALL_ASSETS": "false",
            "BOXRANK_WARM_TOP_BOXES": "0",
            "BOXRANK_RATE_LIMIT": "",
            **(settings or {}),
        }
        self._command = [
            sys.executable,
            "-m",
            "app",
            "serve",
            "--port",
            str(self.port),
            "--workers",
            str(workers),
        ]

    def __enter__(self) -> "WebServer":
        self._process = subprocess.Popen(
            self._command,
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until(self._answers, START_SECONDS)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def pid(self) -> int:
        """The process that was started; its workers are children."""
        return self._process.pid

    def memory_bytes(self) -> int:
        """What the server and its workers hold in memory."""
        main = psutil.Process(self._process.pid)
        return sum(process.memory_info().rss for process in (main, *main.children(recursive=True)))

    def deleted_files(self) -> int:
        """Temporary files that the server and its workers hold open."""
        main = psutil.Process(self._process.pid)
        links = (
            link
            for process in (main, *main.children(recursive=True))
            for link in Path(f"/proc/{process.pid}/fd").iterdir()
        )
        return sum(os.readlink(link).endswith("(deleted)") for link in links if os.path.lexists(link))

    def descriptors(self) -> int:
        """Open files and sockets of the server and its workers."""
        main = psutil.Process(self._process.pid)
        return sum(process.num_fds() for process in (main, *main.children(recursive=True)))

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/api/v1/booster-boxes")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


@dataclass
class Client:
    """One reader on one connection: the paths in turn; every other time with the last ETag."""

    port: int
    paths: Sequence[str]
    statuses: list[int] = field(default_factory=list)
    generations: list[int] = field(default_factory=list)
    mixtures: list[str] = field(default_factory=list)

    def ask_until(self, stopped: threading.Event) -> None:
        """Send requests until stopped; the responses are in the lists."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        etags: dict[str, str] = {}
        turn = 0
        while not stopped.is_set():
            path = self.paths[turn % len(self.paths)]
            headers = {"If-None-Match": etags[path]} if turn % 2 and path in etags else {}
            self._ask(connection, path, headers, etags)
            turn += 1
            stopped.wait(PAUSE_SECONDS)
        connection.close()

    def _ask(
        self,
        connection: http.client.HTTPConnection,
        path: str,
        headers: dict[str, str],
        etags: dict[str, str],
    ) -> None:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        self.statuses.append(response.status)
        if response.status == 200:
            etags[path] = response.headers["ETag"]
            self._read(path, body)

    def _read(self, path: str, body: bytes) -> None:
        answer = json.loads(body)
        self.generations.append(answer["meta"]["generation"])
        dates = {row["metric_date"] for row in answer["data"]} if "time-series" in path else set()
        if dates and max(dates) != answer["meta"]["data_as_of"]:
            self.mixtures.append(path)


def keep_asking(port: int, paths: Sequence[str], clients: int) -> "Crowd":
    """Begin to ask on that many connections."""
    return Crowd([Client(port, paths) for _ in range(clients)])


class Crowd:
    """Several clients at once, asking until the block that holds them ends."""

    def __init__(self, clients: list[Client]) -> None:
        self.clients = clients
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=client.ask_until, args=(self._stopped,)) for client in clients
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def has_seen(self, generation: int) -> bool:
        """Whether every client has been shown this generation."""
        return all(client.generations[-1:] == [generation] for client in self.clients)

    @property
    def statuses(self) -> set[int]:
        """Every status that came back."""
        return {status for client in self.clients for status in client.statuses}

    @property
    def answers(self) -> int:
        """How many questions were answered."""
        return sum(len(client.statuses) for client in self.clients)
