"""Box, compare, about and message pages, and what all pages share."""

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from app.domain.explanation import BoxName, MoveKind, MovePart
from app.domain.figures import FIGURES
from app.domain.metric_rules import MetricRules
from app.schemas import Explanation
from app.web.edge.security import CONTENT_SECURITY_POLICY
from app.web.pages.chart_data import compared_columns
from app.web.pages.key_figures import Sheet, key_figures
from app.web.pages.presenters.about import about_view
from app.web.pages.rendering import (
    STATIC_FOLDER,
    compile_templates,
    environment,
    has_asset,
    render_about,
    render_board,
    render_box,
    render_compare,
    render_message,
    static_url,
    static_version,
)
from app.web.pages.view_models import (
    ComparePage,
    GapRow,
    GapTable,
    KnownGap,
    Link,
    MarketplaceRow,
    MessagePage,
    ReportingMarketplace,
)
from tests.unit.web.view_data import (
    DAY,
    YESTERDAY,
    board_page,
    board_row,
    box_day,
    box_page,
    bump_chart,
    card,
    compared_box,
    leaderboard_row,
    marketplace_day,
    series,
    shell,
    tape_strip,
    unknown_row,
)


def compare_page(*numbers: int) -> ComparePage:
    boxes = tuple(compared_box(number) for number in numbers)
    return ComparePage(
        shell(), DAY, None, DAY - timedelta(9), boxes, "/compare", ("gs-1",), (("gs-9", "GS-9 Fir"),)
    )


def fall_of_two() -> Explanation:
    passed_by = MovePart(MoveKind.OVERTAKEN_BY, -2, (BoxName("gs-2", "GS-2"), BoxName("gs-3", "GS-3")))
    words = "fell 2: overtaken by GS-2 and GS-3"
    return Explanation(card(), 1, 3, -2, 9_000.0, 7_710.0, (passed_by,), None, words)


def full_box_page() -> bytes:
    northmarket = marketplace_day("Northmarket", volume_usd=179.0, volume_is_estimated=True)
    return render_box(
        box_page(
            figures=key_figures(Sheet(box_day()), ()),
            explanation=fall_of_two(),
            distance=GapTable(
                (GapRow(2, "GS-2", "$211 ahead", "/boxes/gs-2", "To pass it, $8,554 must trade."),)
            ),
            neighbours=(leaderboard_row(3, card()),),
            marketplaces=(MarketplaceRow(northmarket, 0.19),),
        )
    )


def about_page() -> bytes:
    gap = KnownGap(DAY, DAY, "One box reported.", True)
    view = about_view(MetricRules(("northmarket",), {"southmarket": 0.5}))
    sources = (ReportingMarketplace("Northmarket", "floors"),)
    return render_about(replace(view, sources=sources, tape=tape_strip(), gaps=(gap,)))


PAGES: dict[str, Callable[[], bytes]] = {
    "board": lambda: render_board(board_page(board_row(), unknown_row(), bump=bump_chart({4: 1}))),
    "empty board": lambda: render_board(board_page()),
    "box": full_box_page,
    "silent box": lambda: render_box(
        box_page(series=(), listed_days=(), rank=None, movement=None, compared_with=None)
    ),
    "compare": lambda: render_compare(compare_page(1, 2, 3)),
    "about": about_page,
    "message": lambda: render_message(
        MessagePage(shell(freshness=None), "No board yet", "Import observations first.")
    ),
}


@pytest.fixture(params=PAGES, name="page")
def any_page(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]().decode()


def test_no_page_carries_a_style_attribute(page: str) -> None:
    assert not re.search(r"<[^>]*\sstyle=", page)
    assert "<style" not in page


def test_no_page_carries_an_inline_script_but_one_nor_a_handler(page: str) -> None:
    scripts = re.findall(r"<script\b[^>]*>", page)
    inline = [each for each in scripts if "src=" not in each and 'type="application/json"' not in each]
    assert inline == ["<script>"]
    assert not re.search(r"<[^>]*\son\w+=", page)


def test_every_page_asks_nobody_else_for_anything(page: str) -> None:
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


def test_every_page_has_one_main_heading_a_skip_link_and_landmarks(page: str) -> None:
    assert page.count("<h1") == 1
    assert '<a class="skip" href="#main">' in page
    assert '<main class="page" id="main">' in page


def test_the_one_script_inside_a_page_is_the_one_that_the_policy_names(page: str) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in CONTENT_SECURITY_POLICY


def test_every_icon_used_is_in_the_sprite(page: str) -> None:
    used = set(re.findall(r'<use href="#(\w+)"', page))
    assert used <= set(re.findall(r'<(?:symbol|pattern) id="(\w+)"', page))


def test_an_asset_address_changes_with_the_assets() -> None:
    assert re.fullmatch(r"/static/[0-9a-f]{12}/boxrank\.css", static_url("boxrank.css"))
    assert static_version() in static_url("js/boxrank.js")


def test_an_unknown_name_in_a_template_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(Exception, match="undefined"):
        environment().from_string("{{ nothing }}").render()


def test_a_box_page_opens_with_its_rank_and_movement() -> None:
    page = render_box(box_page()).decode()
    assert '<p class="numeral"><span class="vh">Rank </span>3</p>' in page
    assert "since Mon 2 Feb, when it was number one" in page


def test_an_unranked_box_says_so() -> None:
    page = PAGES["silent box"]().decode()
    assert "not ranked on Tue 3 Feb" in page
    assert "No reports in this period" in page


def test_missing_days_are_hatched_rows_of_the_daily_table() -> None:
    days = tuple(reversed(series(4, 5)))
    page = render_box(box_page(listed_days=days)).decode()
    assert '<tr class="void"><td colspan="9">Thu 29 Jan to Fri 30 Jan: other boxes were reported' in page


def test_the_parts_of_a_move_stand_above_their_sum() -> None:
    page = full_box_page().decode()
    assert '<td class="n">\u22122</td></tr></tfoot>' in page


def test_an_estimated_volume_says_so() -> None:
    assert '<span class="vh"> estimated</span>' in full_box_page().decode()


def test_a_marketplace_shows_what_it_reported_before_with_its_day() -> None:
    southmarket = marketplace_day("Southmarket", floor_price_usd=600.0, floor_on=YESTERDAY, is_missing=True)
    page = render_box(box_page(marketplaces=(MarketplaceRow(southmarket),))).decode()
    table = page[page.index('aria-label="By marketplace"') :]
    assert '<td class="n old" title="Reported on 2 Feb 2026">$600.00<small>2 Feb</small></td>' in table
    assert "The day's sum is without Southmarket." in table
    assert "Listed</th>" not in table
    assert "Traded</th>" not in table


def test_the_series_travels_with_the_page_gaps_as_nulls() -> None:
    page = render_box(box_page(series=series(4))).decode()
    data = re.search(r'<script type="application/json" id="series">(.*?)</script>', page)
    assert data is not None
    columns = json.loads(data[1])
    assert (len(columns["day"]), columns["floor_price_usd"][4]) == (10, None)


def test_compared_boxes_stand_side_by_side() -> None:
    page = render_compare(compare_page(1, 2, 3)).decode()
    assert page.count('class="who"') == 3
    assert '<option value="gs-9">GS-9 Fir</option>' in page


def test_the_lines_of_compared_boxes_travel_with_the_page_broken_days_as_nulls() -> None:
    boxes = [("GS-1", "plain", series(4)), ("GS-2", "gold", series())]
    columns = compared_columns(boxes, DAY - timedelta(9), DAY)
    assert columns["labels"] == ["GS-1", "GS-2"]
    assert [len(columns[name]) for name in ("day", "floors", "ranks")] == [10, 10, 10]
    assert columns["floors"][0] == [100.0, 100.0]
    assert (columns["floors"][4][0], columns["ranks"][4][0]) == (None, None)


def test_four_boxes_leave_no_room_for_a_fifth() -> None:
    assert "<option" not in render_compare(compare_page(1, 2, 3, 4)).decode()


def test_one_box_alone_is_asked_for_company() -> None:
    assert "Choose two to four boxes" in render_compare(compare_page(1)).decode()


def test_the_page_about_the_data_explains_every_figure() -> None:
    page = about_page().decode()
    assert all(f"<code>{field}</code>" in page for field, figure in FIGURES.items() if figure.formula)


def test_the_page_about_the_data_names_the_settings_in_use() -> None:
    page = re.sub(r"<[^>]*>", "", about_page().decode())
    assert "northmarket, then others by name" in page
    assert "southmarket × 0.5, others × 1" in page
    assert "A report is good for 7 days" in page


def test_the_page_about_the_data_has_no_sources_before_there_are_data() -> None:
    assert 'aria-label="Sources"' not in render_about(about_view(MetricRules())).decode()


def test_the_worked_examples_are_what_the_rules_give() -> None:
    page = about_page().decode()
    broken = 0.25 * 1_200 + 0.75 * 300
    assert f"0.25 × 1,200 + 0.75 × 300 = ${broken:g}" in page
    assert f"0.25 × 300 + 0.75 × {broken:g} = ${0.25 * 300 + 0.75 * broken:g}" in page
    assert f"${100 + (1 - 0.75**3) * 100:.2f}" in page


def test_a_message_names_the_command_that_helps_and_one_way_out() -> None:
    message = MessagePage(
        shell(), "No board yet", "Import first.", "boxrank import FILE", Link("About the data", "/about")
    )
    page = render_message(message).decode()
    assert '<code class="formula">boxrank import FILE</code>' in page
    assert '<a class="button" href="/about">About the data</a>' in page


def test_before_the_first_publication_the_foot_says_so() -> None:
    assert "Nothing is published yet" in PAGES["message"]().decode()


def test_without_the_chart_library_the_drawn_charts_stand_alone() -> None:
    assert "data-uplot" not in render_box(box_page()).decode() or has_asset("vendor/uPlot.iife.min.js")


def test_the_own_script_weighs_less_than_18_kilobytes_compressed() -> None:
    scripts = (STATIC_FOLDER / "js").glob("*.js")
    assert sum(len(gzip.compress(path.read_bytes(), 6)) for path in scripts) < 18_000


def test_no_reader_waits_for_a_template_to_be_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    templates, sources = environment(), []
    names = templates.list_templates()
    compile_templates()
    assert templates.loader is not None
    monkeypatch.setattr(templates.loader, "get_source", lambda _, name: sources.append(name))

    for name in names:
        templates.get_template(name)

    assert "board.html" in names
    assert not sources
