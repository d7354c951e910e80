"""Single cells."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.files.parse import (
    CellError,
    parse_count,
    parse_day,
    parse_identifier,
    parse_price,
    parse_slug,
    parse_text,
    parse_units,
    parse_volume,
    parse_web_address,
)
from app.ingest.files.raw_rows import Cell


@pytest.mark.parametrize("cell", [None, "", "  ", " Null ", "N/A", "#N/A", "na", "None", "-", "\u2014", "?"])
def test_an_empty_cell_is_unknown_and_never_zero(cell: Cell) -> None:
    assert parse_volume(cell) is None
    assert parse_count(cell) is None
    assert parse_day(cell) is None
    assert parse_text(cell) is None


@pytest.mark.parametrize("cell", ["0", "0.00", "$0", 0, 0.0, "-0", -0.0])
def test_a_zero_stays_a_zero_without_a_sign(cell: Cell) -> None:
    assert str(parse_volume(cell)) == "0.0"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("$1,234.50", 1234.5),
        ("1,234,567", 1234567.0),
        (" 12.5 ", 12.5),
        ("12.", 12.0),
        (".5", 0.5),
        ("1.5E3", 1500.0),
        ("12 USD", 12.0),
        ("USD 1,234.50", 1234.5),
        ("US$ 12", 12.0),
        ("12$", 12.0),
        ("1e-3", 0.001),
        (7, 7.0),
        (7.25, 7.25),
        ("\u00a04\u00a0", 4.0),
    ],
)
def test_numbers_are_read_as_people_and_feeds_write_them(cell: Cell, value: float) -> None:
    assert parse_volume(cell) == value


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("-5", "negative number"),
        ("-$5", "negative number"),
        ("$-1,000.00", "negative number"),
        (-0.01, "negative number"),
        ("NaN", "NaN and infinity are not values"),
        ("-inf", "NaN and infinity are not values"),
        ("Infinity", "NaN and infinity are not values"),
        (float("nan"), "NaN and infinity are not values"),
        (float("inf"), "NaN and infinity are not values"),
        (10**400, "NaN and infinity are not values"),
        ("cheap", "not a number"),
        ("12 dozen", "not a number"),
        ("\u20ac129.90", "an amount of another currency; only US dollars are stored"),
        ("129.90 EUR", "an amount of another currency; only US dollars are stored"),
        ("A$ 120", "an amount of another currency; only US dollars are stored"),
        ("R$ 139,90", "an amount of another currency; only US dollars are stored"),
        ("1.234,50", "a decimal comma; write 12.5 for 12,5"),
        ("--5", "not a number"),
        ("-$-5", "not a number"),
        ("1_000", "not a number"),
        ("\u0661\u0662", "not a number"),
        ("(5)", "not a number"),
        ("1.2.3", "not a number"),
        ("1,23,4.5", "thousands separators are misplaced"),
        ("1234,567", "a decimal comma; write 12.5 for 12,5"),
        ("0,125", "a decimal comma; write 12.5 for 12,5"),
        ("12,5", "a decimal comma; write 12.5 for 12,5"),
        (",", "thousands separators are misplaced"),
        (True, "true and false are not numbers"),
        (False, "true and false are not numbers"),
        ("100,000,000,001", "larger than 100,000,000,000"),
    ],
)
def test_what_is_no_amount_is_refused_with_a_reason(cell: Cell, reason: str) -> None:
    with pytest.raises(CellError) as refusal:
        parse_volume(cell)
    assert refusal.value.reason == reason


def test_prices_and_units_have_limits_whose_product_fits_the_largest_volume() -> None:
    assert parse_price("1,000,000") == 1_000_000
    assert parse_units("100000") == 100_000
    with pytest.raises(CellError, match="larger than 1,000,000"):
        parse_price("1000000.01")
    with pytest.raises(CellError, match="larger than 100,000"):
        parse_units("100000.5")


@pytest.mark.parametrize(("cell", "value"), [("12", 12), ("12.0", 12), (12.0, 12), ("1,200", 1200)])
def test_counts_are_whole_numbers_however_written(cell: Cell, value: int) -> None:
    count = parse_count(cell)
    assert count == value
    assert isinstance(count, int)


def test_half_a_listing_is_refused() -> None:
    with pytest.raises(CellError, match="not a whole number"):
        parse_count("3.5")


def test_a_day_is_an_iso_date() -> None:
    assert parse_day(" 2026-01-31 ") == date(2026, 1, 31)


@pytest.mark.parametrize(
    "cell", ["01/31/2026", "20260131", "2026-1-31", "2026-01-31T00:00", "2026-W05-6", "yesterday", 20260131]
)
def test_other_ways_to_write_a_day_are_refused(cell: Cell) -> None:
    with pytest.raises(CellError, match="not a date of the form YYYY-MM-DD"):
        parse_day(cell)


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("03/04/2026", "two days"),
        ("27.11.2026", "two days"),
        ("46054", "spreadsheet's number of a day"),
        ("2026-01-31T23:30:00-05:00", "a moment"),
        ("1769900000", "a moment"),
    ],
)
def test_a_refused_day_is_named_as_what_it_is(cell: str, hint: str) -> None:
    with pytest.raises(CellError, match=hint):
        parse_day(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("81234.0", "81234"),
        (81234.0, "81234"),
        (81234, "81234"),
        ("8.1234E+04", "81234"),
        ("shop:81234.0", "shop:81234"),
        ("op-05", "op-05"),
    ],
)
def test_a_product_number_is_read_as_it_was_before_a_spreadsheet(cell: Cell, value: str) -> None:
    assert parse_identifier(cell) == value


def test_a_product_number_without_all_its_digits_is_refused() -> None:
    with pytest.raises(CellError, match="shortened this number"):
        parse_identifier("8.12E+04")


@pytest.mark.parametrize("cell", ["2026-02-30", "2026-13-01", "0000-01-01"])
def test_days_that_no_calendar_has_are_refused(cell: Cell) -> None:
    with pytest.raises(CellError, match="no such day in the calendar"):
        parse_day(cell)


def test_days_before_all_markets_are_refused() -> None:
    with pytest.raises(CellError, match="before 1900-01-01"):
        parse_day("0001-01-01")


def test_text_is_made_one_line() -> None:
    assert parse_text("  Romance\r\n Dawn ") == "Romance Dawn"


@pytest.mark.parametrize("cell", ["a\x00b", "a\x9fb", "\ud800"])
def test_characters_that_no_database_stores_are_refused(cell: Cell) -> None:
    with pytest.raises(CellError, match="control character"):
        parse_text(cell)


def test_whole_numbers_may_stand_for_text_but_truth_values_may_not() -> None:
    assert parse_text(450086) == "450086"
    with pytest.raises(CellError, match="not a text"):
        parse_text(True)


def test_endless_text_is_refused() -> None:
    assert parse_text("x" * 300) == "x" * 300
    with pytest.raises(CellError, match="longer than 300"):
        parse_text("x" * 301)


def test_a_slug_must_be_written_as_addresses_use_it() -> None:
    assert parse_slug("op-05") == "op-05"
    with pytest.raises(CellError, match="not a slug; write op-05"):
        parse_slug("OP 05")


def test_only_web_addresses_become_pictures() -> None:
    assert parse_web_address("https://example.org/box.png") == "https://example.org/box.png"
    with pytest.raises(CellError, match="not an http or https address"):
        parse_web_address("javascript:alert(1)")


@given(st.floats(min_value=0, max_value=1e6))
def test_every_float_survives_being_written_and_read(amount: float) -> None:
    assert parse_price(repr(amount)) == amount


@given(st.integers(min_value=0, max_value=10**11))
def test_grouped_numbers_equal_plain_ones(amount: int) -> None:
    assert parse_volume(f"${amount:,}") == parse_volume(str(amount)) == amount


@given(st.text())
def test_any_text_is_a_number_in_range_or_a_refusal(text: str) -> None:
    try:
        value = parse_volume(text)
    except CellError:
        return
    assert value is None or 0 <= value <= 1e11
