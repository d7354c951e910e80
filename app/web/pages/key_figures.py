"""The key figures of a box page: those that any marketplace reports of the box, each with its notes."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.figure import PERCENT
from app.domain.figures import FIGURES, Figures
from app.schemas import BoxDay
from app.web.pages.cells import FigureCell, coverage_words, figure_cell
from app.web.pages.view_models.box import KeyFigure, Note
from app.words.figures import count, dated, decimal, dollars, percent, plural, price, short_day, signed, tone
from app.words.reports import other_basis, without
from app.words.unreported import can_be_known

_DRAWDOWN = "drawdown_pct"
_PLACED = sorted(
    (figure for figure in FIGURES.values() if figure.place is not None), key=lambda figure: figure.place or 0
)
_AFTER_PRICES = 2
_SHEET = [figure.key for figure in _PLACED]
_SHEET.insert(_AFTER_PRICES, _DRAWDOWN)


@dataclass(frozen=True, slots=True)
class Before:
    """What the notes compare with: figures of the previous ranked day."""

    day: date
    volume_7d_ema_usd: float | None = None
    listings_count: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the notes are made from; a partial day is compared with nothing."""

    box: BoxDay
    before: Before | None = None
    is_partial: bool = False

    @property
    def figures(self) -> Figures:
        """The figures of the day."""
        return self.box.figures

    @property
    def reported_on(self) -> date:
        """The day of the report that the row rests on."""
        return self.figures.observed_on


def key_figures(sheet: Sheet, reported: Collection[str]) -> tuple[KeyFigure, ...]:
    """The figures with a place on the sheet; `reported` names those known on any day shown."""
    known = {*reported, *(key for key in FIGURES if getattr(sheet.figures, key) is not None)}
    return tuple(
        _key_figure(key, sheet)
        for key in _SHEET
        if can_be_known(key, known)
        if not (sheet.is_partial and FIGURES[key].unit == PERCENT)
    )


def _key_figure(key: str, sheet: Sheet) -> KeyFigure:
    cell = figure_cell(sheet.figures, key, sheet.reported_on)
    return KeyFigure(FIGURES[key], cell, tuple(_notes(key, cell, sheet)))


def _notes(key: str, cell: FigureCell, sheet: Sheet) -> Iterator[Note]:
    if cell.text is None:
        yield cell.why, ""
        return
    if cell.reported_on is not None:
        whose = f"{cell.reported_by} " if cell.reported_by else ""
        yield f"{whose}of {short_day(cell.reported_on)}", ""
    if key in _NOTES:
        yield from _NOTES[key](sheet)


def _price_notes(kind: str, windows: tuple[int, ...]) -> Callable[[Sheet], Iterator[Note]]:
    def write(sheet: Sheet) -> Iterator[Note]:
        if sheet.is_partial:
            return
        for days in windows:
            change = getattr(sheet.figures, f"{kind}_{days}d_change_pct")
            if change is not None:
                yield f"{percent(change)} {days} d{_since(sheet, kind, days)}", tone(change)

    return write


def _since(sheet: Sheet, kind: str, days: int) -> str:
    basis = other_basis(sheet.figures, f"{kind}_{days}d_change_pct")
    return "" if basis is None else f" (since {short_day(basis)})"


def _average_notes(sheet: Sheet) -> Iterator[Note]:
    figures, before = sheet.figures, sheet.before
    if figures.is_provisional:
        yield "provisional: fewer than 7 reports", ""
        return
    now = figures.unified_volume_7d_ema
    if now is None or before is None or not before.volume_7d_ema_usd or sheet.is_partial:
        return
    change = 100 * (now / before.volume_7d_ema_usd - 1)
    yield f"{percent(change)} since {short_day(before.day)}", tone(change)


def _traded_notes(sheet: Sheet) -> Iterator[Note]:
    volumes = [(row.marketplace, row.volume_usd) for row in sheet.box.marketplaces]
    known = [(f"{name} {dollars(volume)}", "") for name, volume in volumes if volume is not None]
    yield from known if len(known) > 1 else ()
    if sheet.figures.daily_volume_is_estimated:
        yield "estimated from boxes sold", ""
    if sheet.figures.daily_volume_is_incomplete:
        yield without(sheet.figures.missing_marketplaces), ""


def _coverage_notes(sheet: Sheet) -> Iterator[Note]:
    words = coverage_words(sheet.figures.volume_30d_coverage)
    if words:
        yield f"{words} reported", ""


def _listed_value_notes(sheet: Sheet) -> Iterator[Note]:
    listings = sheet.figures.active_listings_count
    if sheet.figures.listed_value_usd is not None and listings is not None:
        yield f"{plural(listings, 'box', 'boxes')} at the floor", ""


def _listing_notes(sheet: Sheet) -> Iterator[Note]:
    now, before = sheet.figures.active_listings_count, sheet.before
    if now is None or before is None or before.listings_count is None or sheet.is_partial:
        return
    change = "unchanged" if now == before.listings_count else signed(now - before.listings_count)
    yield f"{change} since {short_day(before.day)}", ""


def _drawdown_notes(sheet: Sheet) -> Iterator[Note]:
    figures = sheet.figures
    for words, value, day in (
        ("high", figures.market_price_high_usd, figures.market_price_high_on),
        ("low", figures.market_price_low_usd, figures.market_price_low_on),
    ):
        if value is not None and day is not None:
            yield f"{words} {price(value)} on {dated(day)}", ""


def _of_day(name: str) -> Callable[[Sheet], Iterator[Note]]:
    def write(sheet: Sheet) -> Iterator[Note]:
        value = getattr(sheet.figures, name)
        if value is None:
            yield f"not reported on {short_day(sheet.box.metric_date)}", ""
        else:
            whole = value == round(value)
            yield f"{short_day(sheet.box.metric_date)}: {count(value) if whole else decimal(value)}", ""

    return write


def _when(key: str, words: str) -> Callable[[Sheet], Iterator[Note]]:
    def write(sheet: Sheet) -> Iterator[Note]:
        if getattr(sheet.figures, key) is not None:
            yield words, ""

    return write


_NOTES: Mapping[str, Callable[[Sheet], Iterator[Note]]] = {
    "floor_price_usd": _price_notes("floor_price", (1, 7)),
    "market_price_usd": _price_notes("market_price", (1, 7, 30)),
    "drawdown_pct": _drawdown_notes,
    "unified_volume_7d_ema": _average_notes,
    "daily_volume_usd": _traded_notes,
    "volume_30d_usd": _coverage_notes,
    "momentum_pct": _when("momentum_pct", "7 d average against 30 d mean"),
    "listed_value_usd": _listed_value_notes,
    "boxes_sold_30d_avg": _of_day("boxes_sold"),
    "boxes_added_30d_avg": _of_day("boxes_added"),
    "active_listings_count": _listing_notes,
    "liquidity_score": _when("liquidity_score", "of 100"),
    "expected_days_to_sell": _when("expected_days_to_sell", "at this month's pace"),
    "days_of_supply": _when("days_of_supply", "if supply keeps tightening"),
}
