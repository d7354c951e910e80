"""A fresh demonstration, served from a temporary folder, and a browser for it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chromium import chromium_path, running_chromium
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60

_BOXRANK = (sys.executable, "-m", "app")


@contextmanager
def browsed_demo(*more_flags: str) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of the demonstration of seed 7; both are closed at the end of the block."""
    path = chromium_path()
    if path is None:
        sys.exit("No Chromium on the PATH: `apt-get install chromium`.")
    with (
        tempfile.TemporaryDirectory(prefix="boxrank-demo-") as folder,
        running_chromium(path, *more_flags) as browser,
        _served(Path(folder) / "demo.db") as address,
    ):
        yield browser, address


@contextmanager
def _served(database: Path) -> Iterator[str]:
    made = [*_BOXRANK, "demo", "--seed", "7", "--no-serve", "--database", str(database)]
    subprocess.run(made, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    port = _free_port()
    environment = {**os.environ, "BOXRANK_LOG_LEVEL": "warning", "BOXRANK_RATE_LIMIT": ""}
    serving = [*_BOXRANK, "serve", "--port", str(port), "--database", str(database)]
    server = subprocess.Popen(serving, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    ends_at = time.monotonic() + START_SECONDS
    while time.monotonic() < ends_at:
        try:
            with urllib.request.urlopen(address):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    sys.exit(f"{address} did not answer within {START_SECONDS} s.")
