"""The command as a process of its own: the ways in, an interruption, and the server."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.ages import ageless, ageless_json
from tests.e2e.conftest import Boxrank

ROOT = Path(__file__).parents[2]
SMALL = ("--boxes", "6", "--days", "20")


def test_a_rejection_of_the_module_has_its_exit_code_and_no_traceback(market_url: str) -> None:
    ran = _finished("-m", "app", "box", "nobody", "--database", market_url)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (1, 1)


def test_no_command_shows_the_help_and_the_exit_codes() -> None:
    ran = _finished("-m", "app")
    assert "leaderboard" in ran.stdout + ran.stderr
    assert "3 a service is unavailable" in ran.stdout + ran.stderr


def test_the_script_for_schedulers_is_the_same_backfill(market_url: str) -> None:
    ran = _finished("scripts/backfill_ranks.py", "--all", "--dry-run", "--database", market_url)
    assert ran.stdout.startswith("10 days recomputed")


@pytest.mark.parametrize(
    ("number", "word", "code"), [(signal.SIGINT, "Interrupted", 130), (signal.SIGTERM, "Terminated", 143)]
)
def test_a_signal_ends_a_job_with_one_line_and_its_code(
    tmp_path: Path, number: signal.Signals, word: str, code: int
) -> None:
    big = ("demo", "--boxes", "900", "--days", "900", "--no-serve", "--database", str(tmp_path / "demo.db"))
    with _started(*big) as process:
        assert process.stdout is not None
        assert "simulated market" in process.stdout.readline()
        process.send_signal(number)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == code
    assert stderr.splitlines()[-1].startswith(f"{word}. Nothing was half-written")
    assert "Traceback" not in stderr


def test_a_reader_that_leaves_the_pipe_ends_the_command_quietly(market_url: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "app", "leaderboard", "--database", market_url]
    ran = subprocess.run(
        command, cwd=ROOT, env=_environment(), stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (141, b"")


def test_the_demonstration_is_served_and_the_command_prints_the_json_of_the_api(
    boxrank: Boxrank, tmp_path: Path
) -> None:
    port, path = _free_port(), tmp_path / "demo.db"
    with _started("demo", *SMALL, "--port", str(port), "--database", str(path)) as process:
        body = _get(f"http://127.0.0.1:{port}/api/v1/booster-boxes?limit=3")
        process.send_signal(signal.SIGINT)
        stdout, _ = process.communicate(timeout=30)
    printed = boxrank("leaderboard", "--limit", 3, "--json", "--database", path).stdout
    assert json.loads(printed) == ageless_json(body)
    assert f"Open http://127.0.0.1:{port}" in stdout


def test_a_worker_that_is_killed_is_replaced(market_url: str) -> None:
    port = _free_port()
    command = ("serve", "--host", "localhost", "--port", str(port), "--database", market_url)
    with _started(*command) as process:
        board = f"http://localhost:{port}/api/v1/booster-boxes"
        before = _get(board)
        _worker(process).kill()
        after = _get(board)
        process.send_signal(signal.SIGTERM)
        stdout, _ = process.communicate(timeout=30)
    assert ageless(after) == ageless(before)
    assert process.returncode == 0
    assert stdout.startswith(f"Boxrank is served at http://localhost:{port}")


def _worker(server: subprocess.Popen[str]) -> psutil.Process:
    """The child that holds the port, not the one that tidies up after the others."""
    (worker,) = (child for child in psutil.Process(server.pid).children() if child.net_connections())
    return worker


def _environment() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOXRANK_")}
    return {**inherited, "PYTHONIOENCODING": "utf-8", "BOXRANK_WARM_TOP_BOXES": "1"}


def _finished(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=_environment(), capture_output=True, encoding="utf-8", check=False
    )


@contextmanager
def _started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "app", *arguments]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(),
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()  # a server killed outright would leave its worker behind


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _get(url: str, patience_seconds: float = 30) -> bytes:
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                pytest.fail(f"{url} did not answer within {patience_seconds} s")
            time.sleep(0.1)
