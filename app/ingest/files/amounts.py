"""Numbers written as text, with a decimal point or a decimal comma."""

import re
from typing import Literal, get_args

DecimalSign = Literal["point", "comma"]
DECIMAL_SIGNS: tuple[DecimalSign, ...] = get_args(DecimalSign)

_SIGN = r"(?:\$-|-?\$?)"
_BARE = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_PLAIN = re.compile(_SIGN + r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(_SIGN + r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_MISPLACED = re.compile(_SIGN + r"[\d,]*,[\d,]*(?:\.[\d,]*)?", re.ASCII)
_IN_DOLLARS = re.compile(
    r"(?:USD|US\$)\s*\$?([\d.,]+)|\$?([\d.,]+)\s*(?:USD|US\$|\$)", re.ASCII | re.IGNORECASE
)
_SWAPPED = str.maketrans(".,", ",.")


def read_amount(text: str, sign: DecimalSign) -> float | None:
    """A number with this decimal sign, the other sign before groups of three digits; None when it is none.

    Dollars may stand before or after it.
    """
    amount = _with_point(text, sign)
    if _BARE.fullmatch(amount):
        return float(amount)
    if in_dollars := _IN_DOLLARS.fullmatch(amount):
        amount = in_dollars[1] or in_dollars[2]
    if _PLAIN.fullmatch(amount) or _GROUPED.fullmatch(amount):
        return float(amount.replace("$", "").replace(",", ""))
    return None


def possible_signs(text: str) -> tuple[DecimalSign, ...]:
    """The decimal signs with which a text is a number; none where it has no sign to decide by."""
    if "." not in text and "," not in text:
        return ()
    return tuple(sign for sign in DECIMAL_SIGNS if read_amount(text.strip(), sign) is not None)


def has_misplaced_groups(text: str, sign: DecimalSign) -> bool:
    """Whether only the places of its thousands separators keep a text from being a number."""
    return _MISPLACED.fullmatch(_with_point(text, sign)) is not None


def _with_point(text: str, sign: DecimalSign) -> str:
    return text if sign == "point" else text.translate(_SWAPPED)
