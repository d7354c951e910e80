"""The board page in every awkward state."""

import gzip
from dataclasses import asdict
from datetime import date
from random import Random

import pytest

from app.domain.chart_history import DropReason
from app.domain.market_windows import FEW_WHOLE_DAYS, NO_VOLUME
from app.domain.sentences import SentencePart
from app.read.market import DayTotals, TradedWindow
from app.read.pages.board_extras import NamedBox, RankMover
from app.schemas import DroppedBox
from app.web.pages.rendering import render_board, render_bump_file
from app.web.pages.view_models import (
    BoardPage,
    BoardRow,
    Choice,
    Link,
    MarketLine,
    Menu,
    Movement,
    MoverLists,
    Notice,
)
from tests.unit.web.view_data import (
    YESTERDAY,
    board_page,
    board_row,
    bump_chart,
    card,
    figures,
    leaderboard_row,
    navigator,
    shell,
    unknown_row,
)


def dropped_box(number: int, reason: DropReason = "unreported") -> DroppedBox:
    box = card(slug=f"gs-{number}", code=f"GS-{number}")
    return DroppedBox(box, 7, YESTERDAY, date(2026, 1, 27), reason)


def html(page: BoardPage) -> str:
    return render_board(page).decode()


@pytest.mark.parametrize(
    ("movement", "markup"),
    [
        (
            Movement("UP", 3, 4),
            '<span class="mv up"><span class="vh">up </span>3<span class="vh">, was 4</span></span>',
        ),
        (Movement("UP", 5, 6), 'class="mv up far"'),
        (
            Movement("DOWN", -2, 1),
            '<span class="mv down"><span class="vh">down </span>2<span class="vh">, was 1</span>',
        ),
        (Movement("SAME", 0, 1), '<span class="mv same"><span class="vh">same rank</span></span>'),
        (Movement("NEW"), '<span class="st new">New</span>'),
        (
            Movement("RE_ENTRY", None, 14),
            '<span class="st re">Re</span><span class="vh">, back on the board, was 14</span>',
        ),
    ],
)
def test_a_movement_is_an_arrow_a_number_and_words(movement: Movement, markup: str) -> None:
    shown = board_row(row=leaderboard_row(**asdict(movement)))
    assert markup in html(board_page(shown))


def test_a_tie_is_shown_and_spoken() -> None:
    page = html(board_page(board_row(row=leaderboard_row(12, is_tied=True))))
    assert '<span class="tie" aria-hidden="true">=</span><span class="vh">tied </span>12' in page


def test_a_rank_inside_a_game_still_shows_the_rank_of_all() -> None:
    assert "<small>13 of all</small>" in html(board_page(board_row(9, global_rank=13)))


def test_unknown_figures_are_dashes_and_never_zeros() -> None:
    page = html(board_page(unknown_row()))
    row = page[page.index('data-slug="gs-99"') : page.index("</tbody>")]
    assert row.count(">\u2013<") == 9
    assert "no floor reported" in row
    assert ">0" not in row


def test_true_zeros_are_written() -> None:
    nothing = figures(
        floor_price_usd=1.0, floor_price_7d_change_pct=0.0, boxes_sold_30d_avg=0.0, active_listings_count=0
    )
    page = html(board_page(board_row(row=leaderboard_row(figures=nothing))))
    assert '<td class="so">0.0</td>' in page
    assert '<td class="li">0</td>' in page
    assert '<td class="ch">0.0%</td>' in page


def test_a_provisional_row_says_so() -> None:
    provisional = board_row(row=leaderboard_row(figures=figures(is_provisional=True)))
    row = html(board_page(provisional)).split("<tbody>")[1].split("</tbody>")[0]
    assert "Provisional" in row


def test_notices_stand_above_the_board_in_words() -> None:
    notice = Notice(
        "Partial day", "Only 1 of 17 boxes was reported.", Link("Thu 22 January", "/?date=2026-01-22")
    )
    page = html(board_page(board_row(), notices=(notice,)))
    assert page.index("Only 1 of 17") < page.index('class="board')


def test_the_first_ranked_day_compares_with_nothing() -> None:
    page = html(board_page(board_row(), compared_with=None, navigator=navigator(previous=None)))
    assert "no earlier day to compare with" in page
    assert "No box left the board" not in page
    assert 'rel="prev"' not in page


def test_boxes_that_left_are_named_with_the_reason() -> None:
    page = html(board_page(board_row(), dropped=[dropped_box(7), dropped_box(8, "no_figure")]))
    assert '<a href="/boxes/gs-7">GS-7</a> (not reported since 27 Jan), ' in page
    assert '<a href="/boxes/gs-8">GS-8</a> (no volume).' in page


def test_a_search_without_a_match_offers_the_whole_board() -> None:
    page = html(board_page(shell=shell(search_text="dragon"), clear_url="/"))
    assert "No box matches “dragon”" in page
    assert '<a class="button" href="/">Show the whole board</a>' in page


def test_the_day_opens_with_its_sentence() -> None:
    page = html(board_page(board_row(), lead=(SentencePart("GS-1", "gs-1"), SentencePart(" climbs six."))))
    assert '<p class="lead"><a href="/boxes/gs-1">GS-1</a> climbs six.</p>' in page


def test_a_day_without_movers_says_none() -> None:
    page = html(board_page(board_row(), movers=MoverLists(YESTERDAY, (), ())))
    assert page.count("None today.") == 2


def test_a_mover_shows_where_it_came_from() -> None:
    mover = RankMover(NamedBox("gs-4", "GS-4", "Elm"), 4, 10, 6)
    page = html(board_page(board_row(), movers=MoverLists(YESTERDAY, (mover,), ())))
    assert '<span class="from">10 to <b>4</b></span>' in page


def test_the_market_line_shows_unknown_from_flat() -> None:
    windows = (
        TradedWindow(1, None, None, NO_VOLUME, 1, 1),
        TradedWindow(30, 1_030_000.0, None, FEW_WHOLE_DAYS, 12, 30),
    )
    totals = DayTotals(70.0, None, -4.0, 9, 6, 0, 3)
    market = MarketLine(windows, totals, YESTERDAY)
    page = html(board_page(board_row(), market=market))
    assert "9 up, 6 down, 3 unknown" in page
    assert "only 12 of 30 days were whole" in page
    assert "\u22124" in page
    assert "$1.03M" in page


def test_choices_mark_the_current_one() -> None:
    menu = Menu("Game", "all", (Choice("All games", "/", True, "18"),))
    page = html(board_page(board_row(), windows=(Choice("7 days", "/", True),), menus=(menu,)))
    assert '<a href="/" aria-current="true">7 days</a>' in page
    assert '<a href="/" aria-current="true">All games <small>18</small></a>' in page


def test_the_sorted_column_says_its_direction() -> None:
    assert '<th scope="col" class="vo" aria-sort="descending">' in html(board_page(board_row()))


def test_hostile_names_are_text() -> None:
    box = card(slug='"onclick="x', short_name='<script>alert(1)</script>"', code="<b>", game="&<i>")
    hostile = leaderboard_row(box=box)
    page = html(board_page(board_row(row=hostile), shell=shell(search_text='"><img src=x>')))
    assert "<script>alert" not in page
    assert "<img" not in page
    assert '"onclick="x' not in page


def test_simulated_data_say_so_at_both_ends_of_the_page() -> None:
    page = html(board_page(board_row(), shell=shell(is_simulated=True)))
    assert "Simulated market" in page
    assert "Simulated data" in page


def test_real_data_are_not_called_simulated() -> None:
    assert "imulated" not in html(board_page(board_row()))


def test_the_foot_names_day_time_and_generation() -> None:
    assert "Data as of 3 Feb 2026, published 06:10 UTC, generation 412" in html(board_page(board_row()))


def test_the_bump_chart_can_be_saved_as_a_drawing() -> None:
    page = html(board_page(board_row(), bump=bump_chart({4: 1}, download_url="/bump.svg")))
    assert '<a class="textlink" href="/bump.svg" download>SVG</a>' in page
    assert render_bump_file(bump_chart({4: 1}), "volume").startswith(b"<svg xmlns=")


def test_a_board_of_fifty_rows_weighs_less_than_15_kilobytes() -> None:
    dice = Random(7)
    rows = tuple(_random_row(dice, rank) for rank in range(1, 51))
    bump = bump_chart(*({day: 1 + dice.randrange(12) for day in range(35)} for _ in range(10)), days=35)
    window = TradedWindow(1, 57_494.0, -6.3, None, 1, 1)
    market = MarketLine((window,), DayTotals(None, None, None, 9, 6, 0, 3), YESTERDAY)
    page = board_page(*rows, bump=bump, market=market)
    assert len(gzip.compress(render_board(page), 6)) < 15_000


def _random_row(dice: Random, rank: int) -> BoardRow:
    floor = dice.uniform(90, 900)
    words = [dice.choice(["Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch"]) for _ in range(3)]
    row = leaderboard_row(
        rank,
        card(slug=f"gs-{rank}", code=f"GS-{rank}", short_name=" ".join(words)),
        previous_rank=rank + 1,
        rank_change=dice.randrange(1, 9),
        figures=figures(
            unified_volume_7d_ema=dice.uniform(100, 9_000),
            market_price_usd=floor * dice.uniform(0.9, 1.1),
            floor_price_usd=floor,
            floor_price_7d_change_pct=dice.gauss(0, 5),
            boxes_sold_30d_avg=dice.uniform(0, 12),
            active_listings_count=dice.randrange(90),
            liquidity_score=dice.uniform(0, 100),
            expected_days_to_sell=dice.uniform(1, 90),
        ),
    )
    prices = tuple(None if dice.random() < 0.1 else floor * dice.uniform(0.9, 1.1) for _ in range(30))
    return board_row(row=row, magnitude=dice.random(), sparkline=prices)
