"""The charts of a box under the pointer: drawn by the server, and alive with the chart library."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.reader import PHONE, Reader
from tests.redis_server import wait_until

BOX = "/boxes/sf-08"
SECONDS = 5.0
READ_OUTS = "#charts .chart .read"
DAY = re.compile(r"^\w{3},? \d{1,2} \w{3,4} ")


def hover_middle(page: Page, place: Locator) -> None:
    place.scroll_into_view_if_needed()
    frame = place.bounding_box() or {}
    page.mouse.move(frame["x"] + frame["width"] * 0.7, frame["y"] + frame["height"] / 2)


def days_read(page: Page) -> set[str]:
    """The day in each chart's caption, as written on the page."""
    found = [DAY.match(text) for text in page.locator(READ_OUTS).all_inner_texts()]
    assert all(found), page.locator(READ_OUTS).all_inner_texts()
    return {match.group() for match in found if match}


def test_one_cursor_runs_through_all_drawn_charts_and_is_read_out(reader: Reader) -> None:
    page = reader.visit(BOX)
    hover_middle(page, page.locator(".pane").first)
    expect(page.locator(READ_OUTS).first).to_have_text(DAY)
    assert len(days_read(page)) == 1
    expect(page.locator(".pane .cursor")).to_have_count(5)
    assert not [url for url in reader.requested if "vendor" in url]


def test_charts_of_the_library_replace_the_drawn_ones_and_share_a_cursor(lively_reader: Reader) -> None:
    page = lively_reader.visit(BOX)
    expect(page.locator(".live canvas")).to_have_count(5)
    expect(page.locator(".pane").first).to_be_hidden()
    hover_middle(page, page.locator(".live .u-over").first)
    expect(page.locator(READ_OUTS).last).to_have_text(DAY)
    assert len(days_read(page)) == 1


def test_a_drag_zooms_all_charts_and_a_double_click_resets_them(lively_reader: Reader) -> None:
    page = lively_reader.visit(BOX)
    over = page.locator(".live .u-over").first
    expect(over).to_be_visible()
    over.scroll_into_view_if_needed()
    whole = pixels(page)
    frame = over.bounding_box() or {}
    x, y = frame["x"], frame["y"] + frame["height"] / 2
    page.mouse.move(x + frame["width"] * 0.3, y)
    page.mouse.down()
    page.mouse.move(x + frame["width"] * 0.6, y, steps=4)
    page.mouse.up()
    wait_until(lambda: set(pixels(page)).isdisjoint(whole), SECONDS)
    page.mouse.dblclick(x + frame["width"] * 0.5, y)
    wait_until(lambda: pixels(page) == whole, SECONDS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_living_charts_take_the_colours_of_the_page_and_change_with_them(
    lively_reader: Reader, scheme: str
) -> None:
    page = lively_reader.visit(BOX, color_scheme=scheme)
    expect(page.locator(".live canvas")).to_have_count(5)
    before = pixels(page)
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator(".live canvas")).to_have_count(5)
    assert pixels(page)[0] != before[0]


def test_living_charts_fit_a_phone(lively_reader: Reader) -> None:
    page = lively_reader.visit(BOX, viewport=PHONE, has_touch=True, is_mobile=True)
    expect(page.locator(".live canvas")).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_range_pill_shows_another_span(reader: Reader) -> None:
    page = reader.visit(BOX)
    page.locator('.pills[aria-label="Range"]').get_by_role("link", name="30 d").click()
    page.wait_for_url(re.compile("days=30"))
    expect(page.locator("#charts h2")).to_have_text("Thirty days")


def test_a_definition_is_one_tap_away_and_esc_closes_it(reader: Reader) -> None:
    page = reader.visit(BOX)
    summary = page.locator(".figure summary", has_text="Liquidity")
    summary.click()
    expect(page.locator(".figure details[open]")).to_contain_text("from 0 to 100")
    page.keyboard.press("Escape")
    expect(page.locator(".figure details[open]")).to_have_count(0)
    expect(summary).to_be_focused()


def pixels(page: Page) -> list[str]:
    found: list[str] = page.locator(".live canvas").evaluate_all("all => all.map(each => each.toDataURL())")
    return found


def test_no_two_ticks_of_a_dollar_scale_read_alike(reader: Reader) -> None:
    page = reader.visit(BOX)
    panes = page.locator('script[type="module"]').get_attribute("src") or ""

    labels = page.evaluate(
        "address => import(address).then((panes) => [0, 450, 1250, 1300, 15000].map(panes.PANES.price.tick))",
        panes.replace("boxrank.js", "chart-panes.js"),
    )

    assert labels == ["0", "$450", "$1.25k", "$1.3k", "$15k"]
