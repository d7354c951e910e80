"""Board pages of any metric, game and day; the watchlist; the bump chart and its drawing."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from app.read.board import LeaderboardRequest
from app.read.pages.board import MOST_WATCHED, BoardPageRequest
from app.web.pages.presenters.board_bump import gap_words, shortened
from tests.factories import Feed, day_after
from tests.integration.web.conftest import BOARD, LAST_DAY, Web
from tests.integration.web.page_text import links, page, slugs


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", text))


def next_page(text: str) -> str:
    """Where the button below the board leads."""
    (url,) = re.findall(r'href="([^"]+)">Next<', text)
    return unescape(url)


def bars(text: str) -> list[int]:
    """The bars behind the values of the board, in percent of its greatest."""
    return [int(share) for share in re.findall(r'class="mag"[^>]*><rect width="(\d+)%', text)]


@pytest.mark.parametrize("board", ["metric=floor_price_usd", "game=Skyfarer", "window=30d&game=Lanternmoor"])
def test_every_board_opens_with_its_own_sentence_and_chart(web: Web, board: str) -> None:
    day = web.json(f"/api/v1/days/{LAST_DAY}?{board}")
    text = page(web, f"/?{board}")

    assert day["data"]["sentence"]["text"] in plain(text)
    assert 'class="bump"' in text
    assert "Climbing" in text


def test_a_board_inside_a_game_shows_the_rank_among_all_beside_its_own(web: Web) -> None:
    row = web.json(f"{BOARD}?game=Skyfarer")["data"][3]

    assert f"{row['global_rank']} of all" in page(web, "/?game=Skyfarer")


@pytest.mark.parametrize("view", ["", "game=Skyfarer", "game=Lanternmoor", "metric=listed_value_usd"])
def test_bars_are_measured_by_the_greatest_value_of_the_very_board_on_every_page(web: Web, view: str) -> None:
    board = web.json(f"{BOARD}?{view}")
    values = [row["figures"][board["meta"]["metric"]] for row in board["data"]]
    shares = [round(100 * value / max(values)) for value in values]

    assert bars(page(web, f"/?{view}")) == shares
    assert bars(page(web, f"/?{view}&limit=2&offset=2")) == shares[2:4]


def test_the_market_line_inside_a_game_is_that_of_the_game(web: Web) -> None:
    def traded(url: str) -> list[float]:
        return [float(value) for value in re.findall(r'<dd><data value="([^"]+)"', page(web, url))]

    games = [traded(f"/?game={game['game']}") for game in web.json("/api/v1/games")["data"]]

    assert [sum(values) for values in zip(*games, strict=True)] == pytest.approx(traded("/"))


def test_a_board_by_another_metric_shows_the_rank_by_volume_beside_its_own(web: Web) -> None:
    row = web.json(f"{BOARD}?metric=floor_price_usd")["data"][0]

    text = page(web, "/?metric=floor_price_usd")

    assert f"{row['primary_rank']} by volume" in text
    assert "by volume" not in page(web, "/")


def test_a_column_head_sorts_by_it_and_then_the_other_way_round(web: Web) -> None:
    assert "/?metric=liquidity_score" in links(page(web, "/"))
    assert "/?metric=liquidity_score&order=worst" in links(page(web, "/?metric=liquidity_score"))
    assert slugs(page(web, "/?order=worst")) == slugs(page(web, "/"))[::-1]


def test_pages_follow_each_other_without_a_gap(web: Web) -> None:
    whole = slugs(page(web, "/?limit=25"))
    first = page(web, "/?limit=10")

    second = page(web, next_page(first))
    last = page(web, next_page(second))

    assert slugs(first) + slugs(second) + slugs(last) == whole
    assert "/?limit=10" in links(second)


def test_the_file_of_a_later_page_holds_the_rows_of_that_page(web: Web) -> None:
    text = page(web, next_page(page(web, "/?limit=5")))
    (file,) = (link for link in links(text) if link.startswith(f"{BOARD}?"))

    rows = web.get(file).text.splitlines()[1:]
    assert [slug in row for slug, row in zip(slugs(text), rows, strict=True)] == [True] * 5


def test_a_page_of_a_board_published_again_leads_to_the_new_one(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0, "b": 2.0})
    own_web.services.refresh.run()
    following = next_page(page(own_web, "/?limit=1"))
    own_feed.give_volumes(day_after(0), {"a": 3.0})
    own_web.services.refresh.run()
    own_web.services.reads.start()

    text = page(own_web, following, 422)

    assert "The board has been updated" in text
    assert "/?limit=1" in links(text)


def test_only_ranked_days_of_the_very_board_are_offered(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0})
    own_feed.give_volumes(day_after(1), {"a": None})
    own_feed.give_volumes(day_after(2), {"a": 1.0})
    own_web.services.refresh.run()

    found = links(page(own_web, "/?metric=daily_volume_usd"))
    assert f"/?date={day_after(0)}&metric=daily_volume_usd" in found
    assert f"/?date={day_after(1)}&metric=daily_volume_usd" not in found


def test_a_day_without_a_board_offers_the_nearest_ranked_days_of_that_view(
    own_web: Web, own_feed: Feed
) -> None:
    for day in (0, 5):
        own_feed.give_volumes(day_after(day), {"a": 1.0})
    own_web.services.refresh.run()

    text = page(own_web, f"/?date={day_after(2)}&metric=daily_volume_usd", 404)

    assert "No board on this day" in text
    assert {
        f"/?date={day_after(0)}&metric=daily_volume_usd",
        f"/?date={day_after(5)}&metric=daily_volume_usd",
    } <= links(text)
    assert text.index(str(day_after(0))) < text.index(str(day_after(5)))
    assert "Nothing is published yet" not in text


@pytest.mark.parametrize("board", ["", "&window=30d"])
def test_a_box_leaves_when_its_last_report_is_no_longer_good(
    own_web: Web, own_feed: Feed, board: str
) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0, "b": 2.0, "c": 3.0})
    for day in range(1, 8):
        own_feed.give_volumes(day_after(day), {"a": 1.0, "b": 2.0})
    own_web.services.refresh.run()

    kept = page(own_web, f"/?date={day_after(6)}{board}")
    assert "c" in slugs(kept)
    assert "No box left the board" in kept
    text = page(own_web, f"/?date={day_after(7)}{board}")
    assert "Left the board: c (not reported since 1 Jan)." in plain(text)


def test_a_partial_day_shows_no_move_and_names_no_box_that_left(own_web: Web, own_feed: Feed) -> None:
    for day in range(2):
        own_feed.give_volumes(day_after(day), {f"box-{n:02d}": 100.0 - n for n in range(20)})
    own_feed.give_volumes(day_after(2), {"box-19": 5.0})
    own_web.services.refresh.run()

    text = page(own_web, f"/?date={day_after(2)}")
    board = text.split("<tbody>")[1].split("</tbody>")[0]

    assert slugs(text)
    assert 'class="mv ' not in board
    assert 'class="st new"' not in board
    assert "Left the board" not in text
    assert "Rank history of the first ten" in text


def test_provisional_figures_say_so_in_words(own_web: Web, own_feed: Feed) -> None:
    for day in range(7):
        own_feed.give_volumes(day_after(day), {"old": 5.0} | ({"young": 1.0} if day > 4 else {}))
    own_web.services.refresh.run()

    assert "The 7-day average of one of the 2 boxes shown is based on fewer than 7" in plain(
        page(own_web, "/")
    )


def test_a_watchlist_keeps_the_ranks_of_the_whole_board(web: Web) -> None:
    board = web.json(f"{BOARD}?limit=10")["data"]
    watched = [board[7]["box"]["slug"], board[2]["box"]["slug"]]

    text = page(web, f"/?only={','.join(watched)},nobody")

    assert slugs(text) == watched[::-1]
    assert [int(rank) for rank in re.findall(r'<td class="rk">[^\d]*(\d+)', text)] == [
        board[2]["current_rank"],
        board[7]["current_rank"],
    ]
    assert "Watchlist, " in text


def test_a_watchlist_stays_while_the_view_changes(web: Web) -> None:
    slug = slugs(page(web, "/"))[0]
    text = page(web, f"/?only={slug}")

    assert f"/?only={slug}&metric=floor_price_usd" in links(text)
    assert f'name="only" value="{slug}"' in text
    assert slugs(page(web, f"/?only={slug}&q=zzz")) == []


def test_a_watchlist_is_a_file_too(web: Web) -> None:
    first, second = slugs(page(web, "/"))[:2]
    (url,) = [link for link in links(page(web, f"/?only={first},{second}")) if "format=csv" in link]

    assert [line.split(",")[1] for line in web.get(url).text.splitlines()[1:]] == sorted([first, second])


def test_an_empty_watchlist_says_how_to_fill_it(web: Web) -> None:
    text = page(web, "/?only=")

    assert slugs(text) == []
    assert "Your watchlist is empty" in text
    assert "Press the star" in text
    assert "Simulated market" in text


def test_a_watched_box_without_a_rank_is_named(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0, "b": None})
    own_web.services.refresh.run()

    assert "Not ranked on 1 January 2026: b." in page(own_web, "/?only=a,b")


def test_a_watchlist_beyond_the_limit_is_refused(web: Web) -> None:
    only = ",".join(f"box-{n}" for n in range(MOST_WATCHED + 1))

    assert f"More than {MOST_WATCHED} boxes" in page(web, f"/?only={only}", 422)


def test_every_page_leads_to_the_watchlist(web: Web) -> None:
    for url in ("/", "/compare", "/about", f"/boxes/{slugs(page(web, '/'))[0]}"):
        assert 'data-watchlist="/?only={slugs}"' in page(web, url)


@pytest.mark.parametrize("span", [14, 35, 90])
def test_the_bump_chart_covers_the_span_asked_for(web: Web, span: int) -> None:
    text = page(web, f"/?span={span}")

    assert re.search(
        rf'<a href="/[^"]*"[^>]*aria-current="true">{ {14: "2 wk", 35: "5 wk", 90: "90 d"}[span] }', text
    )


def test_the_followed_box_has_its_line_even_outside_the_first_ten(web: Web) -> None:
    outside = slugs(page(web, "/"))[14]

    text = page(web, f"/?follow={outside}")

    assert text.count('class="ln') == 11
    assert "ln followed" in text


def test_the_chart_can_be_taken_away_as_a_drawing_named_after_board_and_day(web: Web) -> None:
    (url,) = [link for link in links(page(web, "/?game=Skyfarer&span=14")) if link.startswith("/bump.svg")]

    answer = web.get(url)

    assert answer.headers["content-type"].startswith("image/svg+xml")
    name = f"boxrank-ranks-unified_volume_7d_ema-skyfarer-{LAST_DAY}.svg"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert ElementTree.fromstring(answer.text).tag == "{http://www.w3.org/2000/svg}svg"
    assert "generation 1" in answer.text
    assert "overflow: visible" in answer.text  # names stand beside the lines
    assert 'href="/' not in answer.text


def test_an_unknown_span_is_refused_in_words(web: Web) -> None:
    assert "14, 35, 90" in page(web, "/?span=3", 422)


def test_the_first_page_of_every_game_and_the_rules_are_warm_after_a_publication(web: Web) -> None:
    publication = web.services.reads.current
    assert publication is not None
    web.services.reads.warm(publication)

    assert web.services.reads.peek(BoardPageRequest(LeaderboardRequest(game="Skyfarer"))) is not None
    assert web.get("/").headers["x-cache"] == "HIT-1"
    assert web.get("/about").headers["x-cache"] == "HIT-1"


def test_a_publication_changes_the_story_of_a_remembered_day(own_web: Web, own_feed: Feed) -> None:
    for day in range(2):
        own_feed.give_volumes(day_after(day), {"a": 10.0, "b": 5.0})
    own_web.services.refresh.run()
    assert "a stays at number one" in plain(page(own_web, "/"))

    own_feed.give_volumes(day_after(1), {"a": 10.0, "b": 500.0})
    own_web.services.refresh.run()
    own_web.services.watch.catch_up()

    assert "b is number one for the first time" in plain(page(own_web, "/"))


def test_missing_days_are_named_as_stretches_while_they_are_few() -> None:
    assert gap_words([day_after(1), day_after(2), day_after(6)]) == "2 to 3 Jan, 7 Jan"
    assert gap_words(day_after(2 * n) for n in range(9)) == ""


def test_a_long_name_ends_after_a_word() -> None:
    assert shortened("Emperors in the New World", 17) == "Emperors in the\u2026"
    assert shortened("Royal Blood", 17) == "Royal Blood"
