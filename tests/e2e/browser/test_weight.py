"""Pages are light, keep to themselves, and their assets are loaded once."""

import httpx
from playwright.sync_api import Page

from tests.e2e.browser.reader import Home, Reader, wait_for_scripts

KILOBYTE = 1024
SENT = """
() => performance.getEntriesByType("resource")
  .filter((entry) => new URL(entry.name).pathname.endsWith(".js"))
  .map((entry) => entry.encodedBodySize)
"""
LOADED = "performance.getEntriesByType('resource').length"
TRANSFERRED = """
() => performance.getEntriesByType("resource")
  .filter((entry) => entry.transferSize > 0)
  .map((entry) => entry.name)
"""
FEATURES_AND_PAINT = """
() => [
  performance.getEntriesByType("resource")
    .filter((entry) => entry.name.endsWith(".js") && !entry.name.endsWith("/boxrank.js"))
    .map((entry) => entry.startTime),
  performance.getEntriesByName("first-contentful-paint")[0].startTime,
]
"""
FOREIGN_CODE = """
() => {
  document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = 1" }));
  document.body.append(Object.assign(document.createElement("p"), { id: "styled" }));
  document.getElementById("styled").setAttribute("style", "color: rgb(1, 2, 3)");
}
"""


def script_bytes(page: Page) -> int:
    """Compressed bytes of every script the page has loaded."""
    return sum(page.evaluate(SENT))


def test_a_board_of_fifty_rows_is_under_fifteen_kilobytes(home: Home) -> None:
    with httpx.Client(base_url=home.site, headers={"Accept-Encoding": "gzip"}) as client:
        answer = client.get("/")
    assert answer.text.count("data-slug=") == 50
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < 15 * KILOBYTE


def test_all_scripts_of_a_page_are_under_forty_kilobytes(reader: Reader, lively_reader: Reader) -> None:
    assert 0 < script_bytes(reader.visit("/")) < 15 * KILOBYTE
    page = lively_reader.visit("/boxes/sf-08")
    page.locator(".live canvas").last.wait_for()
    assert 20 * KILOBYTE < script_bytes(page) < 40 * KILOBYTE


def test_what_readers_can_do_is_loaded_behind_what_they_see(reader: Reader) -> None:
    begun, painted = reader.visit("/").evaluate(FEATURES_AND_PAINT)
    assert len(begun) > 5
    assert min(begun) >= painted


def test_a_browser_that_reports_no_times_of_paints_gets_all_features_too(home: Home) -> None:
    context = home.browser.new_context(base_url=home.site)
    context.add_init_script("PerformanceObserver.prototype.observe = () => {}")
    page = context.new_page()
    page.goto("/")
    wait_for_scripts(page)
    page.locator(".watch").first.click()
    assert page.evaluate("localStorage.length") == 1
    context.close()


def test_assets_are_kept_for_ever_and_not_requested_again(reader: Reader) -> None:
    page = reader.visit("/")
    assert page.evaluate(LOADED)
    for path in ("/about", "/boxes/sf-08", "/compare"):
        reader.visit(path)
        assert page.evaluate(TRANSFERRED) == [], path


def test_the_policy_rejects_foreign_and_inline_code(reader: Reader) -> None:
    page = reader.visit("/")
    page.evaluate(FOREIGN_CODE)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.getElementById('styled')).color") != "rgb(1, 2, 3)"
    assert len(reader.complaints) == 2
    assert all("Content Security Policy" in text for text in reader.complaints)
    reader.complaints.clear()
