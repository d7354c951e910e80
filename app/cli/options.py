"""Options that several commands share, and the services that they open."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from app.cli.output import log_warnings_to_stderr
from app.domain.boards import BOARD_METRICS
from app.domain.days import LATEST_DAY, parse_day
from app.domain.errors import InvalidValue

if TYPE_CHECKING:
    from app.bootstrap import Services


LATEST = "latest"


def day_argument(text: str) -> date:
    """A market day of the command line; a wrong one is wrong usage."""
    try:
        return parse_day(text)
    except InvalidValue as error:
        raise typer.BadParameter(str(error)) from error


def day_or_latest(text: str) -> date:
    """The same, or LATEST_DAY for `latest`."""
    return LATEST_DAY if text == LATEST else day_argument(text)


DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="Database URL, or path of a SQLite file. Default: BOXRANK_DATABASE_URL, else boxrank.db.",
        show_default=False,
    ),
]
DayOption = Annotated[
    date | None,
    typer.Option(
        "--date",
        metavar="DAY",
        parser=day_or_latest,
        help="A ranked day, YYYY-MM-DD, or latest, partial or not. Default: the latest that is not partial.",
    ),
]
BoxArgument = Annotated[
    str, typer.Argument(metavar="BOX", help="Slug such as op-05, or identifier such as tcgplayer:450086.")
]
MetricOption = Annotated[
    str | None,
    typer.Option(
        "--metric",
        metavar="METRIC",
        help=f"What ranks the boxes: {', '.join(BOARD_METRICS)}. Default: the default board.",
        show_default=False,
    ),
]
GameOption = Annotated[
    str | None,
    typer.Option("--game", help="Rank the boxes of this game only.", show_default=False),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON instead of words and tables.")]


def database_url(given: str | None) -> str | None:
    """The URL of what was given as `--database`: a URL as it is, a path as a SQLite file, None as None."""
    return given if given is None or "://" in given else f"sqlite:///{quote(given)}"


@contextmanager
def opened_services(database: str | None, **settings: object) -> "Iterator[Services]":
    """The services over a database, closed at the end. Raises InvalidValue."""
    from app.bootstrap import open_services

    log_warnings_to_stderr()
    services = open_services(database_url=database_url(database), **settings)
    services.database.on_wait = lambda sentence: typer.echo(sentence, err=True)
    try:
        yield services
    finally:
        services.database.close()
