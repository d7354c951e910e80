"""What a terminal shows: tables, figures, ranks, progress and warnings; a dash is unknown, never zero."""

import codecs
import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.domain.figure import PERCENT, Unit
from app.progress import Progress, silent
from app.words.figures import DASH, MINUS, in_full

_PLAIN_SIGNS = {MINUS: "-", DASH: "-", "▲": "+", "▼": "-", "·": "|", "▸": ">"}


def console(least_width: int = 0) -> Console:
    """Standard output: colours and the terminal's width there, else plain text of 80 columns or more."""
    shown = _PipedConsole(highlight=False, markup=False, emoji=False)
    shown.width = max(shown.width, least_width)
    return shown


class _PipedConsole(Console):
    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError  # the commands decide how they end, not the console


def print_json(value: object) -> None:
    """Print dataclasses, mappings and lists as the same bytes that the API sends, without their age."""
    import orjson

    typer.echo(orjson.dumps(value))


def plain_table(*headings: str, left: tuple[str, ...] = (), shrinking: str | None = None) -> Table:
    """A table without rules, flush right but for the columns in `left`; `shrinking` gives way first."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading in headings:
        is_rigid = shrinking is not None and heading != shrinking
        table.add_column(heading, justify="left" if heading in left else "right", no_wrap=is_rigid)
    return table


def written(value: float | None, unit: Unit) -> str | Text:
    """A figure in full; the colour of a change in percent only repeats its sign."""
    text = in_full(value, unit)
    return Text(text, _colour(value or 0)) if unit == PERCENT else text


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


@contextmanager
def progress_bar(unit: str) -> Iterator[Progress]:
    """Progress for a long job: on a terminal a bar on standard error, with rate per `unit` and time left."""
    stderr = Console(stderr=True)
    if not stderr.is_terminal:
        yield silent
        return
    from rich import progress

    columns = (
        "{task.description}",
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        "{task.fields[rate]}",
    )
    shown = (progress.SpinnerColumn(), *columns, progress.TimeRemainingColumn())
    with progress.Progress(*shown, console=stderr, transient=True) as bar:
        task = bar.add_task("working", total=None, rate="")

        def show(step: str, done: int, total: int) -> None:
            speed = bar.tasks[0].speed
            rate = "" if speed is None else f"{speed:,.1f} {unit}/s"
            bar.update(task, description=step, completed=done, total=total, rate=rate)

        yield show


def forgive_narrow_encodings() -> None:
    """Write a plain sign, or `?`, for one that the encoding of the terminal lacks, and do not fail."""
    codecs.register_error("plain_signs", _plain_signs)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain_signs")


def log_warnings_to_stderr() -> None:
    """Let services warn on standard error; standard output is for the result."""
    import structlog

    plain = structlog.dev.plain_traceback
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def _colour(value: float) -> str:
    return "green" if value > 0 else "red" if value < 0 else "dim"


def _plain_signs(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unknown = error.object[error.start : error.end]
    return "".join(_PLAIN_SIGNS.get(sign, "?") for sign in unknown), error.end
