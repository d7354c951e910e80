"""Fingers on the charts of a box: one reads out the days, two zoom."""

from collections.abc import Iterable

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.e2e.browser.reader import PHONE, Reader
from tests.e2e.browser.test_box_charts import BOX, READ_OUTS, days_read, pixels
from tests.redis_server import wait_until

SECONDS = 5.0
TOUCH = {"viewport": PHONE, "is_mobile": True, "has_touch": True}


class Fingers:
    """Fingers on a place of the page, as the browser hears of them from a touch screen."""

    def __init__(self, page: Page, place: Locator) -> None:
        place.scroll_into_view_if_needed()
        self._frame = place.bounding_box() or {}
        self._screen: CDPSession = page.context.new_cdp_session(page)

    def slide(self, begin: Iterable[float], end: Iterable[float], *, steps: int = 5) -> None:
        """Put fingers down at shares of the width, move them to others and lift them."""
        ways = list(zip(begin, end, strict=True))
        self._tell("touchStart", [start for start, _ in ways])
        for step in range(1, steps + 1):
            self._tell("touchMove", [start + (stop - start) * step / steps for start, stop in ways])
        self._tell("touchEnd", [])

    def _tell(self, kind: str, shares: list[float]) -> None:
        frame = self._frame
        y = frame["y"] + frame["height"] / 2
        points = [
            {"x": frame["x"] + frame["width"] * share, "y": y, "id": finger}
            for finger, share in enumerate(shares)
        ]
        self._screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.mark.parametrize("chart", [0, 4])
def test_a_finger_that_slides_along_a_drawn_chart_reads_out_the_days(reader: Reader, chart: int) -> None:
    page = reader.visit(BOX, **TOUCH)
    days_follow_the_finger(page, page.locator(".pane").nth(chart))


@pytest.mark.parametrize("chart", [0, 4])
def test_a_finger_that_slides_along_a_interactive_chart_reads_out_the_days(
    lively_reader: Reader, chart: int
) -> None:
    page = lively_reader.visit(BOX, **TOUCH)
    expect(page.locator(".live canvas")).to_have_count(5)
    days_follow_the_finger(page, page.locator(".live .u-over").nth(chart))


def test_two_fingers_zoom_all_charts_and_a_double_tap_resets_them(lively_reader: Reader) -> None:
    page = lively_reader.visit(BOX, **TOUCH)
    expect(page.locator(".live canvas")).to_have_count(5)
    over = page.locator(".live .u-over").first
    over.scroll_into_view_if_needed()
    whole = pixels(page)
    Fingers(page, over).slide((0.4, 0.6), (0.1, 0.9))
    wait_until(lambda: set(pixels(page)).isdisjoint(whole), SECONDS)
    over.dblclick()
    wait_until(lambda: pixels(page) == whole, SECONDS)


def test_two_fingers_that_close_show_no_more_than_the_days_there_are(lively_reader: Reader) -> None:
    page = lively_reader.visit(BOX, **TOUCH)
    expect(page.locator(".live canvas")).to_have_count(5)
    whole = pixels(page)
    Fingers(page, page.locator(".live .u-over").first).slide((0.1, 0.9), (0.4, 0.6))
    wait_until(lambda: pixels(page) == whole, SECONDS)


def test_the_page_is_not_zoomed_by_fingers_on_a_interactive_chart(lively_reader: Reader) -> None:
    page = lively_reader.visit(BOX, **TOUCH)
    expect(page.locator(".live canvas")).to_have_count(5)
    Fingers(page, page.locator(".live .u-over").first).slide((0.4, 0.6), (0.1, 0.9))
    assert page.evaluate("visualViewport.scale") == 1


def days_follow_the_finger(page: Page, place: Locator) -> None:
    fingers = Fingers(page, place)
    fingers.slide([0.2], [0.4])
    expect(page.locator(READ_OUTS).first).not_to_be_empty()
    earlier = days_read(page)
    fingers.slide([0.4], [0.8])
    wait_until(lambda: days_read(page) != earlier, SECONDS)
    assert len(earlier) == len(days_read(page)) == 1
