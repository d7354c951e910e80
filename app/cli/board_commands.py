"""`boxrank leaderboard`, `box` and `series`: the board read in a terminal, or as the API's JSON."""

from datetime import date
from typing import Annotated

import typer

from app.cli.options import DatabaseOption, DayOption, JsonFlag, day_argument, opened_services
from app.cli.output import print_json

TABLE_METRICS = (
    "current_rank",
    "unified_volume_7d_ema",
    "daily_volume_usd",
    "floor_price_usd",
    "active_listings_count",
    "boxes_sold",
)
"""Columns of `boxrank series` that fit a terminal; its JSON has all metrics."""

BoxArgument = Annotated[
    str, typer.Argument(metavar="BOX", help="Slug such as op-05, or identifier such as tcgplayer:450086.")
]


def leaderboard(
    day: DayOption = None,
    limit: Annotated[int, typer.Option("--limit", help="Rows to show, at most 500.")] = 50,
    offset: Annotated[int, typer.Option("--offset", help="Rows to leave out first.")] = 0,
    game: Annotated[str | None, typer.Option("--game", help="Only boxes of this game.")] = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Show the board: boxes by the 7-day average of their volume in dollars.

    = marks a tie, ▲6 climbed six, ▼2 fell two, – stayed, NEW was never ranked before, RE came back.
    """
    from app.cli.board_table import print_leaderboard
    from app.services.leaderboard_service import LeaderboardRequest

    request = LeaderboardRequest(day, game, limit, offset)
    with opened_services(database) as services:
        board = services.leaderboard.leaderboard(request)
    (print_json if as_json else print_leaderboard)(board)


def box(
    reference: BoxArgument,
    day: DayOption = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Show one box on one day: rank, record, figures and what each marketplace said."""
    from app.cli.box_table import print_box
    from app.services.box_detail_service import BoxDetailRequest

    with opened_services(database) as services:
        detail = services.box_detail.detail(BoxDetailRequest(reference, day))
    (print_json if as_json else print_box)(detail)


def series(
    reference: BoxArgument,
    days: Annotated[int | None, typer.Option("--days", help="Days up to the newest. Default: 90.")] = None,
    start: Annotated[
        date | None,
        typer.Option("--start", metavar="DAY", parser=day_argument, help="First day, YYYY-MM-DD."),
    ] = None,
    end: Annotated[
        date | None,
        typer.Option("--end", metavar="DAY", parser=day_argument, help="Last day. Default: the newest."),
    ] = None,
    metrics: Annotated[
        list[str] | None,
        typer.Option("--metric", metavar="METRIC", help="A metric; may be given several times."),
    ] = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Show the figures of one box over time, one row per observed day, oldest first."""
    from app.cli.box_table import print_series
    from app.services.time_series_service import TimeSeriesRequest

    shown = tuple(metrics or (() if as_json else TABLE_METRICS))
    request = TimeSeriesRequest(reference, shown, days, start, end)
    with opened_services(database) as services:
        found = services.time_series.series(request)
    (print_json if as_json else print_series)(found)
