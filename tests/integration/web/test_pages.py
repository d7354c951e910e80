"""The pages for people."""

import re

import pytest

from app.read.board import LeaderboardRequest
from app.read.pages.board import BoardPageRequest
from app.web.edge.security import THEME_SCRIPT
from app.web.pages.rendering import STATIC_FOLDER, static_version
from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import BOARD, LAST_DAY, Web
from tests.integration.web.page_text import links, page

LINKS_THAT_LEAD_SOMEWHERE: set[str] = set()
"""Followed already: boards share most of their links."""


def test_the_board_page_has_the_rows_of_the_board_in_their_order(web: Web) -> None:
    board = web.json(f"{BOARD}?limit=50")

    slugs = re.findall(r'<tr[^>]* data-slug="([^"]+)"', page(web, "/"))

    assert slugs == [row["box"]["slug"] for row in board["data"]]


def test_the_board_page_opens_with_the_sentence_of_the_day(web: Web) -> None:
    assert 'class="lead"' in page(web, "/")


def test_a_page_says_which_publication_it_was_made_from(web: Web) -> None:
    assert "generation 1<" in page(web, "/")


def test_a_dated_page_shows_its_day_and_leads_to_its_neighbours(web: Web) -> None:
    earlier = web.json(BOARD)["meta"]["previous_ranked_day"]

    text = page(web, f"/?date={earlier}")

    assert f'value="{earlier}"' in text
    assert f"/?date={LAST_DAY}" in links(text)


@pytest.mark.parametrize(
    "url", ["/", "/?metric=liquidity_score&order=worst&limit=25", "/?game=Skyfarer&q=sf"]
)
def test_every_kind_of_link_of_a_board_leads_somewhere(web: Web, url: str) -> None:
    found = links(page(web, url))
    boxes = sorted(link for link in found if link.startswith("/boxes/"))

    for link in {*boxes[:2], *(found - set(boxes))} - LINKS_THAT_LEAD_SOMEWHERE:
        assert web.get(link).status_code == 200, link
        LINKS_THAT_LEAD_SOMEWHERE.add(link)


def test_every_link_of_a_box_leads_somewhere(web: Web) -> None:
    slug = web.json(f"{BOARD}?limit=1")["data"][0]["box"]["slug"]

    for link in sorted(links(page(web, f"/boxes/{slug}"))):
        assert web.get(link).status_code == 200, link


def test_all_state_of_a_view_is_in_the_links_that_change_one_part_of_it(web: Web) -> None:
    text = page(web, "/?metric=liquidity_score&game=Skyfarer&order=worst&limit=25")

    assert "/?metric=liquidity_score&game=Lanternmoor&order=worst&limit=25" in links(text)


def test_empty_fields_of_a_form_and_foreign_parameters_are_passed_over(web: Web) -> None:
    assert page(web, "/?q=&game=&date=&utm_source=letter") == page(web, "/")


def test_the_file_of_a_view_has_the_view_s_rows(web: Web) -> None:
    text = page(web, "/?game=Skyfarer&limit=25")
    (url,) = [link for link in links(text) if "format=csv" in link]

    rows = web.get(url).text.splitlines()

    assert len(rows) - 1 == len(re.findall(r"<tr[^>]* data-slug=", text))


def test_a_search_without_a_match_offers_a_way_back(web: Web) -> None:
    text = page(web, "/?q=zzz")

    assert "No box matches" in text
    assert "/" in links(text)


def test_pages_hold_no_inline_script_but_the_one_of_the_theme_nor_style(web: Web) -> None:
    slug = web.json(f"{BOARD}?limit=1")["data"][0]["box"]["slug"]

    for url in ("/", f"/boxes/{slug}", "/about", "/docs", "/nowhere"):
        text = web.get(url).text
        inline = re.findall(r'<script(?![^>]*(?:src=|type="application/json"))[^>]*>(.*?)<', text, re.DOTALL)
        assert inline == [THEME_SCRIPT]
        assert not re.findall(r"<style|\sstyle=|\son[a-z]+=", text)


def test_the_policy_forbids_all_that_is_not_ours(web: Web) -> None:
    policy = web.get("/").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_pages_do_not_make_the_browser_start_another_process_for_them(web: Web) -> None:
    assert "cross-origin-opener-policy" not in web.get("/").headers


def test_an_unchanged_page_keeps_the_policy_it_came_with(web: Web) -> None:
    for _ in range(3):
        answer = web.get("/", If_None_Match=web.get("/").headers["etag"])
        assert answer.status_code == 304
        assert "content-security-policy" not in answer.headers


@pytest.mark.parametrize("url", [BOARD, "/", "/nowhere", "/health", f"{BOARD}?limit=0"])
def test_no_answer_may_be_taken_for_another_kind_than_it_says(web: Web, url: str) -> None:
    for _ in range(3):
        assert web.get(url).headers["x-content-type-options"] == "nosniff"


def test_a_board_of_fifty_rows_travels_light(own_web: Web, own_feed: Feed) -> None:
    for day in range(30):
        own_feed.give_volumes(day_after(day), {f"box-{n:02d}": 1e6 / (n + 1) + day for n in range(50)})
    own_web.services.refresh.run()

    served = own_web.services.reads.answer(BoardPageRequest(LeaderboardRequest()))
    assert len(served.entry.content.stored) < 15_000


def test_a_simulated_market_is_said_to_be_one(web: Web) -> None:
    assert "Simulated market" in page(web, "/")


def test_a_real_market_is_not_called_simulated(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0})
    own_web.services.refresh.run()

    assert "Simulated" not in page(own_web, "/")


def test_a_partial_day_says_so_in_words(own_web: Web, own_feed: Feed) -> None:
    for day in range(3):
        own_feed.give_volumes(day_after(day), {f"box-{n}": 10.0 + n for n in range(10)})
    own_feed.give_volumes(day_after(3), {"box-1": 5.0})
    own_web.services.refresh.run()

    text = page(own_web, f"/?date={day_after(3)}")

    assert "Partial day" in text
    assert "Climbing" not in text


def test_old_data_say_so_on_the_latest_board_only(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0})
    own_web.services.refresh.run()

    assert "Old data" in page(own_web, "/")
    assert "Old data" not in page(own_web, f"/?date={day_after(0)}")


def test_a_box_page_shows_a_null_average_as_a_dash_and_not_as_zero(own_web: Web, own_feed: Feed) -> None:
    own_feed.give([observation("a", day_after(0), floor_price_usd=10.0)])
    own_feed.give_volumes(day_after(0), {"b": 5.0})
    own_web.services.refresh.run()

    text = page(own_web, "/boxes/a")

    assert "Not ranked" in text
    assert "$0" not in text


def test_a_box_that_was_not_reported_says_so(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0, "b": 2.0})
    own_feed.give_volumes(day_after(1), {"b": 2.0})
    own_web.services.refresh.run()

    assert "No marketplace has reported this box since 1 January 2026" in page(own_web, "/boxes/a")


@pytest.mark.parametrize("days", [7, 30, 90, 365, 36525])
def test_a_box_has_a_page_for_each_range(web: Web, days: int) -> None:
    slug = web.json(f"{BOARD}?limit=1")["data"][0]["box"]["slug"]

    assert 'id="charts"' in page(web, f"/boxes/{slug}?days={days}")


@pytest.mark.parametrize(
    ("url", "status", "words"),
    [
        ("/boxes/nobody", 404, "Box not found"),
        ("/?date=2019-01-01", 404, "No board on this day"),
        ("/nowhere", 404, "Page not found"),
        ("/?metric=alphabet", 422, "This view does not exist"),
        ("/?limit=0", 422, "This view does not exist"),
    ],
)
def test_what_cannot_be_shown_has_a_friendly_page_with_a_way_out(
    web: Web, url: str, status: int, words: str
) -> None:
    text = page(web, url, status)

    assert words in text
    assert 'href="/"' in text


def test_names_in_an_error_page_are_escaped(web: Web) -> None:
    assert "<script>alert" not in page(web, "/boxes/%3Cscript%3Ealert(1)", 404)


def test_before_the_first_publication_the_page_says_what_to_run(own_web: Web) -> None:
    text = page(own_web, "/", 503)

    assert "boxrank import" in text
    assert own_web.get("/").headers["retry-after"]


def test_the_rules_can_be_read_before_anything_is_published(own_web: Web) -> None:
    assert "Every number on Boxrank" in page(own_web, "/about")


def test_a_database_that_is_away_has_a_friendly_page(web_without_database: Web) -> None:
    assert "The database is unavailable" in page(web_without_database, "/", 503)


def test_assets_are_kept_for_ever_and_every_page_s_assets_exist(web: Web) -> None:
    assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', page(web, "/"))

    assert assets
    for asset in assets:
        answer = web.get(asset, Accept_Encoding="gzip")
        assert answer.status_code == 200, asset
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert web.get(asset, Accept_Encoding="gzip", If_None_Match=answer.headers["etag"]).status_code == 304


def test_one_style_sheet_holds_all_of_them(web: Web) -> None:
    (sheet,) = re.findall(r'rel="stylesheet" href="([^"]+)"', page(web, "/"))
    files = sorted(STATIC_FOLDER.glob("*.css"))

    text = web.get(sheet).text

    assert len(text) == sum(len(file.read_text(encoding="utf-8")) for file in files)
    assert all(file.read_text(encoding="utf-8") in text for file in files)


def test_an_asset_of_an_earlier_release_leads_to_the_present_one(web: Web) -> None:
    answer = web.get("/static/000000000000/tokens.css")

    assert answer.status_code == 307
    assert web.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    "name", ["..%2f..%2ffactory.py", "%2e%2e/factory.py", "nothing.css", "", "js", "a%00b"]
)
def test_nothing_but_assets_is_given_away(web: Web, name: str) -> None:
    assert web.get(f"/static/{static_version()}/{name}").status_code == 404
