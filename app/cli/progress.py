"""A progress bar while a long job runs, where someone is watching."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from app.progress import Progress, silent


@contextmanager
def progress_bar(unit: str) -> Iterator[Progress]:
    """Progress for a service: on a terminal a bar on standard error, with rate per `unit` and time left."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    with _bar(console, unit) as bar:
        task = bar.add_task("working", total=None)

        def show(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total)

        yield show


class _Rate(ProgressColumn):
    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:,.1f} {self._unit}/s")


def _bar(console: Console, unit: str) -> Bar:
    return Bar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(unit),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
