"""How values stand in a terminal: money, counts, changes and ranks; a dash is unknown, never zero."""

from datetime import date
from typing import NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

DASH = "–"


def console(least_width: int = 0) -> Console:
    """Standard output: colours and the terminal's width there, else plain text of 80 columns or more."""
    shown = _PipedConsole(highlight=False, markup=False, emoji=False)
    shown.width = max(shown.width, least_width)
    return shown


class _PipedConsole(Console):
    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError  # the commands decide how they end, not the console


def print_json(value: object) -> None:
    """Print dataclasses, mappings and lists in the very bytes that the API sends, but for their age."""
    import orjson

    typer.echo(orjson.dumps(value))


def plain_table(*headings: str, left: tuple[str, ...] = (), shrinking: str | None = None) -> Table:
    """A table without rules, flush right but for the columns in `left`; `shrinking` gives way first."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading in headings:
        is_rigid = shrinking is not None and heading != shrinking
        table.add_column(heading, justify="left" if heading in left else "right", no_wrap=is_rigid)
    return table


def dollars(value: float | None) -> str:
    """US dollars to the cent."""
    return DASH if value is None else f"${value:,.2f}"


def decimal(value: float | None, places: int = 2) -> str:
    """A figure without a unit."""
    return DASH if value is None else f"{value:,.{places}f}"


def whole(value: int | None) -> str:
    """A count."""
    return DASH if value is None else f"{value:,}"


def percent(value: float | None) -> Text:
    """A change in percent with its sign, which the colour only repeats."""
    if value is None:
        return Text(DASH, "dim")
    return Text(f"{value:+,.1f}%", _colour(value))


def cell(value: date | float | int | bool | str | None) -> str:
    """A value whose unit the heading tells."""
    if value is None:
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def movement(state: str, rank_change: int | None) -> Text:
    """The arrow of a rank: ▲6 climbed, ▼2 fell, – unchanged, NEW, RE for a re-entry."""
    if rank_change is None:
        return Text({"NEW": "NEW", "RE_ENTRY": "RE"}.get(state, DASH), "cyan")
    return arrow(rank_change)


def arrow(rank_change: int | None) -> Text:
    """A change of rank: ▲6 climbed, ▼2 fell; a dash for unchanged or unknown."""
    if not rank_change:
        return Text(DASH, "dim")
    return Text(f"{'▲' if rank_change > 0 else '▼'}{abs(rank_change)}", _colour(rank_change))


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`1 box`, `2,000 boxes`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _colour(value: float) -> str:
    return "green" if value > 0 else "red" if value < 0 else "dim"
