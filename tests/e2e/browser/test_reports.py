"""A market of prices with a silent box and a broken day, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.reader import DESKTOP, PHONE, Reader
from tests.e2e.browser.test_accessibility import violations
from tests.factories import day_after

BROKEN = day_after(39)
PAGES = ("/", f"/?date={BROKEN}", "/boxes/f", f"/boxes/a?date={BROKEN}", "/compare?boxes=b&boxes=e&boxes=f")


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE)], ids=["light desktop", "dark phone"]
)
def test_no_page_of_such_a_market_breaks_a_rule(
    price_reader: Reader, scheme: str, viewport: dict[str, int]
) -> None:
    found = {
        path: violations(price_reader.visit(path, color_scheme=scheme, viewport=viewport)) for path in PAGES
    }
    assert found == {path: [] for path in PAGES}


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_such_a_market_scrolls_sideways(price_reader: Reader, path: str) -> None:
    page = price_reader.visit(path)
    for width in (320, 390, 768, 1180, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_the_broken_day_is_one_click_away_and_shows_no_move(price_reader: Reader) -> None:
    page = price_reader.visit("/")
    page.get_by_role("link", name=re.compile("is incomplete: 1 of 6 boxes")).click()
    expect(page.locator(".notice")).to_contain_text(["Only 1 of 6 boxes reported"])
    expect(page.locator(".board .mv")).to_have_count(0)
    expect(page.locator(".board tbody tr.carried")).to_have_count(5)


def test_figures_of_an_earlier_report_are_grey(price_reader: Reader) -> None:
    page = price_reader.visit("/")
    silent, reported = page.locator('tr[data-slug="f"] .vo'), page.locator('tr[data-slug="b"] .vo')
    colours = [cell.evaluate("cell => getComputedStyle(cell).color") for cell in (silent, reported)]
    assert colours[0] != colours[1]
    expect(page.locator('tr[data-slug="f"] .st')).to_have_text("last reported 6 Feb")


def test_both_prices_of_the_day_under_the_pointer_are_read_out(price_reader: Reader) -> None:
    page = price_reader.visit("/boxes/b")
    page.locator('[data-pane="price"]').hover(position={"x": 300, "y": 60})
    expect(page.locator(".chart .read").first).to_have_text(
        re.compile(r"floor \$\d+\.\d\d, market price \$\d+\.\d\d$")
    )
