"""Cells and lines that neither a spreadsheet nor a terminal takes for a command."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words.cells import (
    EXCEL,
    EXCEL_SEMICOLON,
    CellWriter,
    Dialect,
    csv_cell,
    original_text,
    terminal_text,
)


def written(rows: list[list[object]], dialect: Dialect | None = None) -> str:
    text = io.StringIO()
    CellWriter(text, dialect).write(rows)
    return text.getvalue()


@pytest.mark.parametrize("text", ["=1+1", "+1+cmd|x", "-2+3 box", "@SUM(1)", "\tx", "\rx", "\uff1dA1"])
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["-5", "+1.5", -5, -0.25, None, "plain", "a=b"])
def test_numbers_and_plain_texts_stay_as_they_are(value: object) -> None:
    assert csv_cell(value) == value


def test_escape_sequences_and_marks_of_direction_are_shown() -> None:
    assert csv_cell("a\x1b]0;t\x07\u202eb") == "a\\x1b]0;t\\x07\\u202eb"
    assert terminal_text("a\x1b[2J\nb\x9b") == "a\\x1b[2J\\nb\\x9b"


def test_names_of_all_scripts_reach_the_terminal_as_they_are() -> None:
    assert (
        terminal_text("Pok\u00e9mon \u7a7a\u306e\u8239 \U0001f3f4")
        == "Pok\u00e9mon \u7a7a\u306e\u8239 \U0001f3f4"
    )


def test_excel_finds_a_mark_and_its_separator() -> None:
    assert written([["\u00e9", 12.5, True, None]], EXCEL) == "\ufeff\u00e9,12.5,true,\r\n"
    assert written([["\u00e9", 12.5, True, None]], EXCEL_SEMICOLON) == "\ufeff\u00e9;12,5;true;\r\n"


def test_three_decimals_after_a_comma_are_not_mistaken_for_thousands() -> None:
    assert written([[1.125, -812.375, 0.5, 1234.125]], EXCEL_SEMICOLON) == (
        "\ufeff1,1250;-812,3750;0,5;1234,125\r\n"
    )


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=20))
def test_every_written_text_comes_back(text: str) -> None:
    (row,) = csv.reader(io.StringIO(written([[text, "x"]])))
    if not text.startswith("'"):
        assert original_text(row[0]) == text
