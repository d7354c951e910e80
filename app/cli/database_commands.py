"""`boxrank db`: the tables and what state they are in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import DatabaseOption, JsonFlag, opened_services
from app.cli.output import print_json
from app.cli.refresh_commands import held_words
from app.words.figures import DASH, count, plural

if TYPE_CHECKING:
    from app.operate.status import DatabaseStatus

database_app = typer.Typer(name="db", help="The database: its tables and their state.", no_args_is_help=True)


@database_app.command()
def upgrade(database: DatabaseOption = None) -> None:
    """Create the tables, or bring them up to date. Run again, it changes nothing."""
    with opened_services(database) as services:
        has_changed = services.database.upgrade()
        revision = services.database.tables().revision
        shown = services.database.url.render_as_string()
    state = "is up to date" if has_changed else "was up to date already"
    typer.echo(f"{shown} {state}: revision {revision}.")


@database_app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write; it must not exist.")],
    database: DatabaseOption = None,
) -> None:
    """Write a SQLite database to one file while it is in use. For PostgreSQL: pg_dump."""
    from app.operate.backup import back_up

    with opened_services(database) as services:
        size = back_up(services.database, file)
    typer.echo(f"{file} holds the database: {size:,} bytes, checked.")


@database_app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `boxrank db backup` has written.")],
    is_confirmed: Annotated[
        bool, typer.Option("--yes", help="Do not ask before the data is replaced.")
    ] = False,
    database: DatabaseOption = None,
) -> None:
    """Replace all data of a SQLite database by a backup, at once and while it is served."""
    from app.operate import backup as operation

    with opened_services(database) as services:
        shown = services.database.url.render_as_string()
        if not is_confirmed:
            typer.confirm(f"Replace all data of {shown} by {file}?", abort=True)
        restored = operation.restore(services.database, file, services.clock)
    typer.echo(f"{shown} is restored from {file}: revision {restored.revision}.")
    if restored.generation is not None:
        typer.echo(f"generation {restored.generation} is published")
    if not restored.is_current:
        typer.echo("Next: boxrank db upgrade")


@database_app.command()
def status(database: DatabaseOption = None, as_json: JsonFlag = False) -> None:
    """Show revision, generation, newest day and what is stale."""
    from app.operate.status import database_status

    with opened_services(database) as services:
        found = database_status(services.database)
    if as_json:
        print_json(found)
        return
    for label, words in _words(found).items():
        typer.echo(f"{label:<11} {words}")


def _words(found: "DatabaseStatus") -> dict[str, str]:
    revision = {"tables": f"revision {found.revision}"} if found.revision else {}
    problem = {"problem": f"the database {found.problem}"} if found.problem else {}
    head = {"database": found.url, **revision, **problem}
    if not found.is_readable:
        return head
    return {
        **head,
        "generation": _generation(found),
        "data as of": DASH if found.data_as_of is None else str(found.data_as_of),
        "boxes": DASH if found.boxes is None else count(found.boxes),
        "stale": _stale(found),
        "suspects": _suspects(found),
        **({"held": ", ".join(map(held_words, found.held))} if found.held else {}),
    }


def _suspects(found: "DatabaseStatus") -> str:
    if not found.suspect_values:
        return "none"
    return f"{plural(found.suspect_values, 'value')} not used: see `boxrank suspects list`"


def _stale(found: "DatabaseStatus") -> str:
    if not found.stale_boxes:
        return "none"
    option = " --hold-partial" if found.held else ""
    return f"{count(found.stale_boxes)}: run `boxrank refresh{option}`"


def _generation(found: "DatabaseStatus") -> str:
    if found.published_at is None:
        return "nothing is published yet"
    return f"{found.generation}, published {found.published_at:%Y-%m-%d %H:%M} UTC"
