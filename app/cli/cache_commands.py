"""`boxrank warm` and `boxrank cache stats`: the cache filled, and what the one of a running server did."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import DatabaseOption, DayOption, JsonFlag, opened_services
from app.cli.output import print_json

if TYPE_CHECKING:
    from app.config import Settings

cache_app = typer.Typer(name="cache", help="The cache of a running server.", no_args_is_help=True)

ALONE = (
    "Without BOXRANK_REDIS_URL these answers are gone with this command. "
    "A server warms its own when it starts and after every publication."
)


def warm(
    context: typer.Context,
    day: DayOption = None,
    top: Annotated[
        int | None,
        typer.Option(
            "--top",
            min=0,
            help="Boxes to warm. Default: BOXRANK_WARM_TOP_BOXES, else 50.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Compute the most requested answers, and keep them in Redis for all servers.

    These are the first pages of the board and of each game, details and series of the first boxes, and the
    pages for people of all these. Where there is a Redis, `boxrank refresh` does it by itself.

    For example: boxrank warm --top 100
    """
    from app.cli.output import progress_bar
    from app.cli.warming import warm_answers, warmed_lines

    with opened_services(database) as services, progress_bar("answers") as progress:
        has_redis = services.settings.redis_url is not None
        warmed = warm_answers(services, context.obj, day, top, progress)
    if as_json:
        print_json(warmed)
    else:
        for line in warmed_lines(warmed):
            typer.echo(line)
    if not has_redis:
        typer.echo(ALONE, err=True)
    if warmed.report.failed:
        raise typer.Exit(1)


@cache_app.command()
def stats(
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            metavar="URL",
            help="A running server. Default: by BOXRANK_HOST and BOXRANK_PORT, else http://127.0.0.1:8000.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Show what the cache of a running server did since the server started: hits, misses, errors.

    Every server process counts for itself; of several workers, the one that answers is shown.

    For example: boxrank cache stats --url http://127.0.0.1:8000
    """
    from app.cli.cache_stats import print_stats, read_stats

    if url is not None and not url.startswith(("http://", "https://")):
        raise typer.BadParameter("Give the URL of a server, such as http://127.0.0.1:8000.")
    with opened_services(None) as services:
        found = read_stats(url or _own_url(services.settings))
    (print_json if as_json else print_stats)(found)


def _own_url(settings: "Settings") -> str:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    host = reachable.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
