"""First paint, layout shift and weight of the pages in Chromium, against their targets."""

import argparse
import os
import sys
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import BrowserContext
from served_demo import browsed_demo

KILOBYTE = 1024
FIRST_PAINT_MS = 300
BOARD_BYTES = 15 * KILOBYTE
SCRIPT_BYTES = 40 * KILOBYTE

SETTLING_MS = 3000
"""A new window of Chromium first loads internal pages of its own; users have an open window."""
TAB_MS = 250
"""A new tab starts a process; the visit begins when it is running."""

FLOOR = "floor"
PAGES = {
    "board": "/",
    "box": "/boxes/sf-08",
    "compare": "/compare?boxes=sf-08&boxes=tw-12&boxes=lm-20",
    "about": "/about",
    FLOOR: "/health",
}
"""The floor is the smallest answer of the same server: the time of the browser itself."""
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
READ_VITALS = """
() => new Promise((resolve) => {
  const seen = { fcp: 0, lcp: 0, cls: 0, html: 0, css: 0, js: 0 };
  const observe = (type, add) =>
    new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type, buffered: true });
  observe("paint", (entry) => { if (entry.name === "first-contentful-paint") seen.fcp = entry.startTime; });
  observe("largest-contentful-paint", (entry) => { seen.lcp = entry.startTime; });
  observe("layout-shift", (entry) => { seen.cls += entry.value; });
  seen.html = performance.getEntriesByType("navigation")[0].encodedBodySize;
  for (const entry of performance.getEntriesByType("resource")) {
    const kind = new URL(entry.name).pathname.split(".").pop();
    if (kind in seen) seen[kind] += entry.encodedBodySize;
  }
  setTimeout(() => resolve(seen), 100);
})
"""


@dataclass(frozen=True)
class Vitals:
    """One visit: times in milliseconds, compressed bytes by kind."""

    fcp: float
    lcp: float
    cls: float
    html: int
    css: int
    js: int


_Seen = dict[tuple[str, str], list[Vitals]]


def main() -> None:
    """Visit every page, print a row each; exit code 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=10, help="visits of each page and width; 10")
    visits: int = parser.parse_args().visits
    _say(f"{visits} visits each, cold browser cache, warm server; load average {os.getloadavg()[0]:.1f}\n")
    with browsed_demo() as (browser, address):
        windows = {screen: browser.new_context(**options) for screen, options in SCREENS.items()}
        seen = _rounds(windows, address, visits)
    _say("page     screen   FCP ms (worst)  LCP ms (worst)     CLS  HTML KB  CSS KB  JS KB  verdict")
    rows = [_row(page, screen, seen[page, screen]) for page in PAGES for screen in SCREENS]
    sys.exit(0 if all(rows) else 1)


def _rounds(windows: dict[str, BrowserContext], address: str, visits: int) -> _Seen:
    """Every page on every screen once a round, so that the load of the machine affects all alike."""
    for window in windows.values():
        window.new_page().wait_for_timeout(SETTLING_MS)
    for path in PAGES.values():
        _warm(address + path)
    seen: _Seen = defaultdict(list)
    for _ in range(visits):
        for page, path in PAGES.items():
            for screen, window in windows.items():
                seen[page, screen].append(_visit(window, address + path))
    return seen


def _row(page: str, screen: str, seen: list[Vitals]) -> bool:
    misses = [] if page == FLOOR else list(_misses(page, seen))
    last = seen[-1]
    weights = "".join(f"{size / KILOBYTE:8.1f}" for size in (last.html, last.css, last.js))
    verdict = f"FAIL: {', '.join(misses)}" if misses else "" if page == FLOOR else "PASS"
    times = f"{_times([one.fcp for one in seen])}  {_times([one.lcp for one in seen])}"
    _say(f"{page:8} {screen:8} {times}  {max(one.cls for one in seen):6.4f} {weights}  {verdict}".rstrip())
    return not misses


def _misses(page: str, seen: list[Vitals]) -> Iterator[str]:
    if median(one.fcp for one in seen) > FIRST_PAINT_MS:
        yield f"first paint over {FIRST_PAINT_MS} ms"
    if any(round(one.cls, 3) for one in seen):
        yield "the layout shifts"
    if page == "board" and seen[-1].html >= BOARD_BYTES:
        yield f"the board has {BOARD_BYTES // KILOBYTE} KB or more"
    if seen[-1].js >= SCRIPT_BYTES:
        yield f"scripts have {SCRIPT_BYTES // KILOBYTE} KB or more"


def _visit(window: BrowserContext, url: str) -> Vitals:
    """A visit in a fresh tab, with an empty cache."""
    page = window.new_page()
    window.new_cdp_session(page).send("Network.clearBrowserCache")
    page.wait_for_timeout(TAB_MS)
    page.goto(url, wait_until="networkidle")
    vitals = Vitals(**page.evaluate(READ_VITALS))
    page.close()
    return vitals


def _warm(url: str) -> None:
    with urllib.request.urlopen(url) as answer:
        answer.read()


def _times(values: list[float]) -> str:
    return f"{median(values):6.0f} ({max(values):5.0f})"


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a script prints


if __name__ == "__main__":
    main()
