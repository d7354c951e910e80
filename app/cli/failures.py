"""Which error ends a command with which exit code, and with which line on standard error."""

import os
import signal
import sys
from collections.abc import Iterator
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from app.domain.errors import BoxrankError, ImportRefused, Unavailable
from app.words.cells import terminal_text


class AddressTaken(BoxrankError):
    """The server cannot listen on the requested address."""


class FileNotWritten(BoxrankError):
    """An output file cannot be written."""


class Terminated(KeyboardInterrupt):
    """SIGTERM arrived; it ends a command the way Ctrl-C does."""


EXIT_CODES: tuple[tuple[type[BaseException], int], ...] = (
    (Unavailable, 3),
    (AddressTaken, 3),
    (BoxrankError, 1),
    (Terminated, 143),
    (KeyboardInterrupt, 130),
    (BrokenPipeError, 141),
)
"""The first row that fits counts. Wrong usage exits with 2 by the parser of the command line."""

MOST_PRINTED = 100
"""Most reasons of refused rows on standard error."""

UNDONE = "Nothing was half-written: unfinished work is undone and can be run again."


def terminate_like_ctrl_c() -> None:
    """From now on SIGTERM raises Terminated in the main thread."""
    signal.signal(signal.SIGTERM, _raise_terminated)


class ReportingGroup(TyperGroup):
    """Commands whose expected errors become lines on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:  # the reader of a pipe has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(_exit_code(error)) from error
        except tuple(kind for kind, _ in EXIT_CODES) as error:
            for line in _lines(error):
                typer.echo(line, err=True)
            raise typer.Exit(_exit_code(error)) from error
        return result


def _raise_terminated(*_signal: object) -> NoReturn:
    raise Terminated


def _exit_code(error: BaseException) -> int:
    return next(code for kind, code in EXIT_CODES if isinstance(error, kind))


def _lines(error: BaseException) -> Iterator[str]:
    if isinstance(error, ImportRefused):
        for rejection in error.rejections[:MOST_PRINTED]:
            place = f"line {rejection.line}, column {rejection.column}"
            yield terminal_text(f'{place}: "{rejection.value}" – {rejection.reason}')
        if len(error.rejections) > MOST_PRINTED:
            yield f"Only the first {MOST_PRINTED} reasons are shown; --skip-bad --rejects FILE lists more."
    if isinstance(error, KeyboardInterrupt):
        yield f"{'Terminated' if isinstance(error, Terminated) else 'Interrupted'}. {UNDONE}"
    else:
        yield terminal_text(" ".join(str(error).split()))
