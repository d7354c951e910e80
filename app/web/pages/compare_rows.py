"""The figures of compared boxes, row by row, with the plain leads marked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.domain.figure import SCORE, Form
from app.domain.figures import FIGURES
from app.web.pages.view_models.box import SeriesDay
from app.web.pages.view_models.compare import CompareColumn
from app.words.figures import shown, tone

Lead = Literal["most", "fewest"]
_LOOKS = ("", "gold", "dash", "thin")
_LONGEST_LABEL = 10
_GROUPS = {
    "Trade": ("unified_volume_7d_ema", "volume_30d_usd", "boxes_sold_30d_avg", "momentum_pct"),
    "Price": ("floor_price_usd", "floor_price_7d_change_pct", "floor_price_30d_change_pct"),
    "Supply": (
        "active_listings_count",
        "liquidity_score",
        "expected_days_to_sell",
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

Read = Callable[[CompareColumn], float | None]


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


def compare_groups(boxes: Sequence[CompareColumn]) -> tuple[CompareGroup, ...]:
    """All figures of the compare page but the movement, in groups."""
    return (
        CompareGroup("Rank", _rank_rows(boxes)),
        *(
            CompareGroup(title, tuple(_figure_row(key, boxes) for key in keys))
            for title, keys in _GROUPS.items()
        ),
    )


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
    def of_record(name: str) -> Read:
        return lambda box: getattr(box.day.record, name, None)

    return (
        _row("Peak", boxes, of_record("peak_rank"), "count"),
        _row("Days at number one", boxes, of_record("days_at_number_one"), "count", "most"),
    )


def _figure_row(key: str, boxes: Sequence[CompareColumn]) -> CompareRow:
    figure, lead = FIGURES[key], _LEADS.get(key)
    label = f"{figure.label}, of 100" if figure.unit == SCORE else figure.label
    return _row(label, boxes, lambda box: getattr(box.day.figures, key), figure.unit.form, lead)


def _row(
    label: str, boxes: Sequence[CompareColumn], read: Read, kind: Form, lead: Lead | None = None
) -> CompareRow:
    values = [read(box) for box in boxes]
    marks = [False] * len(values) if lead is None else leads(values, lead)
    cells = zip(values, marks, strict=True)
    return CompareRow(
        label, tuple(_cell(value, kind, (lead or "") if is_lead else "") for value, is_lead in cells)
    )


def _cell(value: float | None, kind: Form, mark: str) -> CompareCell:
    if value is None:
        return CompareCell(None)
    return CompareCell(shown(value, kind), mark, tone(value) if kind == "percent" else "")
