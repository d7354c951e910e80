"""Pages fit every width, keep still while they load, and can be printed."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.reader import PHONE, Reader

COMPARE = "/compare?boxes=sf-08&boxes=sf-01&boxes=lm-02&boxes=tw-01"
PAGES = ("/", "/boxes/sf-08", COMPARE, "/about", "/?q=nothing")
WIDTHS = (320, 390, 768, 1180, 1440, 2560)
SHIFTS = """
() => new Promise((resolve) => {
  let shift = 0;
  const add = (entries) => entries.forEach((entry) => { shift += entry.value; });
  new PerformanceObserver((list) => add(list.getEntries())).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(shift), 100);
})
"""


@pytest.mark.parametrize("path", [*PAGES, "/docs"])
def test_no_page_scrolls_sideways_at_any_width(reader: Reader, path: str) -> None:
    page = reader.visit(path, viewport={"width": WIDTHS[0], "height": 900})
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_on_a_phone_the_rows_are_cards_that_a_screen_reader_still_hears_as_a_table(reader: Reader) -> None:
    page = reader.visit("/", viewport=PHONE, is_mobile=True, has_touch=True)
    row = page.locator(".board tbody tr").first
    assert row.evaluate("row => getComputedStyle(row).display") == "grid"
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    expect(page.get_by_role("rowheader").first).to_be_visible()
    assert "$" in row.locator(".vo").evaluate("cell => getComputedStyle(cell, '::before').content")


def test_everything_to_be_tapped_on_a_phone_is_big_enough(reader: Reader) -> None:
    page = reader.visit("/", viewport=PHONE, is_mobile=True, has_touch=True)
    heights = page.locator(".button:visible, .pills a:visible, .nav a:visible, input:visible").evaluate_all(
        "all => all.map(each => [each.textContent.trim(), each.getBoundingClientRect().height])"
    )
    assert len(heights) > 8
    assert [(name, height) for name, height in heights if height < 36] == []


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, PHONE], ids=["desktop", "phone"])
def test_nothing_moves_while_a_page_loads(reader: Reader, viewport: dict[str, int]) -> None:
    for path in PAGES:
        page = reader.visit(path, viewport=viewport)
        assert round(page.evaluate(SHIFTS), 3) == 0, path


def test_interactive_charts_take_the_place_of_the_drawn_ones_without_moving_anything(
    lively_reader: Reader,
) -> None:
    page = lively_reader.visit("/boxes/sf-08")
    page.locator(".live canvas").last.wait_for()
    assert round(page.evaluate(SHIFTS), 3) == 0


def test_on_paper_the_tables_stay_and_the_controls_go(reader: Reader) -> None:
    page = reader.visit("/", color_scheme="dark")
    page.emulate_media(media="print")
    for control in (".controls", ".days", ".find", "[data-theme-toggle]"):
        expect(page.locator(control)).to_be_hidden()
    expect(page.locator(".board")).to_be_visible()
    assert ink_on_paper(page) == ("rgb(18, 32, 27)", "rgb(255, 255, 255)")


def test_paper_gets_the_drawn_charts_whatever_the_colours_of_the_screen(lively_reader: Reader) -> None:
    page = lively_reader.visit("/boxes/sf-08", color_scheme="dark")
    page.locator(".live canvas").last.wait_for()
    page.emulate_media(media="print")
    expect(page.locator(".live").first).to_be_hidden()
    expect(page.locator(".pane").first).to_be_visible()


def test_board_and_box_print_on_a_few_sheets(reader: Reader) -> None:
    page = reader.page()
    for path, most_sheets in (("/", 4), ("/boxes/sf-08", 4)):
        page.goto(path)
        sheets = page.pdf(format="A4").count(b"/Type /Page\n")
        assert 1 <= sheets <= most_sheets, path


def ink_on_paper(page: Page) -> tuple[str, str]:
    ink, paper = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]"
    )
    return ink, paper
