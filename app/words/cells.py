"""Texts of others as cells and lines: no formula for a spreadsheet, no command for a terminal."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TextIO

_FORMULA_SIGNS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
_THREE_DECIMALS = re.compile(r"-?\d{1,3},\d{3}")
_DIRECTION_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LAYOUT = frozenset("\t\r\n")


class CellWriter:
    """Writes rows as CSV; every CSV of the product goes through here."""

    def __init__(self, text: TextIO, dialect: "Dialect | None" = None) -> None:
        self._dialect = dialect or PLAIN
        self._writer = csv.writer(text, delimiter=self._dialect.delimiter)
        text.write(self._dialect.mark)

    def write(self, rows: Iterable[Sequence[object]]) -> None:
        """Write rows of values: null is an empty cell, truth values are `true` and `false`."""
        cell = csv_cell if self._dialect.decimal_sign == "." else _cell_with_comma
        self._writer.writerows([cell(value) for value in row] for row in rows)


@dataclass(frozen=True)
class Dialect:
    """How a CSV is written: what stands before its header, between cells and before decimals."""

    mark: str
    delimiter: str
    decimal_sign: str


PLAIN = Dialect("", ",", ".")
EXCEL = Dialect("\ufeff", ",", ".")
EXCEL_SEMICOLON = Dialect("\ufeff", ";", ",")
EXCEL_DIALECTS: Mapping[str, Dialect] = MappingProxyType({"excel": EXCEL, "excel-semicolon": EXCEL_SEMICOLON})
"""CSV that Excel opens by a double click: with commas, and for regions that write decimals with a comma."""


def csv_cell(value: object) -> object:
    """A value as a cell that a spreadsheet shows and never runs.

    An apostrophe precedes a text that begins like a formula and is no number; control characters and marks
    that turn the reading direction are written as escapes. Line breaks stay, numbers stay numbers.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return value
    text = _escaped(value, _LAYOUT)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) and not _is_number(text) else text


def original_text(cell: str) -> str:
    """The text that `csv_cell` put an apostrophe before; any other text as it is."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_SIGNS) else cell


def terminal_text(text: str) -> str:
    """A text on one line without control characters: each is written as its escape."""
    return _escaped(text, frozenset())


def _cell_with_comma(value: object) -> object:
    if not isinstance(value, float):
        return csv_cell(value)
    text = str(value).replace(".", ",")
    return f"{text}0" if _THREE_DECIMALS.fullmatch(text) else text  # 1,125 may be read as thousands


def _escaped(text: str, kept: frozenset[str]) -> str:
    if text.isprintable():
        return text
    return "".join(_escape(sign) if _is_control(sign) and sign not in kept else sign for sign in text)


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or sign in _DIRECTION_MARKS


def _escape(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii() and text.strip() == text
