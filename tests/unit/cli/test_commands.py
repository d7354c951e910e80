"""What holds for every command."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest
import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from app.cli.main import app
from app.cli.options import database_url, day_argument

WITHOUT_DATABASE = {"boxrank assets", "boxrank cache stats"}
ASKING = {
    "leaderboard",
    "box",
    "series",
    "history",
    "around",
    "distance",
    "explain",
    "days",
    "diff",
    "games",
    "boxes list",
    "export ranks",
    "warm",
    "cache stats",
    "refresh",
    "demo",
}


def test_every_command_takes_a_database_and_explains_itself_and_its_options() -> None:
    for path, command in _commands(typer.main.get_command(app)):
        options = {option for parameter in command.params for option in parameter.opts}
        assert "--database" in options or path in WITHOUT_DATABASE, path
        assert command.help, path
        for parameter in command.params:
            assert isinstance(parameter, TyperOption | TyperArgument)
            assert parameter.help, f"{path} {parameter.name}"


def test_every_command_that_answers_a_question_shows_an_example() -> None:
    for path, command in _commands(typer.main.get_command(app)):
        if path.removeprefix("boxrank ") in ASKING:
            assert f"For example: {path} " in " ".join(str(command.help).split()), path


def test_the_commands_are_known_without_loading_the_database_or_the_engine() -> None:
    heavy = ("polars", "sqlalchemy", "pydantic_settings", "granian", "fastapi")
    code = f"import sys, app.cli.main; print(*[name for name in {heavy!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout == "\n"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        (None, None),
        ("demo.db", "sqlite:///demo.db"),
        ("/tmp/demo.db", "sqlite:////tmp/demo.db"),
        ("a?b#c.db", "sqlite:///a%3Fb%23c.db"),
        ("postgresql+psycopg://h/b", "postgresql+psycopg://h/b"),
    ],
)
def test_a_path_is_a_sqlite_database(given: str | None, url: str | None) -> None:
    assert database_url(given) == url


def test_a_day_is_read_and_a_wrong_one_is_wrong_usage() -> None:
    assert day_argument("2026-01-31") == date(2026, 1, 31)
    with pytest.raises(typer.BadParameter, match="2026-02-30"):
        day_argument("2026-02-30")


def _commands(command: object, path: str = "boxrank") -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(command, TyperGroup):
        for name, part in command.commands.items():
            yield from _commands(part, f"{path} {name}")
    else:
        assert isinstance(command, TyperCommand)
        yield path, command
