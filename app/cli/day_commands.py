"""`boxrank days` and `boxrank diff`: the ranked days of a board, and two of them side by side."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from app.cli.options import DatabaseOption, GameOption, JsonFlag, MetricOption, day_or_latest, opened_services
from app.cli.output import print_json

NEWEST_DAYS = 30


def days(
    last: Annotated[
        int | None, typer.Option("--last", min=1, help=f"So many of the newest days. Default: {NEWEST_DAYS}.")
    ] = None,
    is_all: Annotated[bool, typer.Option("--all", help="Every day since the first.")] = False,
    metric: MetricOption = None,
    game: GameOption = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Show the ranked days of a board, oldest first: boxes ranked and reported, partial or not.

    For example: boxrank days --all
    """
    from app.cli.tables.day_tables import print_days
    from app.read.days import BoardDaysRequest, read_days

    if is_all and last is not None:
        raise typer.BadParameter("Give --last or --all, not both.")
    with opened_services(database) as services:
        found = services.read(read_days, BoardDaysRequest(metric, game))
    shown = found if is_all else replace(found, data=found.data[-(last or NEWEST_DAYS) :])
    if as_json:
        print_json(shown)
    else:
        print_days(shown, len(found.data))


def diff(  # noqa: PLR0913, PLR0917 - every argument is an option of the command line
    before: Annotated[date, typer.Argument(metavar="DAY1", parser=day_or_latest, help="The earlier day.")],
    after: Annotated[date, typer.Argument(metavar="DAY2", parser=day_or_latest, help="The later day.")],
    outcome: Annotated[
        str | None,
        typer.Option(
            "--outcome", metavar="OUTCOME", help="Only boxes of one: entered, left, climbed, fell, unchanged."
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="Rows to show.")] = 50,
    offset: Annotated[int, typer.Option("--offset", help="Rows to leave out first.")] = 0,
    metric: MetricOption = None,
    game: GameOption = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Compare two ranked days of a board: which boxes entered, left, climbed, fell or kept their rank.

    For example: boxrank diff 2026-01-24 2026-01-31 --outcome climbed
    """
    from app.cli.tables.day_tables import print_comparison
    from app.read.day_comparison import DayComparisonRequest, read_day_comparison

    wanted = None if outcome is None else outcome.upper()
    request = DayComparisonRequest(before, after, metric, game, wanted, limit, offset)
    with opened_services(database) as services:
        compared = services.read(read_day_comparison, request)
    if as_json:
        print_json(compared)
    else:
        print_comparison(compared, offset)
