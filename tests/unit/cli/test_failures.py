"""Which error ends a command with which exit code."""

from collections.abc import Callable

import pytest
import typer
from typer.testing import CliRunner

from app.cli.failures import AddressTaken, ReportingGroup
from app.domain.errors import BoxrankError, ImportRefused, Unavailable, UnknownBox
from app.domain.observations import Rejection


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (BoxrankError("no"), 1),
        (UnknownBox("x"), 1),
        (Unavailable("gone\nfor good"), 3),
        (AddressTaken("taken"), 3),
        (KeyboardInterrupt(), 130),
    ],
)
def test_a_foreseen_error_is_one_line_and_its_exit_code(error: BaseException, exit_code: int) -> None:
    result = CliRunner().invoke(_command_that_raises(error))
    assert result.exit_code == exit_code
    assert len(result.stderr.splitlines()) == 1


def test_an_interruption_says_that_nothing_is_half_written() -> None:
    result = CliRunner().invoke(_command_that_raises(KeyboardInterrupt()))
    assert "Nothing was half-written" in result.stderr


def test_every_rejection_of_a_file_has_its_line() -> None:
    rejections = [Rejection(7, "floor", "-3", "negative"), Rejection(9, "date", "x", "not a date")]
    result = CliRunner().invoke(_command_that_raises(ImportRefused(rejections)))
    assert result.stderr.splitlines() == [
        'line 7, column floor: "-3" – negative',
        'line 9, column date: "x" – not a date',
        "2 bad rows: nothing was stored.",
    ]


def test_an_error_that_nobody_foresaw_stays_loud() -> None:
    result = CliRunner().invoke(_command_that_raises(ZeroDivisionError()))
    assert isinstance(result.exception, ZeroDivisionError)


def _command_that_raises(error: BaseException) -> typer.Typer:
    app = typer.Typer(cls=ReportingGroup)
    app.command("fail")(_raiser(error))
    app.callback(invoke_without_command=True)(_raiser(error))
    return app


def _raiser(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail
