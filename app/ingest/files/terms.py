"""Columns that change what a row is about: read where they say what Boxrank stores, else refused."""

from dataclasses import dataclass

from app.domain.identity import folded
from app.ingest.files.parse import CellError, parse_text
from app.ingest.files.raw_rows import Cell


@dataclass(frozen=True)
class Term:
    """Headings of a column, the words in it that are accepted, and why others are not."""

    headings: tuple[str, ...]
    accepted: frozenset[str]
    reason: str


TERMS = {
    "currency": Term(
        ("currency", "currency_code", "price_currency", "ccy"),
        frozenset({"usd", "us", "us dollar", "us dollars", "dollar", "dollars", ""}),
        "only US dollars are stored; convert the amounts",
    ),
    "condition": Term(
        ("condition", "card_condition", "item_condition", "cnd"),
        frozenset({"unopened", "sealed", "factory sealed", "new", "brand new", "new sealed"}),
        "only sealed boxes are stored",
    ),
    "language": Term(
        ("language", "lang", "lng"),
        frozenset({"english", "en", "eng", "en us", "en gb"}),
        "a box is one print; if the box is of this language, give --ignore-column for this column",
    ),
    "product_type": Term(
        ("type", "product_type", "sub_type_name", "sub_type", "variant", "variance", "printing"),
        frozenset(
            {"normal", "sealed", "box", "boxes", "booster box", "booster boxes", "display", "booster display"}
        ),
        "only booster boxes are stored; if the row is one, give --ignore-column for this column",
    ),
}
"""By field. An empty cell is accepted."""


def check_term(cell: Cell, term: Term) -> str | None:
    """The text of a cell whose word is accepted; None when empty. Raises CellError."""
    text = parse_text(cell)
    if text is not None and folded(text) not in term.accepted:
        raise CellError(term.reason)
    return text
