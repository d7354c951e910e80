"""axe-core finds nothing against WCAG 2.2 AA, in light and dark, on desktop and phone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.browser.reader import DESKTOP, PHONE, Reader

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COMPARE = "/compare?boxes=sf-08&boxes=sf-01&boxes=lm-02"
PAGES = ("/?limit=12", "/boxes/sf-08", COMPARE, "/about", "/boxes/unknown")
VIEWS = ("/?game=Skyfarer&date=2026-05-12&limit=12", "/?q=nothing", "/?offset=50&follow=sf-08", "/compare")

# The reference says the same kind of thing many times: some of it is as good as all of it.
FEWER_PARTS = """
() => document.querySelectorAll(".prose section, #shapes > *").forEach((part, at) => at % 9 && part.remove())
"""


def violations(page: Page, part: str | None = None) -> list[str]:
    """What breaks a rule on the page, or in a part of it."""
    options: dict[str, Any] = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, part, options).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("dark", DESKTOP), ("light", PHONE)], ids=["dark desktop", "light phone"]
)
def test_no_page_breaks_a_rule(reader: Reader, scheme: str, viewport: dict[str, int]) -> None:
    found = {}
    for path in PAGES:
        found[path] = violations(reader.visit(path, color_scheme=scheme, viewport=viewport))
    reader.complaints = [text for text in reader.complaints if "404 (Not Found)" not in text]
    assert found == {path: [] for path in PAGES}


def test_no_other_view_breaks_a_rule(reader: Reader) -> None:
    found = {path: violations(reader.visit(path)) for path in VIEWS}
    assert found == {path: [] for path in VIEWS}


def test_the_reference_of_the_api_breaks_no_rule(reader: Reader) -> None:
    page = reader.visit("/docs")
    page.evaluate(FEWER_PARTS)
    assert page.locator(".prose table").count() > 2
    assert violations(page) == []


def test_open_menus_and_definitions_and_stars_break_no_rule(reader: Reader) -> None:
    page = reader.visit("/?limit=5")
    page.locator(".watch").first.click()
    page.locator(".menu summary").first.click()
    assert violations(page, ".controls") == []
    page.keyboard.press("Escape")  # an open menu lies over rows of the board
    assert violations(page, ".board") == []
    reader.visit("/boxes/sf-08")
    page.locator(".figure summary").first.click()
    assert violations(page, ".figures") == []


def test_interactive_charts_break_no_rule(lively_reader: Reader) -> None:
    page = lively_reader.visit("/boxes/sf-08")
    page.locator(".live canvas").last.wait_for()
    assert violations(page, "#charts") == []
