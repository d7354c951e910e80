"""A figure in a table: its text, its tone, the day of its report, or why there is none."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.domain.figures import FIGURES, Figures
from app.words.figures import column_value, short_day, shown, tone
from app.words.reports import capped_figure, other_basis, report_day, why_empty, without

_AVERAGES = ("unified_volume_7d_ema", "unified_volume_30d_sma", "momentum_pct")
LEAST_COVERAGE = 0.5
"""A sum of a month that holds less of it is marked."""


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A figure of a box: `text` is null where it is unknown, and `why` says so.

    `reported_on` is the day of its report where that is not the day of the row, `reported_by` who that is of
    an average; `note` stands below it.
    """

    value: float | None
    text: str | Markup | None
    why: str = ""
    tone: str = ""
    reported_on: date | None = None
    reported_by: str = ""
    note: str = ""


def figure_cell(figures: Figures, key: str, day: date, *, is_column: bool = False) -> FigureCell:
    """A figure on the day of its row; in a column its unit is in the head."""
    value: float | None = getattr(figures, key)
    if value is None:
        return FigureCell(None, None, why_empty(figures, key))
    form = FIGURES[key].unit.form
    return FigureCell(
        value,
        capped_figure(figures, key) or (column_value if is_column else shown)(value, form),
        tone=tone(value) if form == "percent" else "",
        reported_on=report_day(figures, key, day),
        reported_by=", ".join(figures.missing_marketplaces) if key in _AVERAGES else "",
        note=_note(figures, key),
    )


def coverage_words(coverage: float | None) -> str:
    """How much of a month a sum holds: "87% of the days"; less than half of them says only."""
    if coverage is None:
        return ""
    return f"{'only ' if coverage < LEAST_COVERAGE else ''}{100 * coverage:.0f}% of the days"


def _note(figures: Figures, key: str) -> str:
    basis = other_basis(figures, key) if key.endswith("_change_pct") else None
    if basis is not None:
        return f"since {short_day(basis)}"
    if key == "volume_30d_usd":
        return coverage_words(figures.volume_30d_coverage)
    is_incomplete = key == "daily_volume_usd" and figures.daily_volume_is_incomplete
    return without(figures.missing_marketplaces) if is_incomplete else ""
