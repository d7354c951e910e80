"""The sentence above compared boxes, by rule: how many of one sell for each of another, and at what price."""

from collections.abc import Sequence

from app.domain.sentences import SentencePart
from app.web.pages.view_models.compare import CompareColumn

_PARTS = ("", "", "", "a third", "a quarter", "a fifth", "a sixth", "a seventh", "an eighth", "a ninth")
_ABOUT_THE_SAME = 1.25


def compare_sentence(boxes: Sequence[CompareColumn]) -> tuple[SentencePart, ...]:
    """The best seller against the one that sells least; no sentence where fewer than two boxes sell."""
    selling = [box for box in boxes if box.day.figures.boxes_sold_30d_avg]
    if len(selling) < 2:
        return ()
    most = max(selling, key=_sold)
    least = min((box for box in selling if box is not most), key=_sold)
    first, second = _name(most), _name(least)
    ratio = round(_sold(most) / _sold(least))
    price = _price(most, least)
    if ratio < 2:
        return (
            first,
            SentencePart(" and "),
            second,
            SentencePart(f" sell about as many boxes{_after_pair(price, most)}."),
        )
    return (
        first,
        SentencePart(f" sells {ratio:,} boxes for each "),
        second,
        SentencePart(f"{price and f', at {price}'}."),
    )


def _name(box: CompareColumn) -> SentencePart:
    return SentencePart(box.code, box.day.box.slug)


def _sold(box: CompareColumn) -> float:
    return box.day.figures.boxes_sold_30d_avg or 0.0


def _after_pair(price: str, most: CompareColumn) -> str:
    return f", {most.code} at {price}" if price else ""


def _price(box: CompareColumn, other: CompareColumn) -> str:
    floor, other_floor = box.day.figures.floor_price_usd, other.day.figures.floor_price_usd
    if not floor or not other_floor:
        return ""
    ratio = other_floor / floor
    if 1 / _ABOUT_THE_SAME < ratio < _ABOUT_THE_SAME:
        return "about the same price"
    if ratio < 1:
        return _dearer(1 / ratio)
    if ratio < 1.75:
        return "a lower price"
    parts = round(ratio)
    if parts == 2:
        return "half the price"
    return f"{_PARTS[parts]} of the price" if parts < len(_PARTS) else "less than a ninth of the price"


def _dearer(ratio: float) -> str:
    if ratio < 1.75:
        return "a higher price"
    return "twice the price" if round(ratio) == 2 else f"{round(ratio):,} times the price"
