"""Boxes side by side in a browser: which are shown, what their lines read, on desktop and phone."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser.reader import PHONE, Reader

PAIR = "/compare?boxes=sf-08&boxes=lm-02"
FOUR = f"{PAIR}&boxes=sf-01&boxes=tw-01"
READ_OUTS = "#charts .read"
FLOORS = re.compile(r"^\w{3},? \d{1,2} \w{3,4} SF-08 [\d.–]+, LM-02 [\d.–]+$")


def compared(page: Page) -> list[str]:
    return [words.split()[0] for words in page.locator(".compare .who").all_inner_texts()]


def read_at(page: Page, part: float) -> str:
    """What the first chart reads under a pointer at that part of its width."""
    pane = page.locator(".pane").first
    pane.scroll_into_view_if_needed()
    frame = pane.bounding_box() or {}
    page.mouse.move(frame["x"] + part * frame["width"], frame["y"] + frame["height"] / 2)
    return page.locator(READ_OUTS).first.inner_text()


def test_a_box_joins_by_the_menu_up_to_four_and_leaves_by_its_cross(reader: Reader) -> None:
    page = reader.visit(PAIR)
    for slug in ("sf-01", "tw-01"):
        page.get_by_label("Box to add").select_option(slug)
        page.get_by_role("button", name="Add").click()
        page.wait_for_url(f"**&boxes={slug}")
    assert compared(page) == ["SF-08", "LM-02", "SF-01", "TW-01"]
    expect(page.get_by_label("Box to add")).to_have_count(0)

    page.get_by_role("link", name="Remove LM-02").click()
    page.wait_for_url("**/compare?boxes=sf-08&boxes=sf-01&boxes=tw-01")
    assert compared(page) == ["SF-08", "SF-01", "TW-01"]


def test_the_page_of_a_box_leads_to_a_comparison_with_its_neighbours(reader: Reader) -> None:
    page = reader.visit("/boxes/sf-08")
    page.locator(".acts").get_by_role("link", name="Compare").click()
    page.get_by_role("link", name=re.compile("^With ")).first.click()
    expect(page.locator(".compare .who")).to_have_count(2)
    assert compared(page)[0] == "SF-08"


def test_one_cursor_reads_every_box_in_all_charts_and_moves_with_the_pointer(reader: Reader) -> None:
    page = reader.visit(PAIR)
    earlier, later = read_at(page, 0.3), read_at(page, 0.8)
    assert FLOORS.match(earlier)
    assert earlier != later
    expect(page.locator(".pane .cursor")).to_have_count(3)
    days = {text.split(" SF-08 ")[0] for text in page.locator(READ_OUTS).all_inner_texts()}
    assert len(days) == 1


def test_every_line_is_named_at_its_end_and_told_apart_without_colour(reader: Reader) -> None:
    page = reader.visit(FOUR)
    chart = page.locator(".pane").first
    assert set(chart.locator(".end").all_text_contents()) == {"SF-08", "LM-02", "SF-01", "TW-01"}
    looks = chart.locator("svg path").evaluate_all(
        "all => all.map(line => getComputedStyle(line)).map(look => look.strokeWidth + look.strokeDasharray)"
    )
    assert len(set(looks)) == len(looks) == 4


def test_a_range_pill_shows_another_span_of_the_same_boxes(reader: Reader) -> None:
    page = reader.visit(PAIR)
    page.locator('.pills[aria-label="Range"]').get_by_role("link", name="30 d").click()
    expect(page.locator("#charts h2")).to_have_text("Thirty days")
    assert compared(page) == ["SF-08", "LM-02"]


def test_four_boxes_fit_a_phone_as_a_table_and_are_read_by_a_tap(reader: Reader) -> None:
    page = reader.visit(FOUR, viewport=PHONE, is_mobile=True, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    expect(page.get_by_role("columnheader", name=re.compile("SF-08"))).to_be_visible()
    expect(page.get_by_role("rowheader", name="Floor", exact=True)).to_be_visible()
    tall = page.evaluate("document.documentElement.scrollHeight")

    page.locator(".pane").first.tap()
    expect(page.locator(READ_OUTS).first).to_contain_text("TW-01")
    assert page.evaluate("document.documentElement.scrollHeight") == tall
