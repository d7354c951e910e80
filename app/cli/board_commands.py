"""`boxrank leaderboard`, `box` and `series`: the board read in a terminal, or as the API's JSON."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import (
    BoxArgument,
    DatabaseOption,
    DayOption,
    GameOption,
    JsonFlag,
    MetricOption,
    day_argument,
    day_or_latest,
    opened_services,
)
from app.cli.output import print_json
from app.domain.boards import VOLUME_METRIC_OF_WINDOW, resolve_metric

if TYPE_CHECKING:
    from app.bootstrap import Services
    from app.read.board import LeaderboardRequest
    from app.schemas import Leaderboard

TABLE_METRICS = (
    "current_rank",
    "unified_volume_7d_ema",
    "daily_volume_usd",
    "floor_price_usd",
    "market_price_usd",
    "active_listings_count",
    "boxes_sold",
    "observed_on",
)
"""Columns of `boxrank series` that fit a terminal; its JSON has all metrics."""


def leaderboard(  # noqa: PLR0913, PLR0917 - every argument is an option of the command line
    day: DayOption = None,
    metric: MetricOption = None,
    window: Annotated[
        str | None,
        typer.Option(
            "--window",
            metavar="WINDOW",
            help=f"Rank by the volume of this time: {', '.join(VOLUME_METRIC_OF_WINDOW)}.",
        ),
    ] = None,
    game: GameOption = None,
    order: Annotated[
        str, typer.Option("--order", metavar="ORDER", help="Show the best boxes first, or the worst.")
    ] = "best",
    query: Annotated[
        str | None,
        typer.Option(
            "--query", metavar="TEXT", help="Only boxes with these words in name, code, set or slug."
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="Rows to show, at most 500.")] = 50,
    offset: Annotated[int, typer.Option("--offset", help="Rows to leave out first.")] = 0,
    cursor: Annotated[
        str | None,
        typer.Option(
            "--cursor", metavar="CURSOR", help="The page that `next_cursor` of a JSON answer names."
        ),
    ] = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Show a board: the default one of the latest whole day, or any other.

    = marks a tie, ▲6 climbed six, ▼2 fell two, – stayed, NEW was never ranked before, RE came back.

    For example: boxrank leaderboard --metric liquidity_score --game "One Piece" --limit 10
    """
    from app.cli.tables.board_table import print_leaderboard
    from app.read.board import LeaderboardRequest, read_board

    ranked_by = resolve_metric(metric, window)
    request = LeaderboardRequest(day, game, limit, offset, ranked_by, order, cursor, query)
    with opened_services(database) as services:
        board = services.read(read_board, request)
        if as_json:
            print_json(board)
            return
        sentence = first_page_sentence(services, board, request)
    print_leaderboard(board, request, sentence)


def first_page_sentence(
    services: "Services", board: "Leaderboard", request: "LeaderboardRequest"
) -> str | None:
    """The sentence of the board's day, which opens the first page of the whole board and no other."""
    from app.read.days import SentenceRequest, read_sentence

    if board.meta.offset or request.query:
        return None
    meta = board.meta
    request_of_day = SentenceRequest(meta.metric, meta.game, meta.date)
    return services.read(read_sentence, request_of_day).data.text


def box(
    reference: BoxArgument,
    day: DayOption = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Show one box on one day: rank, record, figures and what each marketplace reported.

    For example: boxrank box op-05 --date 2026-01-31
    """
    from app.cli.tables.box_table import print_box
    from app.read.box import BoxDetailRequest, read_box

    with opened_services(database) as services:
        detail = services.read(read_box, BoxDetailRequest(reference, day))
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
        typer.Option("--end", metavar="DAY", parser=day_or_latest, help="Last day. Default: the newest."),
    ] = None,
    metrics: Annotated[
        list[str] | None,
        typer.Option("--metric", metavar="METRIC", help="A metric; may be given several times."),
    ] = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Show the figures of one box over time, one row per day with figures, oldest first.

    For example: boxrank series op-05 --days 30 --metric floor_price_usd --metric current_rank
    """
    from app.cli.tables.box_table import print_series
    from app.read.series import TimeSeriesRequest, read_series

    shown = tuple(metrics or (() if as_json else TABLE_METRICS))
    request = TimeSeriesRequest(reference, shown, days, start, end)
    with opened_services(database) as services:
        found = services.read(read_series, request)
    (print_json if as_json else print_series)(found)
