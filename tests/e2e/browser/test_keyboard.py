"""Everything can be reached and done by keyboard, and the reader sees where they are."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser.reader import Reader

FOCUSED = """
() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const frame = element.getBoundingClientRect();
  return {
    name: element.getAttribute("aria-label") ?? element.innerText.trim(),
    isSeen: frame.width > 0 && frame.bottom > 0 && frame.top < innerHeight,
    isMarked: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
  };
}
"""


def tab_through(page: Page, times: int) -> list[dict[str, object]]:
    stops = []
    for _ in range(times):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    return stops


def test_the_first_stop_leads_past_the_navigation(reader: Reader) -> None:
    page = reader.visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "Skip to content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_the_stops_come_in_reading_order_and_each_is_seen_and_marked(reader: Reader) -> None:
    for path in ("/", "/boxes/sf-08"):
        stops = tab_through(reader.visit(path), 30)
        names = [str(stop["name"]) for stop in stops]
        assert names[:3] == ["Skip to content", "Boxrank", "Board"]
        assert [stop["name"] for stop in stops if not stop["isSeen"]] == []
        assert [stop["name"] for stop in stops if not stop["isMarked"]] == []


def test_slash_finds_the_search_and_is_an_ordinary_letter_in_it(reader: Reader) -> None:
    page = reader.visit("/about")
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    page.keyboard.type("a/b")
    expect(search).to_have_value("a/b")


def test_a_menu_opens_by_enter_and_closes_by_esc_where_it_was_opened(reader: Reader) -> None:
    page = reader.visit("/")
    summary = page.locator(".menu summary", has_text="Game")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".menu[open]")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".menu[open]")).to_have_count(0)
    expect(summary).to_be_focused()


def test_a_star_is_pressed_by_keyboard(reader: Reader) -> None:
    page = reader.visit("/")
    star = page.locator(".watch").first
    star.focus()
    page.keyboard.press("Space")
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()


def test_a_line_of_the_bump_chart_is_followed_by_keyboard_and_keeps_the_focus(reader: Reader) -> None:
    page = reader.visit("/")
    line = page.locator(".bump .ln").last
    slug = line.get_attribute("href") or ""
    line.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bump .followed")).to_have_attribute("href", re.compile("^/"))
    assert page.url.endswith(slug)
    expect(page.locator(".bump .ln:focus")).to_have_attribute("aria-label", re.compile("number 1$"))
