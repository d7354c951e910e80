"""The watchlist, which lives in the reader's browser."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browser.reader import Reader, slugs

FIRST_STAR = ".board tbody tr >> nth=0 >> .watch"


def watched(page: Page) -> list[str]:
    found: list[str] = json.loads(page.evaluate("localStorage.getItem('boxrank-watchlist') ?? '[]'"))
    return found


def test_a_star_is_kept_in_the_browser_and_marks_the_row(reader: Reader) -> None:
    page = reader.visit("/")
    row = page.locator(".board tbody tr").first
    slug = row.get_attribute("data-slug")
    row.locator(".watch").click()
    assert watched(page) == [slug]

    page.reload()
    expect(row.locator(".watch")).to_have_attribute("aria-pressed", "true")
    row.locator(".watch").click()
    assert watched(page) == []
    expect(row.locator(".watch")).to_have_attribute("aria-pressed", "false")


def test_a_star_on_the_board_is_a_watched_box_on_its_page(reader: Reader) -> None:
    page = reader.visit("/")
    page.locator(FIRST_STAR).click()
    page.locator(".board tbody .bx a").first.click()
    expect(page.get_by_role("button", name="Watching")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Watching").click()
    assert watched(page) == []


def test_stars_stay_when_another_view_slides_in(reader: Reader) -> None:
    page = reader.visit("/")
    slug = page.locator(".board tbody tr").first.get_attribute("data-slug") or ""
    page.locator(FIRST_STAR).click()
    page.get_by_role("searchbox").press_sequentially(slug)
    expect(page.locator(".board tbody tr")).to_have_count(1)
    expect(page.locator(FIRST_STAR)).to_have_attribute("aria-pressed", "true")


def test_the_tab_counts_the_stars_and_shows_their_boxes(reader: Reader) -> None:
    page = reader.visit("/?limit=10")
    starred = [slugs(page)[4], slugs(page)[1]]
    for slug in starred:
        page.locator(f'[data-slug="{slug}"] .watch').click()
    tab = page.get_by_role("link", name="Watchlist")
    expect(tab.locator(".count")).to_have_text("2")

    tab.click()
    page.wait_for_url("**/?only=*")
    assert slugs(page) == starred[::-1]
    expect(page.get_by_role("heading", level=1)).to_contain_text("Watchlist")
    expect(page.get_by_role("link", name="Watchlist")).to_have_attribute("aria-current", "page")


def test_an_empty_list_says_how_to_fill_it_and_leads_to_the_board(reader: Reader) -> None:
    page = reader.visit("/")
    page.get_by_role("link", name="Watchlist").click()
    expect(page.locator(".empty")).to_contain_text("Press the star beside a box")
    page.locator(".empty a").click()
    expect(page.locator(FIRST_STAR)).to_be_visible()


def test_the_watchlist_can_be_saved_as_a_file(reader: Reader, tmp_path: Path) -> None:
    page = reader.visit("/")
    page.locator(FIRST_STAR).click()
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Save my watchlist").click()
    arriving.value.save_as(tmp_path / "watchlist.csv")
    assert (tmp_path / "watchlist.csv").read_text(encoding="utf-8").split() == ["box", *watched(page)]


def test_what_others_wrote_into_the_storage_does_no_harm(reader: Reader) -> None:
    page = reader.visit("/")
    page.evaluate("localStorage.setItem('boxrank-watchlist', '{broken')")
    page.reload()
    page.locator(FIRST_STAR).click()
    assert len(watched(page)) == 1
