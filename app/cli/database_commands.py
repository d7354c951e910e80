"""`boxrank db`: the tables and what state they are in."""

from typing import TYPE_CHECKING

import typer

from app.cli.options import DatabaseOption, JsonFlag, opened_services
from app.cli.output import cell, print_json, whole

if TYPE_CHECKING:
    from app.operate.status import DatabaseStatus

database_app = typer.Typer(name="db", help="The database: its tables and their state.", no_args_is_help=True)


@database_app.command()
def upgrade(database: DatabaseOption = None) -> None:
    """Create the tables, or bring them up to date. Run again, it changes nothing."""
    with opened_services(database) as services:
        before, _ = services.database.revisions()
        services.database.upgrade()
        after, _ = services.database.revisions()
        shown = services.database.url.render_as_string()
    stays = "was up to date already" if before == after else "is up to date"
    typer.echo(f"{shown} {stays}: revision {after}.")


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
    if found.revision is None:
        return {"database": found.url, "tables": "none yet: run `boxrank db upgrade`"}
    tables = f"revision {found.revision}"
    if not found.is_current:
        tables += f"; this version needs {found.wanted_revision}: run `boxrank db upgrade`"
        return {"database": found.url, "tables": tables}
    return {
        "database": found.url,
        "tables": tables,
        "generation": _generation(found),
        "data as of": cell(found.data_as_of),
        "boxes": whole(found.boxes),
        "stale": f"{whole(found.stale_boxes)}: run `boxrank refresh`" if found.stale_boxes else "none",
    }


def _generation(found: "DatabaseStatus") -> str:
    if found.published_at is None:
        return "nothing is published yet"
    return f"{found.generation}, published {found.published_at:%Y-%m-%d %H:%M} UTC"
