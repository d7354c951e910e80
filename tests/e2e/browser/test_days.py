"""The time machine in a browser: steps, date field, keys, tape, play, bump chart."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import LAST_DAY
from tests.e2e.browser.reader import Reader, wait_for_scripts

PREVIOUS = '.days a[rel="prev"]'
NEXT = '.days a[rel="next"]'


def shown_day(page: Page) -> str:
    return page.locator('.days input[type="date"]').input_value()


def test_previous_and_next_lead_to_the_neighbouring_ranked_days(reader: Reader) -> None:
    page = reader.visit("/")
    assert shown_day(page) == LAST_DAY.isoformat()
    page.locator(PREVIOUS).click()
    page.wait_for_url(re.compile(r"date="))
    assert shown_day(page) < LAST_DAY.isoformat()
    page.locator(NEXT).click()
    page.wait_for_url(re.compile(r"date=2026-05-30"))


def test_a_day_picked_in_the_date_field_is_shown_at_once(reader: Reader) -> None:
    page = reader.visit("/?game=Skyfarer")
    page.locator('.days input[type="date"]').fill("2026-05-12")
    page.wait_for_url(re.compile(r"date=2026-05-12"))
    assert "game=Skyfarer" in page.url
    expect(page.get_by_role("heading", level=1)).to_contain_text("12 May 2026")


def test_arrow_keys_step_through_the_ranked_days(reader: Reader) -> None:
    page = reader.visit("/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile(r"date="))
    assert shown_day(page) < LAST_DAY.isoformat()
    wait_for_scripts(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"date=2026-05-30"))


def test_arrow_keys_in_a_field_move_the_cursor_and_nothing_else(reader: Reader) -> None:
    page = reader.visit("/?q=sf")
    page.evaluate("document.addEventListener('click', () => { document.body.dataset.left = 'yes' })")
    page.get_by_role("searchbox").focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.body.dataset.left") is None


def test_the_tape_names_the_day_under_the_pointer_and_opens_it(reader: Reader) -> None:
    page = reader.visit("/")
    tape = page.locator(".tape")
    width = (tape.bounding_box() or {})["width"]
    marks = tape.get_attribute("data-days") or ""
    place = marks.index("1", 10)
    tape.hover(position={"x": width * (place + 0.5) / len(marks), "y": 20})
    title = page.locator(".tape-cell").get_attribute("title") or ""
    tape.click(position={"x": width * (place + 0.5) / len(marks), "y": 20})
    page.wait_for_url(re.compile(r"date="))
    day = int(shown_day(page)[-2:])
    assert f" {day} " in f"{title} "


def test_play_shows_one_ranked_day_after_the_other_and_ends_on_the_last(reader: Reader) -> None:
    page = reader.visit("/?date=2026-05-26")
    start = shown_day(page)
    page.evaluate("document.body.dataset.kept = 'yes'")
    page.locator("[data-play]").click()

    expect(page.locator("[data-pause]")).to_be_visible()
    expect(page.locator('.days input[type="date"]')).to_have_value(LAST_DAY.isoformat(), timeout=10_000)
    expect(page.locator("[data-pause]")).to_have_count(0)
    assert start < shown_day(page)
    assert "date=2026-05-30" in page.url
    assert page.evaluate("document.body.dataset.kept") == "yes"


def test_space_pauses_the_play_and_the_day_stays(reader: Reader) -> None:
    page = reader.visit("/?date=2026-04-20")
    page.locator("[data-play]").click()
    expect(page.locator("[data-pause]")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("[data-play]")).to_be_visible()
    stopped = shown_day(page)
    page.wait_for_timeout(900)
    assert shown_day(page) == stopped


def test_rows_slide_while_playing_unless_the_reader_wants_less_motion(reader: Reader) -> None:
    slides = "document.getAnimations().length"
    for motion, moves in (("no-preference", True), ("reduce", False)):
        page = reader.visit("/?date=2026-04-20", reduced_motion=motion)
        page.locator("[data-play]").click()
        expect(page.locator('.days input[type="date"]')).not_to_have_value("2026-04-20")
        assert (page.evaluate(slides) > 0) == moves
        page.keyboard.press("Escape")


def test_the_line_nearest_to_the_pointer_comes_forward_and_can_be_followed(reader: Reader) -> None:
    page = reader.visit("/")
    lines = page.locator(".bump .clip").first
    lines.scroll_into_view_if_needed()
    frame = lines.bounding_box() or {}
    page.mouse.move(frame["x"] + frame["width"] - 2, frame["y"] + 0.05 * frame["height"])
    expect(page.locator(".bump .near")).to_have_attribute("aria-label", re.compile("number 1$"))

    page.mouse.click(frame["x"] + frame["width"] - 2, frame["y"] + 0.05 * frame["height"])
    expect(page.locator(".bump .followed")).to_have_attribute("aria-label", re.compile("number 1$"))
    assert "follow=" in page.url
