"""The figures of compared boxes, row by row, with the plain leads marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.domain.figure import PERCENT, SCORE
from app.domain.figures import FIGURES
from app.web.pages.cells import FigureCell, figure_cell
from app.web.pages.view_models.box import SeriesDay
from app.web.pages.view_models.compare import CompareColumn
from app.words.figures import count, dated

Lead = Literal["most", "fewest"]
_LOOKS = ("", "gold", "dash", "thin")
_LONGEST_LABEL = 10
_GROUPS = {
    "Trade": ("unified_volume_7d_ema", "volume_30d_usd", "boxes_sold_30d_avg", "momentum_pct"),
    "Price": (
        "market_price_usd",
        "market_price_7d_change_pct",
        "market_price_30d_change_pct",
        "floor_price_usd",
        "floor_price_7d_change_pct",
        "floor_price_30d_change_pct",
        "market_price_high_usd",
        "market_price_low_usd",
        "drawdown_pct",
    ),
    "Supply": (
        "active_listings_count",
        "liquidity_score",
        "expected_days_to_sell",
        "days_of_supply",
        "listed_value_usd",
    ),
}
_LEADS: Mapping[str, Lead] = {
    "unified_volume_7d_ema": "most",
    "volume_30d_usd": "most",
    "boxes_sold_30d_avg": "most",
    "liquidity_score": "most",
    "expected_days_to_sell": "fewest",
}

_EXTREMES = ("market_price_high_usd", "market_price_low_usd")


@dataclass(frozen=True, slots=True)
class CompareCell:
    """A figure of a box; `mark` names a plain lead."""

    figure: FigureCell
    mark: str = ""


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


def compare_groups(boxes: Sequence[CompareColumn], *, is_partial: bool = False) -> tuple[CompareGroup, ...]:
    """All figures of the compare page but the movement, in groups; a figure that no box has is left out.

    A partial day shows no records and no percentages.
    """
    records = CompareGroup("Rank", () if is_partial else _rank_rows(boxes))
    keys = {
        title: [key for key in keys if not (is_partial and FIGURES[key].unit == PERCENT)]
        for title, keys in _GROUPS.items()
    }
    groups = (CompareGroup(title, tuple(_figure_rows(keys[title], boxes))) for title in _GROUPS)
    return (records, *(group for group in groups if group.rows))


def compared_lines(boxes: Sequence[CompareColumn]) -> list[tuple[str, str, Sequence[SeriesDay]]]:
    """Label, look and series of each box: lines differ in dash and weight, not in colour alone.

    The label is the code, or the short name where two boxes share a code; a long one is cut.
    """
    codes = [box.code for box in boxes]
    return [
        (_end_label(box.code if codes.count(box.code) == 1 else box.day.box.short_name), look, box.series)
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


def _rank_rows(boxes: Sequence[CompareColumn]) -> tuple[CompareRow, ...]:
    if all(box.day.record is None for box in boxes):
        return ()
    peaks = [_plain(getattr(box.day.record, "peak_rank", None)) for box in boxes]
    days = [_plain(getattr(box.day.record, "days_at_number_one", None)) for box in boxes]
    return (_row("Peak", peaks), _row("Days at number one", days, "most"))


def _figure_rows(keys: Sequence[str], boxes: Sequence[CompareColumn]) -> Iterator[CompareRow]:
    for key in keys:
        cells = [_cell(box, key) for box in boxes]
        if any(cell.text is not None for cell in cells):
            figure = FIGURES[key]
            label = f"{figure.label}, of 100" if figure.unit == SCORE else figure.label
            yield _row(label, cells, _LEADS.get(key))


def _cell(box: CompareColumn, key: str) -> FigureCell:
    figures = box.day.figures
    cell = figure_cell(figures, key, box.shown_day)
    day = getattr(figures, f"{key.removesuffix('_usd')}_on", None) if key in _EXTREMES else None
    return cell if day is None else replace(cell, note=f"on {dated(day)}")


def _row(label: str, cells: Sequence[FigureCell], lead: Lead | None = None) -> CompareRow:
    marks = [False] * len(cells) if lead is None else leads([cell.value for cell in cells], lead)
    marked = zip(cells, marks, strict=True)
    return CompareRow(
        label, tuple(CompareCell(cell, (lead or "") if is_lead else "") for cell, is_lead in marked)
    )


def _plain(value: float | None) -> FigureCell:
    return FigureCell(value, None if value is None else count(value), "not ranked")
