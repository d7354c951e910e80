"""The board in a browser: search, order, games, windows, pages, files, light and dark."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.browser.reader import Reader, column, slugs

MAIN = "#main"


def chosen(page: Page, label: str) -> str:
    return page.locator(f'.pills[aria-label="{label}"] [aria-current]').inner_text()


def test_the_rows_follow_as_the_reader_types_and_the_address_keeps_it(reader: Reader) -> None:
    page = reader.visit("/")
    page.get_by_role("searchbox").press_sequentially("tw-1")

    expect(page.locator(".board tbody tr").first).to_have_attribute("data-slug", re.compile("^tw-1"))
    expect(page).to_have_url(re.compile(r"\?q=tw-1$"))
    assert all(slug.startswith("tw-1") for slug in slugs(page))
    assert page.evaluate("document.activeElement.name") == "q"


def test_a_search_that_finds_nothing_says_so_and_leads_back(reader: Reader) -> None:
    page = reader.visit("/?q=nothing+of+the+kind")
    expect(page.locator(MAIN)).to_contain_text("nothing of the kind")
    page.locator(".empty a").first.click()
    expect(page.locator(".board tbody tr").first).to_be_visible()


def test_a_search_from_the_page_of_a_box_shows_the_board(reader: Reader) -> None:
    page = reader.visit("/boxes/sf-08")
    page.get_by_role("searchbox").fill("lm-2")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/?q=lm-2")
    assert all(slug.startswith("lm-2") for slug in slugs(page))


def test_a_column_head_orders_the_board_and_turns_it_round(reader: Reader) -> None:
    page = reader.visit("/?limit=100")
    page.get_by_role("columnheader", name="Sold a day").get_by_role("link").click()
    head = page.get_by_role("columnheader", name="Sold a day")
    expect(head).to_have_attribute("aria-sort", "descending")
    falling = slugs(page)

    head.get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Sold a day")).to_have_attribute("aria-sort", "ascending")
    sold = [float(text) for text in page.locator(".board tbody .so:not(.none)").all_inner_texts()]
    assert sold == sorted(sold)
    assert slugs(page)[0] != falling[0]


def test_a_game_is_chosen_from_the_menu_and_every_row_is_of_it(reader: Reader) -> None:
    page = reader.visit("/")
    page.locator(".menu summary", has_text="Game").click()
    page.locator(".menu[open]").get_by_role("link", name="Skyfarer").click()
    page.wait_for_url("**/?game=Skyfarer")
    assert all(slug.startswith("sf-") for slug in slugs(page))
    expect(page.locator(".board tbody .rk").first).to_contain_text("of all")


def test_a_window_pill_ranks_by_the_volume_of_that_window(reader: Reader) -> None:
    page = reader.visit("/")
    assert chosen(page, "Window") == "7d"
    page.locator('.pills[aria-label="Window"]').get_by_role("link", name="30d").click()
    expect(page.locator('.pills[aria-label="Window"] [aria-current]')).to_have_text("30d")
    values = column(page, "vo")
    assert values == sorted(values, reverse=True)
    expect(page.get_by_role("columnheader", name="30 d", exact=True)).to_be_visible()


def test_pages_go_on_and_back_without_repeating_a_box(reader: Reader) -> None:
    page = reader.visit("/?limit=25")
    first = slugs(page)
    page.locator(".board-foot").get_by_role("link", name="Next").click()
    expect(page.locator(".board-foot")).to_contain_text("26 to 50 of")
    second = slugs(page)
    assert set(first).isdisjoint(second)
    page.locator(".board-foot").get_by_role("link", name="Previous").click()
    expect(page.locator(".board-foot")).to_contain_text("1 to 25 of")
    assert slugs(page) == first


def test_the_view_is_a_file_away(reader: Reader, tmp_path: Path) -> None:
    page = reader.visit("/?game=Skyfarer&limit=25")
    with page.expect_download() as arriving:
        page.get_by_role("link", name="CSV of this view").click()
    arriving.value.save_as(tmp_path / "view.csv")
    with (tmp_path / "view.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(slugs(page))
    assert re.fullmatch(r".*2026-05-30.*\.csv", arriving.value.suggested_filename)


def test_the_reader_chooses_light_or_dark_and_the_choice_stays(reader: Reader) -> None:
    page = reader.visit("/", color_scheme="light")
    day = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_role("button", name="Switch between light and dark").click()
    night = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.goto("/about")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == night != day


def test_the_system_decides_on_light_or_dark_until_the_reader_does(reader: Reader) -> None:
    page = reader.visit("/", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light dark"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(13, 18, 17)"


def test_a_simulated_market_says_so_on_board_and_box(reader: Reader) -> None:
    for path in ("/", "/boxes/sf-08"):
        expect(reader.visit(path).locator(".notice.simulated")).to_contain_text("invented")
