"""Market prices beside floors, under the headings of feeds and spreadsheets."""

from collections.abc import Callable

import pytest

from app.domain.errors import ImportFormatError
from app.domain.observations import ParsedObservations

ReadText = Callable[..., ParsedObservations]


@pytest.mark.parametrize(
    "headings",
    [
        "lowPrice,marketPrice",
        "low_price_usd,market_price_usd",
        "TCG Low Price,TCG Market Price",
        "Lowest Ask,Market Price",
        "floor,trend",
        "Floor Price,Trend Price (USD)",
    ],
)
def test_floor_and_market_price_are_two_figures(read_text: ReadText, headings: str) -> None:
    row = read_text(f"box,date,{headings}\nkappa,2026-01-31,12,15.25\n").rows[0]
    assert (row.floor_price_usd, row.market_price_usd) == (12.0, 15.25)
    assert {"floor_price_usd", "market_price_usd"} <= row.given_fields


def test_a_daily_price_file_of_product_numbers_keeps_both_prices(read_text: ReadText) -> None:
    parsed = read_text(
        "date,product_id,sub_type_name,low_price_usd,mid_price_usd,high_price_usd,market_price_usd\n"
        "2026-01-30,77,Normal,19.5,24,900,21.25\n"
        "2026-01-31,77,Normal,,24,900,21.5\n"
        "2026-01-31,78,Normal,,,,\n"
    )
    assert [(row.floor_price_usd, row.market_price_usd) for row in parsed.rows] == [
        (19.5, 21.25),
        (None, 21.5),
        (None, None),
    ]
    assert [row.is_empty for row in parsed.rows] == [False, False, True]
    assert parsed.ignored_columns == ("mid_price_usd", "high_price_usd")


def test_a_json_line_may_have_a_market_price_alone(read_text: ReadText) -> None:
    parsed = read_text(
        '{"box": "kappa", "date": "2026-01-31", "marketPrice": 8.5}\n'
        '{"box": "mu", "date": "2026-01-31", "market_price_usd": "1,200.75"}\n',
        "a.jsonl",
    )
    assert [row.market_price_usd for row in parsed.rows] == [8.5, 1200.75]
    assert all(row.given_fields == {"market_price_usd"} for row in parsed.rows)


@pytest.mark.parametrize("cell", ["-1", "NaN", "inf", "cheap", "1000000.01", "12 EUR"])
def test_a_market_price_is_checked_as_a_floor_is(read_text: ReadText, cell: str) -> None:
    read = [read_text(f"box,date,{name}\nkappa,2026-01-31,{cell}\n") for name in ("floor", "market_price")]
    reasons = [[(each.line, each.value, each.reason) for each in parsed.rejections] for parsed in read]
    assert len(reasons[0]) == 1
    assert reasons[0] == reasons[1]


def test_a_zero_market_price_is_zero_and_an_empty_one_is_unknown(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor,market_price\na,2026-01-31,1,0\nb,2026-01-31,1,n/a\n")
    assert [row.market_price_usd for row in parsed.rows] == [0.0, None]


@pytest.mark.parametrize("heading", ["market_price_eur", "market price \u20ac", "market_prise", "trend_pct"])
def test_a_heading_that_is_almost_a_market_price_stops_the_file(read_text: ReadText, heading: str) -> None:
    with pytest.raises(ImportFormatError, match=r"is almost .* 'market_price_usd' if it is that"):
        read_text(f"box,date,floor,{heading}\nkappa,2026-01-31,3,12\n")
