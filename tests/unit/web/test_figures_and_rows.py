"""Key figures, daily rows and compared figures: what is written, and what a null says."""

from datetime import timedelta

import pytest

from app.schemas import BoxDay, MarketplaceDay
from app.web.pages.compare_rows import CompareCell, Lead, compare_groups, compared_lines, leads
from app.web.pages.daily_rows import MissingDays, daily_rows
from app.web.pages.key_figures import Before, key_figures
from app.web.pages.view_models import KeyFigure
from tests.unit.web.view_data import DAY, YESTERDAY, box_day, card, compared_box, series


def figure(label: str, day: BoxDay, before: Before | None = None) -> KeyFigure:
    return next(shown for shown in key_figures(day, before) if shown.figure.label == label)


def reported(marketplace: str, volume_usd: float) -> MarketplaceDay:
    return MarketplaceDay(marketplace, None, None, None, None, volume_usd, None)


def test_the_sheet_shows_the_figures_with_a_place_in_its_order() -> None:
    places = [shown.figure.place for shown in key_figures(box_day())]
    assert places == list(range(1, 13))


def test_a_null_figure_has_no_value_and_says_why() -> None:
    floor = figure("Floor", box_day(floor_price_usd=None))
    assert (floor.value, floor.figure.empty_when) == (None, "No marketplace reported one.")


def test_a_change_note_carries_its_tone() -> None:
    assert figure("Floor", box_day(floor_price_7d_change_pct=-1.2)).notes == (("\u22121.2% 7 d", "down"),)


def test_the_average_is_compared_with_the_previous_ranked_day() -> None:
    day = box_day(unified_volume_7d_ema=80.0)
    before = Before(YESTERDAY, volume_7d_ema_usd=100.0)
    assert figure("Volume, 7-day average", day, before).notes == (("\u221220.0% since 2 Feb", "down"),)


def test_a_provisional_average_says_so_instead() -> None:
    notes = figure("Volume, 7-day average", box_day(is_provisional=True)).notes
    assert notes == (("provisional: fewer than 7 observations", ""),)


def test_an_estimated_volume_is_called_estimated() -> None:
    day = box_day(daily_volume_is_estimated=True)
    assert figure("Traded today", day).notes == (("estimated from boxes sold", ""),)


def test_several_marketplaces_are_named_under_the_sum() -> None:
    day = box_day(marketplaces=(reported("Northmarket", 777.0), reported("Southmarket", 180.0)))
    assert [text for text, _ in figure("Traded today", day).notes] == ["Northmarket $777", "Southmarket $180"]


def test_coverage_is_reported_in_days() -> None:
    assert (
        figure("Traded, 30 days", box_day(volume_30d_coverage=26 / 30)).notes[0][0]
        == "26 of 30 days reported"
    )


@pytest.mark.parametrize(("before", "words"), [(36, "+2 since 2 Feb"), (38, "unchanged since 2 Feb")])
def test_listings_are_compared_with_the_previous_ranked_day(before: int, words: str) -> None:
    assert figure("Listed", box_day(), Before(YESTERDAY, listings_count=before)).notes == ((words, ""),)


def test_no_twenty_percent_increase_says_its_reason() -> None:
    day = box_day(days_of_supply_reason="no_sales")
    assert figure("Days to +20 %", day).notes == (("no sales this month", ""),)


def test_a_stretch_of_missing_days_is_one_row() -> None:
    days = tuple(reversed(series(4, 5)))
    rows = list(daily_rows(days, frozenset()))
    assert len(rows) == len(days) + 1
    assert rows[4] == MissingDays("Thu 29 Jan to Fri 30 Jan: other boxes were reported, this one was not")


def test_a_day_without_any_board_is_reported_apart() -> None:
    missing = DAY - timedelta(5)
    rows = list(daily_rows(tuple(reversed(series(4))), frozenset({missing})))
    assert rows[5] == MissingDays("Thu 29 Jan: no marketplace reported")


def test_a_mixed_stretch_says_both() -> None:
    rows = list(daily_rows(tuple(reversed(series(4, 5))), frozenset({DAY - timedelta(5)})))
    assert isinstance(rows[4], MissingDays)
    assert "on some of these days no box was" in rows[4].text


@pytest.mark.parametrize(
    ("values", "lead", "marks"),
    [
        ([3.0, 1.0, 2.0], "most", [True, False, False]),
        ([3.0, 1.0, 2.0], "fewest", [False, True, False]),
        ([3.0, 3.0, 1.0], "most", [False, False, False]),
        ([3.0, None], "most", [False, False]),
        ([3.0], "most", [False]),
    ],
)
def test_only_a_plain_lead_is_marked(values: list[float | None], lead: Lead, marks: list[bool]) -> None:
    assert leads(values, lead) == marks


def test_a_compared_null_is_no_text() -> None:
    groups = compare_groups((compared_box(1, floor_price_usd=None), compared_box(2)))
    floor = next(row for group in groups for row in group.rows if row.label == "Floor")
    assert floor.cells == (CompareCell(None), CompareCell("$617.26"))


def test_boxes_that_share_a_code_are_reported_apart_by_name() -> None:
    boxes = (
        compared_box(1, card(code="GS-1", short_name="GS-1 Blue")),
        compared_box(2, card(code="GS-1", short_name="GS-1 White")),
    )
    assert [label for label, _, _ in compared_lines(boxes)] == ["GS-1 Blue", "GS-1 White"]


def test_compared_lines_differ_by_look() -> None:
    looks = [look for _, look, _ in compared_lines(tuple(compared_box(number) for number in range(1, 5)))]
    assert len(set(looks)) == 4
