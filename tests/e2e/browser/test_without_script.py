"""Every page works with JavaScript off: tables, links, forms, drawings."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.reader import Reader, slugs


@pytest.fixture
def page(reader: Reader) -> Page:
    """A page of a browser that runs no script."""
    return reader.page(java_script_enabled=False)


def test_a_search_is_a_form(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("tw-1")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/?q=tw-1")
    assert page.locator(".board tbody tr").count() == page.locator('[data-slug^="tw-1"]').count() > 0


def test_a_day_is_chosen_by_form_and_by_links(page: Page) -> None:
    page.goto("/?game=Skyfarer")
    page.locator('.days input[type="date"]').fill("2026-05-12")
    page.get_by_role("button", name="Go").click()
    page.wait_for_url(re.compile(r"game=Skyfarer.*date=2026-05-12|date=2026-05-12.*game=Skyfarer"))
    next_day = page.locator('.days a[rel="next"]')
    named = next_day.inner_text().split(" ", 1)[1]
    next_day.click()
    expect(page.locator('.days a[rel="prev"]')).to_contain_text("12 May")
    expect(page.get_by_role("heading", level=1)).to_contain_text(named)


def test_menus_open_and_their_links_lead_on(page: Page) -> None:
    page.goto("/")
    page.locator(".menu summary", has_text="Ranked by").click()
    page.get_by_role("link", name="Liquidity").first.click()
    page.wait_for_url(re.compile("metric=liquidity_score"))


def test_columns_pages_and_lines_of_the_bump_chart_are_links(page: Page) -> None:
    page.goto("/?limit=25")
    page.locator(".board-foot").get_by_role("link", name="Next").click()
    page.wait_for_url(re.compile("cursor="))
    page.locator(".board thead").get_by_role("link", name="Listed").click()
    page.wait_for_url(re.compile("metric=active_listings_count"))
    page.goto("/")
    page.locator(".bump .ln").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("follow="))
    expect(page.locator(".bump .followed")).to_have_count(1)


def test_a_box_has_its_figures_definitions_charts_and_days(page: Page) -> None:
    page.goto("/boxes/sf-08")
    page.locator(".figure summary").first.click()
    expect(page.locator(".figure details[open]")).to_have_count(1)
    expect(page.locator(".pane")).to_have_count(5)
    assert page.locator("#days tbody tr").count() > 20


def test_boxes_are_compared_by_links_and_a_form(page: Page) -> None:
    page.goto("/boxes/sf-08")
    page.get_by_role("link", name="Compare").last.click()
    page.get_by_label("Box to add").select_option("sf-01")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/compare?boxes=sf-08&boxes=sf-01")
    expect(page.locator(".compare .who")).to_have_count(2)
    expect(page.locator(".pane .end")).to_have_text(["SF-08", "SF-01"] * 3)


def test_nothing_is_offered_that_needs_a_script(page: Page) -> None:
    page.goto("/")
    expect(page.locator("[data-theme-toggle]")).to_be_hidden()
    expect(page.locator(".watch")).to_have_count(0)
    page.goto("/boxes/sf-08")
    expect(page.locator("[data-star]")).to_be_hidden()
    expect(page.locator("[data-cursor-hint]")).to_be_hidden()


def test_the_board_shows_the_same_rows_with_and_without_script(reader: Reader, page: Page) -> None:
    page.goto("/")
    rows = page.locator(".board tbody tr .bx a").all_inner_texts()
    scripted = reader.visit("/")
    assert scripted.locator(".board tbody tr .bx a").all_inner_texts() == rows
    assert len(slugs(scripted)) == len(rows)
