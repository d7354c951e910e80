"""axe-core finds nothing against WCAG 2.2 AA, in light and dark, on desktop and phone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.browser.reader import DESKTOP, PHONE, Reader

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ("/?limit=25", "/boxes/sf-08", "/about", "/boxes/unknown")
VIEWS = ("/?game=Skyfarer&date=2026-05-12&limit=25", "/?q=nothing", "/?offset=50&follow=sf-08", "/docs")


def violations(page: Page) -> list[str]:
    options: dict[str, Any] = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_breaks_a_rule(reader: Reader, scheme: str, viewport: dict[str, int]) -> None:
    page = reader.page(color_scheme=scheme, viewport=viewport)
    found = {}
    for path in PAGES:
        page.goto(path)
        found[path] = violations(page)
    reader.complaints = [text for text in reader.complaints if "404 (Not Found)" not in text]
    assert found == {path: [] for path in PAGES}


@pytest.mark.parametrize("path", VIEWS)
def test_no_other_view_breaks_a_rule(reader: Reader, path: str) -> None:
    assert violations(reader.visit(path)) == []


def test_open_menus_and_definitions_break_no_rule(reader: Reader) -> None:
    page = reader.visit("/")
    page.locator(".watch").first.click()
    page.locator(".menu summary").first.click()
    assert violations(page) == []
    page.goto("/boxes/sf-08")
    page.locator(".figure summary").first.click()
    assert violations(page) == []


def test_living_charts_break_no_rule(lively_reader: Reader) -> None:
    page = lively_reader.visit("/boxes/sf-08")
    page.locator(".live canvas").last.wait_for()
    assert violations(page) == []
