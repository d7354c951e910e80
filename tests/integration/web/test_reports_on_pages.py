"""Pages of markets in which something is not reported: prices only, a silent marketplace, a broken day."""

import re

import pytest

from tests.factories import Feed, day_after, observation
from tests.integration.web.conftest import Web
from tests.integration.web.page_text import links, page, section, slugs

LAST = 8
BROKEN = day_after(LAST)


def rows_of(text: str) -> str:
    """The body of the board's table."""
    return text.split('<table class="board')[1].split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]


def row_of(text: str, slug: str) -> str:
    """The row of a box."""
    found = re.search(rf'<tr[^>]* data-slug="{slug}">.*?</tr>', text, re.DOTALL)
    assert found is not None
    return found[0]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", text))


def prices(box: str, day: int, price: float, **more: object) -> dict[str, object]:
    return observation(box, day_after(day), market_price_usd=price, floor_price_usd=price - 10.0, **more)


@pytest.fixture
def price_market(own_web: Web, own_feed: Feed) -> Web:
    """Three boxes with prices and nothing else, on nine days."""
    own_feed.give(
        [
            prices(box, day, price + day)
            for box, price in (("dear", 900.0), ("middle", 300.0), ("cheap", 100.0))
            for day in range(LAST + 1)
        ]
    )
    own_web.services.refresh.run()
    return own_web


def test_a_market_of_prices_has_a_board_that_is_named_and_no_column_without_figures(
    price_market: Web,
) -> None:
    text = page(price_market, "/")

    assert slugs(text) == ["dear", "middle", "cheap"]
    assert "<h1>The board by market price, " in text
    assert "Ranked by</span> Market price<" in text
    assert "No marketplace reports sales or listings here." in text
    for column in ("Sold a day", "Listed", "Liquidity", "Days to sell", "Volume, 7-day average"):
        assert column not in text
    assert "Traded, 24 h" not in text
    assert 'aria-label="Window"' not in text
    assert "Provisional" not in text


def test_a_box_with_prices_only_has_both_lines_and_no_word_of_trade(price_market: Web) -> None:
    text = page(price_market, "/boxes/middle")
    figures = re.findall(r"<summary>([^<]+)</summary>", text)

    assert '<span class="vh">Rank </span>2</p>' in text
    assert "by market price" in text
    assert figures == ["Floor", "Market price", "Below the high"]
    assert "high $308.00 on 9 Jan 2026" in text
    assert "low $300.00 on 1 Jan 2026" in text
    assert "No marketplace reports sales or listings of this box." in text
    assert re.findall(r'data-pane="(\w+)"', text) == ["price", "rank"]
    assert "Floor and market price, 1 Jan to 9 Jan" in text
    assert "traded" not in plain(text).lower()


def test_boxes_with_prices_only_are_compared_by_prices(price_market: Web) -> None:
    text = page(price_market, "/compare?boxes=dear&boxes=cheap")

    assert re.findall(r'data-pane="(\w+)"', text) == ["market", "floors", "ranks"]
    assert "Market price</th><td>$908.00</td><td>$108.00</td>" in text
    assert "No marketplace reports sales or listings of these boxes." in text
    assert "Liquidity" not in text
    assert 'class="gap"' not in text


def test_the_page_about_a_market_of_prices_knows_its_days(price_market: Web) -> None:
    text = page(price_market, "/about")

    assert "9 days reported since 1 January 2026" in text
    assert "its height is the boxes reported" in text


def test_where_some_boxes_have_no_volume_the_board_counts_them(own_web: Web, own_feed: Feed) -> None:
    own_feed.give([prices(box, 0, 50.0, volume_usd=100.0) for box in ("a", "b", "c")])
    own_feed.give([prices("d", 0, 50.0)])
    own_web.services.refresh.run()

    text = page(own_web, "/")

    assert slugs(text) == ["a", "b", "c"]
    assert "1 of 4 boxes has no volume." in text
    assert "No marketplace reports listings here." in text
    assert "not ranked on Thu 1 Jan: no volume reported" in page(own_web, "/boxes/d")


@pytest.fixture
def silent_market(own_web: Web, own_feed: Feed) -> Web:
    """A box that trades on two marketplaces, and one on the first; on the last day ebay says nothing."""
    own_feed.give(
        [
            observation(box, day_after(day), shop, volume_usd=volume)
            for box, shop, volume in (
                ("a", "ebay", 300.0),
                ("a", "tcgplayer", 600.0),
                ("b", "tcgplayer", 700.0),
            )
            for day in range(LAST + 1)
            if shop != "ebay" or day < LAST
        ]
    )
    own_web.services.refresh.run()
    return own_web


def test_a_silent_marketplace_moves_no_box_and_its_figure_has_the_day_of_its_report(
    silent_market: Web,
) -> None:
    text = page(silent_market, "/")
    row = row_of(text, "a")

    assert slugs(text) == ["a", "b"]
    assert 'class="mv same"' in row
    assert '<td class="vo old"><data value="900">900</data>' in row
    assert '<small title="Reported on 8 Jan 2026 by ebay">8 Jan</small>' in row
    assert "old" not in row_of(text, "b")


def test_the_volume_of_the_day_says_who_is_missing(silent_market: Web) -> None:
    board = row_of(page(silent_market, "/?metric=daily_volume_usd"), "a")
    box = page(silent_market, "/boxes/a")

    assert '<data value="600">600</data><small>without ebay</small>' in board
    assert "without ebay" in section(box, "Traded today")
    assert "ebay of 8 Jan" in section(box, "Volume, 7-day average")
    assert "The day's sum is without ebay." in box.replace("&#39;", "'")
    assert "Incomplete: a marketplace that reported before did not report that day." in box


@pytest.fixture
def broken_market(own_web: Web, own_feed: Feed) -> Web:
    """Six boxes that trade alike every day; on the last day only the least is reported, and sold well."""
    volumes = {f"box-{number}": 300.0 - 30 * number for number in range(6)}
    for day in range(LAST):
        own_feed.give(
            [
                observation(box, day_after(day), volume_usd=volume, floor_price_usd=50.0 + day)
                for box, volume in volumes.items()
            ]
        )
    own_feed.give([observation("box-5", BROKEN, volume_usd=1_000.0, floor_price_usd=90.0)])
    own_web.services.refresh.run()
    return own_web


@pytest.mark.parametrize(
    "url", ["/", "/boxes/box-5", "/compare?boxes=box-0&boxes=box-5", "/?only=box-5", "/?q=box-5"]
)
def test_the_latest_whole_day_is_shown_and_the_broken_one_is_one_click_away(
    broken_market: Web, url: str
) -> None:
    text = page(broken_market, url)
    later = f"{url}{'&' if '?' in url else '?'}date={BROKEN}"

    assert "8 January" in text or "Thu 8 Jan" in text
    assert "9 Jan is incomplete: 1 of 6 boxes" in text
    assert {link for link in links(text) if str(BROKEN) in link and sorted(link) == sorted(later)}


def test_a_day_of_today_is_said_to_be_coming_in(own_web: Web, own_feed: Feed) -> None:
    today = own_web.services.clock().date()
    for days in (2, 1):
        own_feed.give_volumes(
            today.fromordinal(today.toordinal() - days), {f"box-{n}": 10.0 for n in range(6)}
        )
    own_feed.give_volumes(today, {"box-1": 10.0})
    own_web.services.refresh.run()

    assert "1 Jun is coming in: 1 of 6 boxes" in page(own_web, "/")


def test_a_broken_day_shows_no_move_no_percentage_and_no_record(broken_market: Web) -> None:
    board = page(broken_market, f"/?date={BROKEN}")
    box = page(broken_market, f"/boxes/box-5?date={BROKEN}")
    compared = page(broken_market, f"/compare?boxes=box-0&boxes=box-5&date={BROKEN}")

    assert slugs(board)[0] == "box-5"
    for text in (board, box, compared):
        assert "Only 1 of 6 boxes reported" in text
        assert 'class="mv up' not in text
        assert 'class="mv down' not in text
        assert 'class="up"' not in text
        assert 'class="down"' not in text
    assert "%" not in plain(rows_of(board))
    assert "Climbing" not in board
    assert "Peak" not in box
    assert "Why did it move?" not in box
    assert "Days at number one" not in compared
    assert "Floor change" not in compared
    assert "Momentum" not in compared


def test_after_a_broken_day_no_record_is_left_of_it(broken_market: Web) -> None:
    text = page(broken_market, "/boxes/box-5")

    assert "<dt>Peak</dt><dd>6 " in text
    assert "<dt>Days at number one</dt><dd>0</dd>" in text


def test_a_carried_row_is_grey_and_says_since_when_nothing_was_reported(broken_market: Web) -> None:
    row = row_of(page(broken_market, f"/?date={BROKEN}"), "box-0")

    assert 'class="r3 carried"' in row
    assert 'title="Last reported on 8 Jan 2026"' in row
    assert row.count("8 Jan") == 2  # the badge and its title: once for the whole row


@pytest.mark.parametrize("url", ["/?only=quiet", "/?q=quiet"])
def test_a_box_that_was_not_reported_stays_on_watchlist_and_search(
    own_web: Web, own_feed: Feed, url: str
) -> None:
    own_feed.give_volumes(day_after(0), {"quiet": 5.0, "b": 2.0, "c": 1.0})
    own_feed.give_volumes(day_after(1), {"b": 2.0, "c": 1.0})
    own_web.services.refresh.run()

    text = page(own_web, url)

    assert slugs(text) == ["quiet"]
    assert 'title="Last reported on 1 Jan 2026"' in row_of(text, "quiet")


def test_a_capped_figure_says_so(own_web: Web, own_feed: Feed) -> None:
    own_feed.give(
        [
            observation(box, day_after(day), units_sold=sold, active_listings=listed, floor_price_usd=10.0)
            for box, sold, listed in (("slow", 0.5, 900), ("quick", 30.0, 3))
            for day in range(3)
        ]
    )
    own_web.services.refresh.run()

    text = page(own_web, "/")

    assert '<td class="dt">365+</td>' in row_of(text, "slow")
    assert '<td class="dt">under a day</td>' in row_of(text, "quick")


def test_a_change_from_another_day_says_which(own_web: Web, own_feed: Feed) -> None:
    for day in (0, 9):
        own_feed.give([observation(box, day_after(day), floor_price_usd=50.0 + day) for box in ("a", "b")])
    own_web.services.refresh.run()

    assert "<small>since 1 Jan</small>" in row_of(page(own_web, "/"), "a")
    assert "(since 1 Jan)" in page(own_web, "/boxes/a")
