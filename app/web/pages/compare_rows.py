"""The figures of compared boxes, row by row, with the plain leads marked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.web.pages.view_models.box import BoxMetrics, SeriesDay
from app.web.pages.view_models.compare import ComparedBox
from app.words.figures import ValueKind, shown, tone

Lead = Literal["most", "fewest"]
_LOOKS = ("", "gold", "dash", "thin")
_LONGEST_LABEL = 10

Read = Callable[[ComparedBox], float | None]


@dataclass(frozen=True, slots=True)
class CompareCell:
    """A figure, null when it was not reported; `mark` names a plain lead, `tone` a change."""

    text: str | None
    mark: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One figure of every box."""

    label: str
    cells: tuple[CompareCell, ...]


@dataclass(frozen=True, slots=True)
class CompareGroup:
    """Rows under a heading."""

    title: str
    rows: tuple[CompareRow, ...]


def compare_groups(boxes: Sequence[ComparedBox]) -> tuple[CompareGroup, ...]:
    """All figures of the compare page but the movement, in groups."""
    return (
        CompareGroup("Rank", _rank_rows(boxes)),
        CompareGroup("Trade", _trade_rows(boxes)),
        CompareGroup("Price", _price_rows(boxes)),
        CompareGroup("Supply", _supply_rows(boxes)),
    )


def compared_lines(boxes: Sequence[ComparedBox]) -> list[tuple[str, str, Sequence[SeriesDay]]]:
    """Label, look and series of each box: lines are told apart by dash and weight, not by colour alone.

    The label is the code, or the short name where two boxes share a code; a long one is cut.
    """
    codes = [box.code for box in boxes]
    return [
        (_end_label(box.code if codes.count(box.code) == 1 else box.short_name), look, box.series)
        for box, look in zip(boxes, _LOOKS, strict=False)
    ]


def leads(values: Sequence[float | None], lead: Lead) -> list[bool]:
    """Which values lead plainly: one alone is best. None do where two share it or one is unknown."""
    if any(value is None for value in values) or len(values) < 2:
        return [False] * len(values)
    known = [value for value in values if value is not None]
    best = max(known) if lead == "most" else min(known)
    return [value == best and known.count(best) == 1 for value in known]


def _end_label(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1]}\u2026"


def _rank_rows(boxes: Sequence[ComparedBox]) -> tuple[CompareRow, ...]:
    return (
        _row("Peak", boxes, lambda box: box.peak_rank, "count"),
        _row("Days at number one", boxes, lambda box: box.days_at_number_one, "count", "most"),
    )


def _trade_rows(boxes: Sequence[ComparedBox]) -> tuple[CompareRow, ...]:
    return (
        _row("Volume, 7 d average", boxes, _metric(lambda day: day.unified_volume_7d_ema), "dollars", "most"),
        _row("Traded, 30 days", boxes, _metric(lambda day: day.unified_volume_usd), "dollars", "most"),
        _row("Sold a day", boxes, _metric(lambda day: day.boxes_sold_30d_avg), "decimal", "most"),
        _row("Momentum", boxes, _metric(lambda day: day.momentum_pct), "percent"),
    )


def _price_rows(boxes: Sequence[ComparedBox]) -> tuple[CompareRow, ...]:
    return (
        _row("Floor", boxes, _metric(lambda day: day.floor_price_usd), "price"),
        _row("Floor, 7 days", boxes, _metric(lambda day: day.floor_price_7d_change_pct), "percent"),
        _row("Floor, 30 days", boxes, _metric(lambda day: day.floor_price_30d_change_pct), "percent"),
    )


def _supply_rows(boxes: Sequence[ComparedBox]) -> tuple[CompareRow, ...]:
    return (
        _row("Listed", boxes, _metric(lambda day: day.active_listings_count), "count"),
        _row("Liquidity, of 100", boxes, _metric(lambda day: day.liquidity_score), "count", "most"),
        _row("Days to sell", boxes, _metric(lambda day: day.expected_days_to_sell), "count", "fewest"),
        _row("Market cap, listed", boxes, _metric(lambda day: day.visible_market_cap_usd), "dollars"),
    )


def _metric(read: Callable[[BoxMetrics], float | None]) -> Read:
    return lambda box: read(box.metrics)


def _row(
    label: str, boxes: Sequence[ComparedBox], read: Read, kind: ValueKind, lead: Lead | None = None
) -> CompareRow:
    values = [read(box) for box in boxes]
    marks = [False] * len(values) if lead is None else leads(values, lead)
    cells = zip(values, marks, strict=True)
    return CompareRow(
        label, tuple(_cell(value, kind, (lead or "") if is_lead else "") for value, is_lead in cells)
    )


def _cell(value: float | None, kind: ValueKind, mark: str) -> CompareCell:
    if value is None:
        return CompareCell(None)
    return CompareCell(shown(value, kind), mark, tone(value) if kind == "percent" else "")
