"""One box and its series in a terminal."""

from collections.abc import Mapping
from datetime import date

from rich.table import Table
from rich.text import Text

from app.cli.output import console, movement, plain_table, written
from app.cli.tables.board_columns import figure_of, ordered_by
from app.cli.tables.board_table import PARTIAL_DAY
from app.domain.figure import BOXES, LISTINGS, PRICE, USD, Unit
from app.domain.figures import FIGURES
from app.schemas import (
    BoardMeta,
    BoxCard,
    BoxDay,
    BoxDetail,
    ChartRecord,
    Figures,
    MarketplaceDay,
    Ranks,
    TimeSeries,
)
from app.words.figures import DASH, in_full, plural, short_day
from app.words.reports import other_basis, report_day, why_empty, without
from app.words.unreported import can_be_known, nobody_reports

_OF_MARKETPLACES: Mapping[str, tuple[str, Unit]] = {
    "floor_price_usd": ("floor", PRICE),
    "market_price_usd": ("market price", PRICE),
    "active_listings": ("listings", LISTINGS),
    "units_sold": ("sold", BOXES),
    "units_listed": ("added", BOXES),
    "volume_usd": ("volume", USD),
}
_OBSERVED = "observed_on"
_NOT_SHOWN = ("observed_days",)
_DAYS_OF = {"market_price_high_usd": "market_price_high_on", "market_price_low_usd": "market_price_low_on"}


def print_box(detail: BoxDetail) -> None:
    """Print who a box is, where it stands, its figures and its marketplaces."""
    out, box_day = console(), detail.data
    out.print(f"{box_day.box.name}", style="bold")
    out.print(_identity(box_day.box))
    if box_day.figures.observed_on != detail.meta.date:
        out.print(f"Not reported since {box_day.figures.observed_on}; these are its figures of that day.")
    if detail.meta.is_partial:
        out.print(PARTIAL_DAY)
    out.print(_standing(box_day, detail.meta))
    for table in (_figures_table(box_day), _marketplaces_table(box_day)):
        out.print()
        out.print(table)
    out.print()
    nowhere = nobody_reports(lambda key: getattr(box_day.figures, key) is not None, "of this box")
    if nowhere:
        out.print(nowhere)
    out.print(f"Generation {detail.meta.generation}, data as of {detail.meta.data_as_of}.")


def print_series(found: TimeSeries) -> None:
    """Print one row per day with figures; metrics that no day has are named below."""
    out, meta = console(), found.meta
    out.print(f"{meta.box} · {meta.start} to {meta.end}", style="bold")
    shown = [name for name in meta.metrics if any(_tells(row, name) for row in found.data)]
    table = plain_table("day", *map(_heading, shown), left=("day",))
    for row in found.data:
        table.add_row(str(row["metric_date"]), *(_cell(name, row[name]) for name in shown))
    out.print(table)
    unknown = [_heading(name) for name in meta.metrics if name not in (*shown, _OBSERVED)]
    if unknown:
        out.print(f"Nothing known of: {', '.join(unknown)}.")
    out.print(
        f"{plural(len(found.data), 'day')} with figures; days that are missing have no report still good."
    )


def _tells(row: Mapping[str, object], name: str) -> bool:
    """Whether a value is worth a column: the day of the report is where it is an earlier one."""
    return row[name] is not None and not (name == _OBSERVED and row[name] == row["metric_date"])


def _heading(name: str) -> str:
    if name in FIGURES:
        return FIGURES[name].heading
    return name.removeprefix("current_").replace("_", " ")


def _cell(name: str, value: date | float | int | bool | str | list[str] | None) -> str | Text:
    if value is None:
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value) or DASH
    if name == _OBSERVED and isinstance(value, date):
        return short_day(value)
    if isinstance(value, float | int) and name in FIGURES:
        return written(value, FIGURES[name].unit)
    return str(value)


def _identity(box: BoxCard) -> str:
    released = f"released {box.release_date}" if box.release_date else None
    return " · ".join(part for part in (box.slug, box.game, box.set_name, released) if part)


def _standing(box_day: BoxDay, meta: BoardMeta) -> Text:
    board = f"{ordered_by(meta.metric)} on {box_day.metric_date}"
    if box_day.record is None or box_day.ranks.current_rank is None:
        return Text(f"No rank {board}: {why_empty(box_day.figures, meta.metric)}.")
    if meta.is_partial or meta.previous_ranked_day is None:
        return Text(f"Rank {box_day.ranks.current_rank} {board}")
    return Text.assemble(
        f"Rank {box_day.ranks.current_rank} {board}  ",
        movement(box_day.record.rank_state, box_day.ranks.rank_change),
        f"{_came_from(box_day.ranks, box_day.record)}\n{_record(box_day.record)}",
    )


def _came_from(ranks: Ranks, record: ChartRecord) -> str:
    if ranks.previous_rank is not None:
        return f"  before: {ranks.previous_rank}"
    return f"  left at {record.last_rank} on {record.last_rank_date}" if record.last_rank_date else ""


def _record(record: ChartRecord) -> str:
    at_top = (
        f", {plural(record.days_at_number_one, 'day')} at number one" if record.days_at_number_one else ""
    )
    peak = "" if record.peak_rank is None else f"Peak {record.peak_rank} on {record.peak_date}; "
    return f"{peak}ranked on {plural(record.days_ranked, 'day')}{at_top}; streak {record.streak}"


def _figures_table(box_day: BoxDay) -> Table:
    figures, day = box_day.figures, box_day.figures.observed_on
    known = {key for key in FIGURES if getattr(figures, key) is not None}
    table = plain_table("figure", "value", "", left=("figure", ""))
    for key, figure in FIGURES.items():
        if figure.is_number and key not in _NOT_SHOWN and can_be_known(key, known):
            table.add_row(figure.label, figure_of(figures, key, day), _note(key, figures, day))
    return table


def _note(key: str, figures: Figures, day: date) -> str:
    """The note on a figure: why there is none, or whose day it is."""
    if getattr(figures, key) is None:
        return why_empty(figures, key)
    reported_on, basis = report_day(figures, key, day), None
    if key.endswith("_change_pct"):
        basis = other_basis(figures, key)
    notes = (
        reported_on and f"* reported on {reported_on}",
        basis and f"since {basis}",
        key == "unified_volume_7d_ema" and figures.is_provisional and "provisional: fewer than 7 volumes",
        key == "daily_volume_usd" and figures.daily_volume_is_estimated and "estimated",
        key == "daily_volume_usd" and without(figures.missing_marketplaces),
        key in _DAYS_OF and f"on {getattr(figures, _DAYS_OF[key])}",
    )
    return ", ".join(note for note in notes if note)


def _marketplaces_table(box_day: BoxDay) -> Table:
    shown = [name for name in _OF_MARKETPLACES if any(_has(each, name) for each in box_day.marketplaces)]
    headings = (_OF_MARKETPLACES[name][0] for name in shown)
    table = plain_table("marketplace", *headings, "", left=("marketplace", ""))
    for each in box_day.marketplaces:
        figures = (in_full(getattr(each, name), _OF_MARKETPLACES[name][1]) for name in shown)
        table.add_row(each.marketplace, *figures, _marketplace_note(each, box_day.metric_date))
    return table


def _has(each: MarketplaceDay, name: str) -> bool:
    return getattr(each, name) is not None


def _marketplace_note(each: MarketplaceDay, day: date) -> str:
    if each.observed_on != day:
        return f"reported on {each.observed_on}"
    carried = {"floor": each.floor_on, "market price": each.market_price_on, "listings": each.listings_on}
    notes = (
        each.volume_is_estimated and "volume estimated",
        each.volume_weight != 1 and f"volume × {each.volume_weight:g}",
        each.is_missing and "no volume that day",
        *(f"{name} of {on}" for name, on in carried.items() if on not in (None, day)),
    )
    return ", ".join(note for note in notes if note)
