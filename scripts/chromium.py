"""The browser that pictures, measures and tests the pages: Chromium of the machine, asking nobody else."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell"),  # the same without a browser's own controls
    *("chromium", "chromium-browser", "google-chrome", "chrome"),
)
WITHOUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),  # a hidden page of the browser's own beside each of ours
    *("HttpsUpgrades", "MediaRouter", "OptimizationHints", "PaintHolding", "Translate"),
)
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    f"--disable-features={','.join(WITHOUT)}",
)


def chromium_path() -> str | None:
    """Where the browser stands; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def running_chromium(path: str, *more_flags: str) -> Iterator[Browser]:
    """The browser, closed with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *more_flags])
        yield browser
        browser.close()
