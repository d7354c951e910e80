"""Which error ends a command with which exit code, and the line that says so."""

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from app.domain.errors import BoxrankError, ImportRefused, ServiceAway


class AddressTaken(BoxrankError):
    """The server cannot listen where it was told to."""


class FileNotWritten(BoxrankError):
    """A file that was asked for cannot be written."""


EXIT_CODES: tuple[tuple[type[BaseException], int], ...] = (
    (ServiceAway, 3),
    (AddressTaken, 3),
    (BoxrankError, 1),
    (KeyboardInterrupt, 130),
)
"""The first row that fits counts. Wrong usage leaves with 2, which the parser of the command line sees to."""

INTERRUPTED = "Interrupted. Nothing was half-written: what had not finished is undone, and may be run again."


class ReportingGroup(TyperGroup):
    """Commands whose foreseen errors become lines on standard error and an exit code; others stay loud."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except tuple(kind for kind, _ in EXIT_CODES) as error:
            for line in _lines(error):
                typer.echo(line, err=True)
            raise typer.Exit(_exit_code(error)) from error


def _exit_code(error: BaseException) -> int:
    return next(code for kind, code in EXIT_CODES if isinstance(error, kind))


def _lines(error: BaseException) -> Iterator[str]:
    if isinstance(error, ImportRefused):
        for rejection in error.rejections:
            place = f"line {rejection.line}, column {rejection.column}"
            yield f'{place}: "{rejection.value}" – {rejection.reason}'
    yield INTERRUPTED if isinstance(error, KeyboardInterrupt) else " ".join(str(error).split())
