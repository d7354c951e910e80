"""The ranked days of a board, and two of them side by side, in a terminal."""

from collections.abc import Mapping
from types import MappingProxyType

from rich.table import Table
from rich.text import Text

from app.cli.output import arrow, console, plain_table
from app.cli.tables.board_columns import figure, ordered_by
from app.domain.boards import BOARD_METRICS
from app.domain.comparable import Difference, MarketplaceChange
from app.schemas import BoardDay, BoardDays, ComparedBox, DayComparison, Outcome
from app.words.figures import DASH, count, plural

SIGNS: Mapping[Outcome, str] = MappingProxyType({"ENTERED": "in", "LEFT": "out"})


def print_days(found: BoardDays, total: int) -> None:
    """Print one row per ranked day, and how many of all days these are."""
    out, meta = console(), found.meta
    out.print(f"{meta.game or 'all games'} · {ordered_by(meta.metric)}", style="bold")
    out.print(_days_table(found.data))
    out.print(f"{len(found.data):,} of {plural(total, 'ranked day')}.")
    if any(day.is_partial for day in found.data):
        out.print("Partial: fewer than half of the expected boxes were reported.")


def print_comparison(compared: DayComparison, offset: int) -> None:
    """Print how many boxes met which outcome, and one row per box."""
    out, meta = console(), compared.meta
    spans = f"{compared.before.metric_date} to {compared.after.metric_date}"
    out.print(f"{spans} · {meta.game or 'all games'} · {ordered_by(meta.metric)}", style="bold")
    out.print(", ".join(f"{boxes:,} {outcome.lower()}" for outcome, boxes in compared.counts.items()))
    for day in (compared.before, compared.after):
        if day.is_partial:
            out.print(f"{day.metric_date} is a partial day: fewer than half the usual boxes were reported.")
    if compared.data:
        out.print()
        out.print(_comparison_table(compared.data, meta.metric))
        out.print()
    out.print(_place(compared, offset))


def _days_table(days: list[BoardDay]) -> Table:
    headings = ("day", "ranked", "reported", "expected", "compared with", "")
    table = plain_table(*headings, left=("day", "compared with", ""))
    for day in days:
        table.add_row(
            str(day.metric_date),
            count(day.boxes_ranked),
            count(day.boxes_observed),
            DASH if day.boxes_expected is None else f"{day.boxes_expected:,g}",
            DASH if day.compared_with is None else str(day.compared_with),
            "partial" if day.is_partial else "",
        )
    return table


def _comparison_table(boxes: list[ComparedBox], metric: str) -> Table:
    value = BOARD_METRICS[metric].heading
    headings = ("rank was", "is", "move", "box", "name", f"{value} was", "is")
    notes = [_note(box) for box in boxes]
    more = ("reports",) if any(notes) else ()
    table = plain_table(*headings, *more, left=("move", "box", "name", "reports"), shrinking="name")
    for box, note in zip(boxes, notes, strict=True):
        table.add_row(
            _rank(box.rank_before),
            _rank(box.rank_after),
            _move(box),
            box.slug,
            Text(box.name, overflow="ellipsis", no_wrap=True),
            figure(metric, box.value_before),
            figure(metric, box.value_after),
            *([note] if more else []),
        )
    return table


def _note(box: ComparedBox) -> str:
    if box.last_observed_on is not None:
        return f"none since {box.last_observed_on}"
    return ", ".join(_change(each) for each in box.marketplaces)


def _change(change: MarketplaceChange) -> str:
    preposition = "joined on" if change.kind == Difference.JOINED else "silent since"
    return f"{change.marketplace} {preposition} {change.last_report}"


def _rank(rank: int | None) -> str:
    return DASH if rank is None else str(rank)


def _move(box: ComparedBox) -> Text:
    sign = SIGNS.get(box.outcome)
    return arrow(box.rank_change) if sign is None else Text(sign, "cyan")


def _place(compared: DayComparison, offset: int) -> str:
    shown = len(compared.data)
    if not shown:
        return f"No rows here; there are {compared.total:,}."
    place = f"Rows {offset + 1:,} to {offset + shown:,} of {compared.total:,}."
    is_last = offset + shown >= compared.total
    return place if is_last else f"{place} Next page: --offset {offset + shown}"
