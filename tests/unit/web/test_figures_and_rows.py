"""Key figures, daily rows and compared figures: what is written, and what a null says."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.figures import FIGURES
from app.schemas import BoxDay, MarketplaceDay
from app.web.pages.compare_rows import Lead, compare_groups, compared_lines, leads
from app.web.pages.daily_rows import MissingDays, daily_rows
from app.web.pages.key_figures import Before, Sheet, key_figures
from app.web.pages.view_models import KeyFigure
from tests.unit.web.view_data import (
    DAY,
    YESTERDAY,
    box_day,
    card,
    compared_box,
    figures,
    marketplace_day,
    series,
)

NUMBERS = tuple(key for key, figure in FIGURES.items() if figure.is_number)


def figure(label: str, day: BoxDay, before: Before | None = None, **sheet: Any) -> KeyFigure:
    shown = key_figures(Sheet(day, before, **sheet), NUMBERS)
    return next(each for each in shown if each.figure.label == label)


def labels(day: BoxDay, reported: Collection[str] = ()) -> list[str]:
    return [shown.figure.label for shown in key_figures(Sheet(day), reported)]


def reported(marketplace: str, volume_usd: float) -> MarketplaceDay:
    return marketplace_day(marketplace, volume_usd=volume_usd)


def test_the_sheet_shows_the_figures_with_a_place_in_its_order() -> None:
    places = [shown.figure.place for shown in key_figures(Sheet(box_day()), NUMBERS)]
    assert [place for place in places if place is not None] == list(range(1, 14))


def test_a_figure_that_no_report_can_give_is_not_on_the_sheet() -> None:
    prices = figures(floor_price_usd=90.0, market_price_usd=100.0, drawdown_pct=-4.0)
    prices_only = replace(box_day(), figures=prices)
    assert labels(prices_only) == ["Floor", "Market price", "Below the high"]
    assert "Volume, 7-day average" in labels(prices_only, ["volume_30d_usd"])


def test_a_null_figure_has_no_value_and_says_why() -> None:
    floor = figure("Floor", box_day(floor_price_usd=None))
    assert (floor.cell.value, floor.notes) == (None, (("no floor reported", ""),))


def test_a_change_note_carries_its_tone() -> None:
    assert figure("Floor", box_day(floor_price_7d_change_pct=-1.2)).notes == (("\u22121.2% 7 d", "down"),)


def test_a_change_from_another_day_names_it() -> None:
    day = box_day(floor_on=DAY, floor_price_7d_change_pct=-1.2, floor_price_7d_basis_on=DAY - timedelta(9))
    assert figure("Floor", day).notes == (("\u22121.2% 7 d (since 25 Jan)", "down"),)


def test_a_partial_day_has_no_percentages() -> None:
    day = box_day(floor_price_7d_change_pct=-1.2, momentum_pct=5.0, drawdown_pct=-4.0)
    shown = key_figures(Sheet(day, Before(YESTERDAY, 100.0, 36), is_partial=True), NUMBERS)
    assert "%" not in " ".join(f"{each.cell.text} {each.notes}" for each in shown)


def test_a_carried_figure_says_of_which_day_it_is() -> None:
    floor = figure("Floor", box_day(floor_on=YESTERDAY))
    assert (floor.cell.reported_on, floor.notes[0]) == (YESTERDAY, ("of 2 Feb", ""))


def test_high_and_low_have_their_days() -> None:
    day = box_day(
        drawdown_pct=-12.0,
        market_price_high_usd=120.0,
        market_price_high_on=date(2026, 1, 5),
        market_price_low_usd=80.0,
        market_price_low_on=date(2025, 12, 24),
    )
    assert figure("Below the high", day).notes == (
        ("high $120.00 on 5 Jan 2026", ""),
        ("low $80.00 on 24 Dec 2025", ""),
    )


def test_the_average_is_compared_with_the_previous_ranked_day() -> None:
    day = box_day(unified_volume_7d_ema=80.0)
    before = Before(YESTERDAY, volume_7d_ema_usd=100.0)
    assert figure("Volume, 7-day average", day, before).notes == (("\u221220.0% since 2 Feb", "down"),)


def test_a_provisional_average_says_so_instead() -> None:
    notes = figure("Volume, 7-day average", box_day(is_provisional=True)).notes
    assert notes == (("provisional: fewer than 7 reports", ""),)


def test_an_estimated_volume_is_called_estimated() -> None:
    day = box_day(daily_volume_is_estimated=True)
    assert figure("Traded today", day).notes == (("estimated from boxes sold", ""),)


def test_an_incomplete_volume_names_who_did_not_report() -> None:
    day = box_day(daily_volume_is_incomplete=True, missing_marketplaces=["ebay", "northmarket"])
    assert figure("Traded today", day).notes == (("without ebay and northmarket", ""),)


def test_several_marketplaces_are_named_under_the_sum() -> None:
    day = box_day(marketplaces=(reported("Northmarket", 777.0), reported("Southmarket", 180.0)))
    assert [text for text, _ in figure("Traded today", day).notes] == ["Northmarket $777", "Southmarket $180"]


@pytest.mark.parametrize(
    ("coverage", "words"), [(26 / 30, "87% of the days reported"), (0.25, "only 25% of the days reported")]
)
def test_coverage_stands_beside_the_sum(coverage: float, words: str) -> None:
    day = box_day(volume_30d_usd=900.0, volume_30d_coverage=coverage)
    assert figure("Traded, 30 days", day).notes == ((words, ""),)


@pytest.mark.parametrize(("before", "words"), [(36, "+2 since 2 Feb"), (38, "unchanged since 2 Feb")])
def test_listings_are_compared_with_the_previous_ranked_day(before: int, words: str) -> None:
    assert figure("Listed", box_day(), Before(YESTERDAY, listings_count=before)).notes == ((words, ""),)


def test_no_days_of_supply_say_their_reason() -> None:
    day = box_day(days_of_supply_reason="no_sales")
    assert figure("Days of supply", day).notes == (("nothing was sold in thirty days", ""),)


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
    assert [(cell.figure.text, cell.figure.why) for cell in floor.cells] == [
        (None, "no floor reported"),
        ("$617.26", ""),
    ]


def test_a_figure_that_no_compared_box_has_is_no_row() -> None:
    groups = compare_groups((compared_box(1), compared_box(2)))
    assert "Market price" not in [row.label for group in groups for row in group.rows]


def test_compared_extremes_have_their_days() -> None:
    known = {"market_price_high_usd": 120.0, "market_price_high_on": date(2026, 1, 5)}
    groups = compare_groups((compared_box(1, **known), compared_box(2)))
    high = next(row for group in groups for row in group.rows if row.label == "High, 365 days")
    assert (high.cells[0].figure.text, high.cells[0].figure.note) == ("$120.00", "on 5 Jan 2026")


def test_boxes_that_share_a_code_are_reported_apart_by_name() -> None:
    boxes = (
        compared_box(1, card(code="GS-1", short_name="GS-1 Blue")),
        compared_box(2, card(code="GS-1", short_name="GS-1 White")),
    )
    assert [label for label, _, _ in compared_lines(boxes)] == ["GS-1 Blue", "GS-1 White"]


def test_compared_lines_differ_by_look() -> None:
    looks = [look for _, look, _ in compared_lines(tuple(compared_box(number) for number in range(1, 5)))]
    assert len(set(looks)) == 4
