"""The sentence above compared boxes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.web.pages.compare_sentence import compare_sentence
from app.web.pages.view_models import CompareColumn
from tests.unit.web.view_data import DAY, YESTERDAY, box_day, card, figures


def column(code: str, day: date = DAY, **known: Any) -> CompareColumn:
    box = card(slug=code.lower(), code=code)
    shown = replace(box_day(), box=box, metric_date=day, figures=figures(**known))
    return CompareColumn(shown, "/compare", DAY)


def text(*boxes: CompareColumn) -> str:
    return "".join(part.text for part in compare_sentence(boxes))


def test_the_best_seller_is_compared_with_the_one_that_sells_least() -> None:
    figures_of = {number: (float(number), 300.0 / number) for number in (1, 2, 6)}
    sold = [
        column(f"B-{number}", boxes_sold_30d_avg=sold, floor_price_usd=floor)
        for number, (sold, floor) in figures_of.items()
    ]
    assert text(*sold) == "B-6 sells 6 boxes for each B-1, at a sixth of the price."


def test_prices_are_compared_with_their_own_kind() -> None:
    one = column("A", boxes_sold_30d_avg=4.0, market_price_usd=100.0, floor_price_usd=50.0)
    other = column("B", boxes_sold_30d_avg=1.0, floor_price_usd=100.0)
    assert text(one, other) == "A sells 4 boxes for each B, at half the price."


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (110.0, "A and B cost about the same."),
        (150.0, "A costs more than B."),
        (200.0, "A costs twice as much as B."),
        (340.0, "A costs 3 times as much as B."),
    ],
)
def test_a_market_without_sales_is_compared_by_price(price: float, words: str) -> None:
    assert text(column("A", market_price_usd=price), column("B", market_price_usd=100.0)) == words


def test_a_box_that_is_not_reported_any_more_is_not_compared() -> None:
    sold = {"boxes_sold_30d_avg": 3.0, "floor_price_usd": 10.0}
    assert text(column("A", **sold), column("B", YESTERDAY, **sold)) == ""
    assert text() == ""
