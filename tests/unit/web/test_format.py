"""Every display rule, one promise each."""

from datetime import UTC, date, datetime

import pytest

from app.domain.figure import BOXES, PERCENT, PRICE, SCORE, USD, Form, Unit
from app.words import figures as writing

MINUS = "\u2212"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "$0"),
        (57_494.4, "$57,494"),
        (99_999.49, "$99,999"),
        (99_999.5, "$100.0k"),
        (312_249, "$312.2k"),
        (999_949, "$999.9k"),
        (999_950, "$1.00M"),
        (1_030_000, "$1.03M"),
        (10_344_000, "$10.34M"),
        (103_440_000, "$103.4M"),
        (1_500_000_000, "$1.50B"),
    ],
)
def test_dollars_are_in_full_to_99999_then_three_or_four_figures(value: float, text: str) -> None:
    assert writing.dollars(value) == text


def test_negative_dollars_carry_a_true_minus_before_the_sign() -> None:
    assert writing.dollars(-1_234) == f"{MINUS}$1,234"


def test_what_rounds_to_nothing_has_no_minus() -> None:
    assert (writing.dollars(-0.2), writing.percent(-0.04), writing.decimal(-0.01)) == ("$0", "0.0%", "0.0")


def test_a_floor_is_never_abbreviated() -> None:
    assert writing.price(1_234_567.5) == "$1,234,567.50"


def test_cents_stay_but_quieter() -> None:
    assert writing.cents(1_073.77) == "1,073<i>.77</i>"


@pytest.mark.parametrize(
    ("value", "text"), [(2.53, "+2.5%"), (-6.3, f"{MINUS}6.3%"), (0.0, "0.0%"), (0.04, "0.0%")]
)
def test_a_percentage_carries_its_sign_unless_it_shows_as_zero(value: float, text: str) -> None:
    assert writing.percent(value) == text


@pytest.mark.parametrize(("value", "tone"), [(0.06, "up"), (-0.06, "down"), (0.04, ""), (None, "")])
def test_the_tone_agrees_with_the_digits_the_reader_sees(value: float | None, tone: str) -> None:
    assert writing.tone(value) == tone


@pytest.mark.parametrize(("value", "text"), [(2, "+2"), (-2, f"{MINUS}2"), (0, "0")])
def test_a_whole_change_carries_its_sign(value: int, text: str) -> None:
    assert writing.signed(value) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "zero"), (6, "six"), (12, "twelve"), (13, "13"), (1_204, "1,204")]
)
def test_small_counts_are_spelled_out(number: int, text: str) -> None:
    assert writing.in_words(number) == text


@pytest.mark.parametrize(("number", "text"), [(1, "1 box"), (0, "0 boxes"), (1_800, "1,800 boxes")])
def test_a_noun_agrees_with_its_count(number: int, text: str) -> None:
    assert writing.plural(number, "box", "boxes") == text


def test_a_missing_value_is_a_dash_with_hidden_words() -> None:
    assert writing.missing() == '<span aria-hidden="true">\u2013</span><span class="vh">not reported</span>'


def test_the_words_of_a_missing_value_are_escaped() -> None:
    assert "<b>" not in writing.missing("<b>")


def test_a_machine_reads_the_stored_figure_without_separators() -> None:
    assert (writing.exact(9_966.4), writing.exact(1e7), writing.exact(-0.5)) == ("9966.4", "10000000", "-0.5")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("dollars", "$1,234"),
        ("price", "$1,234.50"),
        ("percent", "+1234.5%"),
        ("decimal", "1,234.5"),
        ("count", "1,234"),
    ],
)
def test_a_figure_is_written_by_its_kind(kind: Form, text: str) -> None:
    assert writing.shown(1_234.5, kind) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1_234_567.5, USD, "$1,234,567.50"),
        (0.0, PRICE, "$0.00"),
        (-3.24, PERCENT, f"{MINUS}3.2%"),
        (0.714286, BOXES, "0.71"),
        (99.06, SCORE, "99.1"),
        (None, USD, "\u2013"),
    ],
)
def test_a_terminal_shows_a_figure_in_full(value: float | None, unit: Unit, text: str) -> None:
    assert writing.in_full(value, unit) == text


def test_a_column_leaves_the_unit_to_its_head() -> None:
    assert (writing.column_value(1_234.5, "dollars"), writing.column_value(1.5, "price")) == (
        "1,234",
        "1<i>.50</i>",
    )


def test_days_are_written_in_four_lengths() -> None:
    day = date(2026, 2, 3)
    written = (writing.long_day(day), writing.dated(day), writing.week_day(day), writing.month_year(day))
    assert written == ("Tuesday 3 February 2026", "3 Feb 2026", "Tue 3 Feb", "Feb 2026")


def test_a_moment_names_its_zone() -> None:
    assert writing.clock(datetime(2026, 2, 3, 6, 10, tzinfo=UTC)) == "06:10 UTC"
