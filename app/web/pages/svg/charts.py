"""The charts of the box page and the compare page, from the days of their series."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from operator import attrgetter

from markupsafe import Markup

from app.web.pages.svg.axes import index_axis, price_axis, rank_axis, zero_axis
from app.web.pages.svg.pane import Line, Pane, pane
from app.web.pages.svg.paths import calendar
from app.web.pages.view_models.box import SeriesDay
from app.words.figures import amount, count, decimal, short_day

Series = Sequence[SeriesDay]
Read = Callable[[SeriesDay], float | None]

PRICE_PANES = {"floor_price_usd": ("floors", "Floors"), "market_price_usd": ("market", "Market prices")}
"""Name and words of the chart that compares each price."""


def price_chart(series: Series, first: date, last: date) -> Markup | None:
    """Floor and market price on one axis, the market price dashed; null when no day has either."""
    lines = tuple(_price_lines(series))
    if not lines:
        return None
    prices = [price for line in lines for price in line.values.values()]
    kinds = " and ".join(words for _, words in price_keys(series)).capitalize()
    words = f"{kinds}, {_span(first, last)}, from {amount(min(prices))} to {amount(max(prices))} dollars"
    axis, gaps = price_axis(prices), _gaps(series, first, last)
    return pane(Pane("price", words, first, last, axis, lines, gaps=gaps, size="tall"))


def price_keys(series: Series) -> tuple[tuple[str, str], ...]:
    """Look and name of each line of the price chart."""
    has_floor = any(day.floor_price_usd is not None for day in series)
    has_market = any(day.market_price_usd is not None for day in series)
    floor = (("", "floor"),) if has_floor else ()
    return (*floor, ("dash", "market price")) if has_market else floor


def _price_lines(series: Series) -> Iterator[Line]:
    for look, words in price_keys(series):
        field = "floor_price_usd" if words == "floor" else "market_price_usd"
        yield Line(look, values(series, attrgetter(field)))


def volume_chart(series: Series, first: date, last: date) -> Markup | None:
    """Dollars traded as bars, their 7-day average as a line; null when no day has a volume."""
    volumes = values(series, lambda day: day.daily_volume_usd)
    if not volumes:
        return None
    averages = values(series, lambda day: day.unified_volume_7d_ema)
    words = f"Dollars traded each day as bars, the 7-day average as a line, {_span(first, last)}"
    axis = zero_axis([*volumes.values()], writes_dollars=True)
    lines = (Line("gold", averages),)
    return pane(Pane("volume", words, first, last, axis, lines, volumes, _gaps(series, first, last)))


def listings_chart(series: Series, first: date, last: date) -> Markup | None:
    """Active listings; null when no day has them."""
    listed = values(series, lambda day: day.active_listings_count)
    if not listed:
        return None
    low, high = min(listed.values()), max(listed.values())
    words = f"Active listings, {_span(first, last)}, from {count(low)} to {count(high)}"
    axis = zero_axis([*listed.values(), max(listed.values())])
    lines = (Line("", listed),)
    return pane(Pane("listed", words, first, last, axis, lines, gaps=_gaps(series, first, last), size="low"))


def sold_chart(series: Series, first: date, last: date) -> Markup | None:
    """Boxes sold as bars; null when no day has them."""
    sold = values(series, lambda day: day.boxes_sold)
    if not sold:
        return None
    words = f"Boxes sold each day, {_span(first, last)}, at most {decimal(max(sold.values()))}"
    axis = zero_axis([*sold.values(), max(sold.values())])
    return pane(Pane("sold", words, first, last, axis, (), sold, _gaps(series, first, last), "low"))


def rank_chart(series: Series, first: date, last: date) -> Markup | None:
    """The rank, 1 at the top; a partial day breaks the line like a missing one. Null when never ranked."""
    ranks = whole_ranks(series)
    if not ranks:
        return None
    words = f"Rank, 1 at the top, {_span(first, last)}, best {count(min(ranks.values()))}"
    axis = rank_axis([round(rank) for rank in ranks.values()])
    lines = (Line("", ranks),)
    gaps = _gaps([day for day in series if not day.is_partial], first, last)
    return pane(Pane("rank", words, first, last, axis, lines, gaps=gaps, is_dated=True))


def compared_prices(
    named: Sequence[tuple[str, str, Series]], price: str, first: date, last: date, gaps: frozenset[date]
) -> Markup | None:
    """A price of several boxes, each set to 100 on its first day; `named` is label, look, series."""
    based = [(label, look, price_indexes(series, price)) for label, look, series in named]
    based = [entry for entry in based if entry[2]]
    if not based:
        return None
    axis = index_axis([value for _, _, line in based for value in line.values()])
    ends = tuple((label, line[max(line)]) for label, _, line in based)
    lines = tuple(Line(look, line) for _, look, line in based)
    name, words = PRICE_PANES[price]
    words = f"{words} of {len(based)} boxes, each set to 100 on its first day, {_span(first, last)}"
    return pane(Pane(name, words, first, last, axis, lines, gaps=gaps, size="tall", ends=ends))


def compared_ranks(
    named: Sequence[tuple[str, str, Series]], first: date, last: date, gaps: frozenset[date]
) -> Markup | None:
    """Ranks of several boxes, 1 at the top; partial days break the lines."""
    ranked = [(label, look, whole_ranks(series)) for label, look, series in named]
    ranked = [entry for entry in ranked if entry[2]]
    if not ranked:
        return None
    axis = rank_axis([round(rank) for _, _, line in ranked for rank in line.values()])
    ends = tuple((label, line[max(line)]) for label, _, line in ranked)
    lines = tuple(Line(look, line) for _, look, line in ranked)
    words = f"Ranks of {len(ranked)} boxes, 1 at the top, {_span(first, last)}"
    return pane(Pane("ranks", words, first, last, axis, lines, gaps=gaps, is_dated=True, ends=ends))


def values(series: Series, read: Read) -> dict[date, float]:
    """The known values of a series by day; nulls are left out and so break the line."""
    return {day.day: value for day in series if (value := read(day)) is not None}


def price_indexes(series: Series, price: str) -> dict[date, float]:
    """A price set to 100 on its first day."""
    return indexed(values(series, attrgetter(price)))


def whole_ranks(series: Series) -> dict[date, float]:
    """The ranks by day; a partial day has none."""
    return values([day for day in series if not day.is_partial], lambda day: day.rank)


def indexed(line: dict[date, float]) -> dict[date, float]:
    """A line set to 100 on its first day that is not zero; empty when there is none."""
    start = next((day for day in sorted(line) if line[day] > 0), None)
    if start is None:
        return {}
    return {day: 100 * value / line[start] for day, value in line.items() if day >= start}


def _gaps(series: Series, first: date, last: date) -> frozenset[date]:
    return frozenset(calendar(first, last)) - {day.day for day in series if not day.is_carried}


def _span(first: date, last: date) -> str:
    return f"{short_day(first)} to {short_day(last)}"
