"""`boxrank around`, `distance`, `explain` and `history`: where a box stands, how far apart, and why."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import (
    BoxArgument,
    DatabaseOption,
    DayOption,
    GameOption,
    JsonFlag,
    MetricOption,
    opened_services,
)
from app.cli.output import print_json

if TYPE_CHECKING:
    from app.bootstrap import Services

HISTORY_DAYS = 30


def around(
    reference: BoxArgument,
    count: Annotated[int, typer.Option("-n", "--count", help="Rows above and below it, at most 100.")] = 5,
    metric: MetricOption = None,
    game: GameOption = None,
    day: DayOption = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Show the boxes around one box on a board; at both ends of the board the window keeps its size.

    For example: boxrank around op-05 -n 3
    """
    from app.cli.tables.standing_tables import print_around
    from app.read.around import AroundRequest, read_around

    request = AroundRequest(metric=metric, game=game, day=day, box=reference, count=count)
    with opened_services(database) as services:
        found = services.read(read_around, request)
    (print_json if as_json else print_around)(found)


def distance(
    reference: BoxArgument,
    metric: MetricOption = None,
    game: GameOption = None,
    day: DayOption = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Show the gap to the neighbouring ranks, and the volume needed to reach or to hold them.

    For example: boxrank distance op-05
    """
    from app.cli.tables.standing_tables import print_distance
    from app.read.explanation import DistanceRequest, read_distance

    request = DistanceRequest(metric=metric, game=game, day=day, box=reference)
    with opened_services(database) as services:
        found = services.read(read_distance, request)
    (print_json if as_json else print_distance)(found)


def explain(
    reference: BoxArgument,
    day: DayOption = None,
    metric: MetricOption = None,
    game: GameOption = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Show why a box moved: in words, and as a sum whose parts add up to the change of its rank.

    For example: boxrank explain op-05 --date 2026-01-31
    """
    from app.cli.tables.standing_tables import print_explanation
    from app.read.explanation import ExplanationRequest, read_explanation

    request = ExplanationRequest(metric=metric, game=game, day=day, box=reference)
    with opened_services(database) as services:
        found = services.read(read_explanation, request)
    (print_json if as_json else print_explanation)(found)


def history(
    reference: BoxArgument,
    days: Annotated[
        int | None,
        typer.Option("--days", min=1, help=f"Days up to the newest ranked one. Default: {HISTORY_DAYS}."),
    ] = None,
    is_all: Annotated[bool, typer.Option("--all", help="Every day since the first.")] = False,
    metric: MetricOption = None,
    game: GameOption = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Show the ranks of a box day by day, with its peak and streak as they stood on each day.

    For example: boxrank history op-05 --all
    """
    from app.cli.tables.standing_tables import print_history
    from app.read.rank_history import RankHistoryRequest, read_rank_history

    if is_all and days is not None:
        raise typer.BadParameter("Give --days or --all, not both.")
    with opened_services(database) as services:
        start = None if is_all else _first_day(services, metric, game, days or HISTORY_DAYS)
        found = services.read(read_rank_history, RankHistoryRequest(reference, metric, game, start))
    (print_json if as_json else print_history)(found)


def _first_day(services: "Services", metric: str | None, game: str | None, days: int) -> date:
    from app.read.days import BoardDaysRequest, read_days

    newest = services.read(read_days, BoardDaysRequest(metric, game)).data[-1].metric_date
    return date.min if days > newest.toordinal() else newest - timedelta(days - 1)
