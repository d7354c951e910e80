"""Single cells: from what people and feeds write to typed values, refusing what is no value."""

import json
import math
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from app.domain.days import EARLIEST_DAY
from app.domain.identity import number_as_written
from app.domain.slugs import slugify
from app.ingest.files.amounts import DecimalSign, has_misplaced_groups, possible_signs, read_amount
from app.ingest.files.raw_rows import Cell, RawValue
from app.words.cells import original_text

LONGEST_TEXT = 300
LONGEST_CELL = 1_000
LARGEST_PRICE_USD = 1_000_000.0
LARGEST_UNITS = 100_000.0
LARGEST_VOLUME_USD = 100_000_000_000.0  # price times units; a month of it in millionths still fits 64 bits
LARGEST_COUNT = 1_000_000_000  # fits a 32-bit column
LARGEST_EXACT = 2**53

UNKNOWN_WORDS = frozenset(
    ["", "null", "none", "nil", "n/a", "n.a.", "na", "#n/a", "unknown", "-", "--", "\u2013", "\u2014", "?"]
)
"""Spellings of an unknown value, in numbers and texts."""

_cached = lru_cache(maxsize=16_384, typed=True)  # days and names repeat on thousands of rows

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OTHER_MONEY = re.compile(
    r"[\u00a2-\u00a5\u20a0-\u20cf\uffe0\uffe1\uffe5\u5186\u5143]|[A-Z]{1,2}\$|\b(?:EUR|GBP|JPY|CAD|AUD|CHF|CNY|MXN|BRL|SEK|NOK|DKK|PLN)\b|zł|\bkr\b",
    re.IGNORECASE,
)
_OTHER_DAYS = (
    (re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"), "as it may mean two days"),
    (re.compile(r"[345]\d{4}(?:\.\d+)?"), "but a spreadsheet's number of a day; format the column as text"),
    (re.compile(r"\d{4}-\d{2}-\d{2}[ T].*|\d{10,13}"), "but a moment; write the market day, without a time"),
)
_OTHER_SIGN: Mapping[DecimalSign, str] = {
    "point": "a decimal comma; write 12.5 for 12,5",
    "comma": "a decimal point in a file of decimal commas; write 12,5 for 12.5",
}
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity|∞)", re.IGNORECASE)


class CellError(ValueError):
    """A cell that holds no acceptable value; `reason` says why in words for the person who corrects it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_empty(cell: Cell) -> bool:
    """Whether a cell holds nothing: null, blank, or one of UNKNOWN_WORDS. A zero is a value."""
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in UNKNOWN_WORDS)


def parse_price(cell: Cell, sign: DecimalSign = "point") -> float | None:
    """Dollars for one box; None when empty. Raises CellError."""
    return _number(cell, LARGEST_PRICE_USD, sign)


def parse_units(cell: Cell, sign: DecimalSign = "point") -> float | None:
    """Boxes on one day, which may be a fraction; None when empty. Raises CellError."""
    return _number(cell, LARGEST_UNITS, sign)


def parse_volume(cell: Cell, sign: DecimalSign = "point") -> float | None:
    """Dollars traded on one day; None when empty. Raises CellError."""
    return _number(cell, LARGEST_VOLUME_USD, sign)


def parse_count(cell: Cell, sign: DecimalSign = "point") -> int | None:
    """A whole number, `12.0` included; None when empty. Raises CellError."""
    number = _number(cell, float(LARGEST_COUNT), sign)
    if number is None:
        return None
    if not number.is_integer():
        raise CellError("not a whole number")
    return int(number)


@_cached
def parse_day(cell: Cell) -> date | None:
    """A calendar date written YYYY-MM-DD; None when empty. Raises CellError."""
    if is_empty(cell):
        return None
    text = str(cell).strip()
    if not isinstance(cell, str) or not _DAY.fullmatch(text):
        hint = next((words for form, words in _OTHER_DAYS if form.fullmatch(text)), "without a time")
        raise CellError(f"not a date of the form YYYY-MM-DD, {hint}")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CellError("no such day in the calendar") from None
    if day < EARLIEST_DAY:
        raise CellError(f"before {EARLIEST_DAY}")
    return day


@_cached
def parse_text(cell: Cell) -> str | None:
    """One line of text, runs of blanks and line breaks made one blank; None when empty. Raises CellError."""
    if is_empty(cell):
        return None
    if isinstance(cell, bool | float):
        raise CellError("not a text")
    text = original_text(" ".join(str(cell).split()))
    if len(text) > LONGEST_TEXT:
        raise CellError(f"longer than {LONGEST_TEXT} characters")
    if not text.isprintable() and any(_is_unstorable(character) for character in text):
        raise CellError("holds a control character")
    return text


@_cached
def parse_identifier(cell: Cell) -> str | None:
    """A slug or an identifier; None when empty. Raises CellError.

    A number that a spreadsheet or data frame rewrote (`532.0`, `5.32E+2`) is read as it was.
    """
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < LARGEST_EXACT:
        return str(int(cell))
    text = parse_text(cell)
    if text is None:
        return None
    scheme, mark, value = text.rpartition(":")
    try:
        return f"{scheme}{mark}{number_as_written(value)}"
    except ValueError as error:
        raise CellError(str(error)) from error


def parse_slug(cell: Cell) -> str | None:
    """A slug exactly as addresses use it; None when empty. Raises CellError."""
    text = parse_text(cell)
    if text is None:
        return None
    try:
        proper = slugify(text)
    except ValueError as error:
        raise CellError(str(error)) from error
    if proper != text:
        raise CellError(f"not a slug; write {proper}")
    return text


def parse_web_address(cell: Cell) -> str | None:
    """An http or https address; None when empty. Raises CellError."""
    text = parse_text(cell)
    if text is not None and not text.lower().startswith(("https://", "http://")):
        raise CellError("not an http or https address")
    return text


def shown_cell(cell: RawValue) -> str:
    """A cell as a report shows it."""
    if cell is None:
        return ""
    return cell[:80] if isinstance(cell, str) else json.dumps(cell)[:80]


def _number(cell: Cell, largest: float, sign: DecimalSign) -> float | None:
    if is_empty(cell):
        return None
    number = _float_of(cell, sign)
    if not math.isfinite(number):
        raise CellError("NaN and infinity are not values")
    if number < 0:
        raise CellError("negative number")
    if number > largest:
        raise CellError(f"larger than {largest:,.0f}")
    return number + 0.0  # a negative zero becomes zero


def _float_of(cell: Cell, sign: DecimalSign) -> float:
    if isinstance(cell, str):
        return _float_of_text(cell.strip(), sign)
    if isinstance(cell, bool) or cell is None:
        raise CellError("true and false are not numbers")
    return _float_of_number(cell)


def _float_of_number(cell: int | float) -> float:
    try:
        return float(cell)
    except OverflowError:
        return math.inf if cell > 0 else -math.inf


def _float_of_text(text: str, sign: DecimalSign) -> float:
    number = read_amount(text, sign)
    if number is not None:
        return number
    if _NOT_FINITE.fullmatch(text):
        return math.nan
    raise CellError(_why_no_number(text, sign))


def _why_no_number(text: str, sign: DecimalSign) -> str:
    if _OTHER_MONEY.search(text):
        return "an amount of another currency; only US dollars are stored"
    if possible_signs(text):
        return _OTHER_SIGN[sign]
    return "thousands separators are misplaced" if has_misplaced_groups(text, sign) else "not a number"


def _is_unstorable(character: str) -> bool:
    return ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 or 0xD800 <= ord(character) < 0xE000
