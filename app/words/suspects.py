"""Suspect values in words: what was reported, and why it is not used."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from app.words.figures import count, decimal, price

FIELD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "floor_price_usd": "floor",
        "market_price_usd": "market price",
        "active_listings": "listings",
        "units_sold": "boxes sold",
        "units_listed": "boxes added",
        "volume_usd": "volume",
    }
)
ACCEPTED = "accepted"
REASON_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "far_from_its_level": "far from the reports of the 60 days before",
        "far_above_its_sales": "more than 10 times the most of the 60 days before",
        "contradicts_price": "far from boxes sold × price of that day",
        "rejected": "rejected by command",
        ACCEPTED: "accepted by command, and used",
    }
)


def value_in_words(field: str, value: float) -> str:
    """The value of a field with its unit: $31,911.02, 1,699, 2.5."""
    if field.endswith("_usd"):
        return price(value)
    return count(value) if value.is_integer() else decimal(value, 2)


def suspect_in_words(box: str, day: date, marketplace: str, field: str, value: float) -> str:
    """A value with its place: OP-09 2026-01-29 tcgplayer listings 1,699."""
    return f"{box} {day} {marketplace} {FIELD_WORDS[field]} {value_in_words(field, value)}"
