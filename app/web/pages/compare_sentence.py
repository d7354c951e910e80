"""The sentence above compared boxes, by rule: how many of one sell for each of another, and at what price."""

from collections.abc import Callable, Sequence
from functools import partial

from app.domain.sentences import SentencePart
from app.web.pages.view_models.compare import CompareColumn

_PARTS = ("", "", "", "a third", "a quarter", "a fifth", "a sixth", "a seventh", "an eighth", "a ninth")
_ABOUT_THE_SAME, _TWICE = 1.25, 1.75
_PRICES = ("market_price_usd", "floor_price_usd")


def compare_sentence(boxes: Sequence[CompareColumn]) -> tuple[SentencePart, ...]:
    """The best seller against the one that sells least; where fewer than two sell, the dearest and cheapest.

    Only boxes with figures of the shown day are compared, and prices only with their own kind: the market
    price where both have one, else the floor. No sentence where fewer than two can be.
    """
    current = [box for box in boxes if box.day.metric_date == box.shown_day]
    selling = [box for box in current if _sold(box)]
    if len(selling) > 1:
        return _by_sales(*_extremes(selling, _sold))
    for price in _PRICES:
        priced = [box for box in current if _figure(box, price)]
        if len(priced) > 1:
            return _by_price(*_extremes(priced, partial(_figure, key=price)), price)
    return ()


def _extremes(
    boxes: Sequence[CompareColumn], value: Callable[[CompareColumn], float]
) -> tuple[CompareColumn, CompareColumn]:
    most = max(boxes, key=value)
    return most, min((box for box in boxes if box is not most), key=value)


def _by_sales(most: CompareColumn, least: CompareColumn) -> tuple[SentencePart, ...]:
    ratio = round(_sold(most) / _sold(least))
    price = _price(most, least)
    if ratio < 2:
        ending = f", {most.code} at {price}" if price else ""
        return _names(most, " and ", least, f" sell about as many boxes{ending}.")
    return _names(most, f" sells {ratio:,} boxes for each ", least, f"{price and f', at {price}'}.")


def _by_price(dearest: CompareColumn, cheapest: CompareColumn, price: str) -> tuple[SentencePart, ...]:
    ratio = _figure(dearest, price) / _figure(cheapest, price)
    if ratio < _ABOUT_THE_SAME:
        return _names(dearest, " and ", cheapest, " cost about the same.")
    if ratio < _TWICE:
        return _names(dearest, " costs more than ", cheapest, ".")
    times = "twice" if round(ratio) == 2 else f"{round(ratio):,} times"
    return _names(dearest, f" costs {times} as much as ", cheapest, ".")


def _names(first: CompareColumn, verb: str, second: CompareColumn, ending: str) -> tuple[SentencePart, ...]:
    names = (SentencePart(box.code, box.day.box.slug) for box in (first, second))
    return (next(names), SentencePart(verb), next(names), SentencePart(ending))


def _sold(box: CompareColumn) -> float:
    return _figure(box, "boxes_sold_30d_avg")


def _figure(box: CompareColumn, key: str) -> float:
    return getattr(box.day.figures, key) or 0.0


def _price(box: CompareColumn, other: CompareColumn) -> str:
    known = (key for key in _PRICES if _figure(box, key) and _figure(other, key))
    key = next(known, None)
    if key is None:
        return ""
    ratio = _figure(other, key) / _figure(box, key)
    if 1 / _ABOUT_THE_SAME < ratio < _ABOUT_THE_SAME:
        return "about the same price"
    if ratio < 1:
        return _dearer(1 / ratio)
    if ratio < _TWICE:
        return "a lower price"
    parts = round(ratio)
    if parts == 2:
        return "half the price"
    return f"{_PARTS[parts]} of the price" if parts < len(_PARTS) else "less than a ninth of the price"


def _dearer(ratio: float) -> str:
    if ratio < _TWICE:
        return "a higher price"
    return "twice the price" if round(ratio) == 2 else f"{round(ratio):,} times the price"
