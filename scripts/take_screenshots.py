"""Pictures of the pages for the README, and the one for link previews, taken of a fresh demonstration."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"),
    *("--no-first-run", "--hide-scrollbars", "--enable-features=OverlayScrollbar"),
)
START_SECONDS = 60


@dataclass(frozen=True)
class Picture:
    """A page at a width and height, by day or by night."""

    file: str
    path: str
    width: int = 1440
    height: int = 960
    theme: str = "light"


PICTURES = (
    Picture("board-light.png", "/"),
    Picture("board-dark.png", "/", theme="dark"),
    Picture("box-light.png", "/boxes/sf-08"),
    Picture("board-phone.png", "/", width=390, height=960),
)


def main() -> None:
    """Serve a demonstration from a temporary folder and picture it."""
    folder = ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="boxrank-pictures-") as scratch, _chromium() as browser:
        with _served_demo(Path(scratch)) as address:
            for picture in PICTURES:
                _save(_shot(browser, address, picture), folder / picture.file)
        _save(_preview(browser), ROOT / "app" / "web" / "static" / "preview.png")


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit("No Chromium on the PATH: `apt-get install chromium`.")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=list(FLAGS))


@contextmanager
def _served_demo(folder: Path) -> Iterator[str]:
    database, boxrank = str(folder / "demo.db"), [sys.executable, "-m", "app"]
    subprocess.run(
        [*boxrank, "demo", "--seed", "7", "--no-serve", "--database", database], cwd=ROOT, check=True
    )
    port = _free_port()
    environment = {**os.environ, "BOXRANK_LOG_LEVEL": "warning"}
    server = subprocess.Popen(
        [*boxrank, "serve", "--port", str(port), "--database", database], cwd=ROOT, env=environment
    )
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


def _shot(browser: Browser, address: str, picture: Picture) -> bytes:
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.theme == "dark" else "light",
        is_mobile=picture.width < 640,
    )
    page.goto(f"{address}{picture.path}", wait_until="networkidle")
    return page.screenshot()


def _preview(browser: Browser) -> bytes:
    page = browser.new_page(viewport={"width": 1200, "height": 630})
    page.goto((ROOT / "docs" / "images" / "preview.svg").as_uri())
    return page.screenshot()


def _save(png: bytes, path: Path) -> None:
    path.write_bytes(png)
    print(f"{path.relative_to(ROOT)}: {len(png) // 1024} KB")  # noqa: T201 - it is what it does


if __name__ == "__main__":
    main()
