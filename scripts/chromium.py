"""The browser for screenshots, measurements and tests: Chromium, without background requests."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell"),  # without browser controls
    *("chromium", "chromium-browser", "google-chrome", "chrome"),
)
WITHOUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),  # hidden pages of the browser itself
    *("HttpsUpgrades", "MediaRouter", "OptimizationHints", "PaintHolding", "Translate"),
)
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    f"--disable-features={','.join(WITHOUT)}",
)


def chromium_path() -> str | None:
    """The path of the browser; None if there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def running_chromium(path: str, *more_flags: str) -> Iterator[Browser]:
    """The browser, closed at the end of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *more_flags])
        yield browser
        browser.close()
