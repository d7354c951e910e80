"""The boxes that moved most on a day: by rank on a board, or by their floor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any

import polars as pl

from app.database import Connection
from app.domain.boards import Board
from app.domain.errors import InvalidValue
from app.read.context import BoardContext, BoardDayRequest, board_context, provisional_on_day
from app.read.parameters import ChoiceParameter, NumberParameter
from app.read.rows import BOX_COLUMNS, day_changes, day_entries, ranked_boxes
from app.repositories import board_page, board_ranks, board_rows
from app.schemas import BoxCard, Mover, Movers, MoversOfDay

RANK, FLOOR = "rank", "floor"
MEASURES = (RANK, FLOOR)
PERIODS = ("1d", "7d", "30d")
MOST_MOVERS = 100
SOLD_DAYS = 7
LEAST_SOLD = 3.0
LOOKED_UP_FIRST, LOOKED_UP_AT_ONCE = 50, 400

_FLOORS = ["floor_price_usd", *(f"floor_price_{period}_change_pct" for period in PERIODS)]
_RANKS = ["current_rank", "previous_rank", "rank_change"]
_UNKNOWN = pl.lit(None, pl.Float64)


@dataclass(frozen=True, kw_only=True)
class MoversRequest(BoardDayRequest):
    """A day of a board, what moved (one of MEASURES), and how many each way at most.

    `period` is that of the floor's change (None: 1d); ranks are compared with the previous ranked day.
    Raises UnknownChoice, InvalidValue.
    """

    by: Annotated[
        str, ChoiceParameter("by", "What moved: the rank on the board, or the floor", choices=MEASURES)
    ] = RANK
    period: Annotated[
        str | None,
        ChoiceParameter(
            "period", "With `by=floor`: over which days the floor changed; left out: 1d", choices=PERIODS
        ),
    ] = None
    limit: Annotated[int, NumberParameter("limit", "Boxes each way", least=1, most=MOST_MOVERS)] = 10

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.by == RANK and self.period is not None:
            raise InvalidValue("period", "Ranks are compared with the previous ranked day; leave period out.")


def read_movers(connection: Connection, request: MoversRequest) -> Movers:
    """Who climbed and who fell, the widest move first; only boxes that sold LEAST_SOLD in SOLD_DAYS days.

    Raises UnknownChoice (game), UnknownDay, NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    moved = (
        rank_movers(connection, context, request.limit)
        if request.by == RANK
        else _floor_movers(connection, context, request.period or PERIODS[0], request.limit)
    )
    climbers, fallers = (_movers(connection, context, rows) for rows in moved)
    is_provisional = provisional_on_day(connection, context, pl.concat(moved))
    meta = context.meta(request.day, is_provisional=is_provisional)
    return Movers(MoversOfDay(climbers, fallers), meta)


def rank_movers(
    connection: Connection, context: BoardContext, limit: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Those that climbed and those that fell, the widest move first, `limit` each: box_id, move, sold, ranks.

    Only boxes that sold enough. None on a partial day: a broken feed moves ranks, not the market.
    """
    changes = day_changes(connection, context).select("box_id", "position", *_RANKS, move="rank_change")
    moved = changes.clear() if context.day.is_partial else changes
    climbed = moved.filter(pl.col("move") > 0).sort("move", "position", descending=[True, False])
    fell = moved.filter(pl.col("move") < 0).sort("move", "position")
    return _sold_enough(connection, context, climbed, limit), _sold_enough(connection, context, fell, limit)


def _floor_movers(
    connection: Connection, context: BoardContext, period: str, limit: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    board, day = Board(f"floor_price_{period}_change_pct", context.board.game), context.day.metric_date
    names = board_rows.names(connection).select("box_id", "slug")
    moved = board_ranks.entries(connection, board, day).select("box_id", place="current_rank")
    moved = moved.join(names, on="box_id")

    def rising(part: pl.DataFrame) -> pl.DataFrame:
        return _with_moves(connection, board, day, part).filter(pl.col("move") > 0)

    def falling(part: pl.DataFrame) -> pl.DataFrame:
        return _with_moves(connection, board, day, part).filter(pl.col("move") < 0)

    climbers = _sold_enough(connection, context, moved.sort("place", "slug"), limit, rising)
    fallers = _sold_enough(connection, context, moved.sort(-pl.col("place"), "slug"), limit, falling)
    entries = day_entries(connection, context)
    shown = entries.filter(pl.col("box_id").is_in(pl.concat([climbers, fallers])["box_id"].implode()))
    ranks = pl.DataFrame(
        [
            (box.box_id, box.current_rank, box.previous_rank, box.rank_change)
            for box in ranked_boxes(connection, context, shown)
        ],
        schema=dict.fromkeys(("box_id", *_RANKS), pl.Int64),
        orient="row",
    )
    join = partial(pl.DataFrame.join, other=ranks, on="box_id", how="left", maintain_order="left")
    return join(climbers), join(fallers)


def _with_moves(connection: Connection, board: Board, day: date, part: pl.DataFrame) -> pl.DataFrame:
    values = board_rows.values_on(connection, board.metric, day, part["box_id"].to_list())
    return part.join(values.rename({"value": "move"}), on="box_id", maintain_order="left")


def _as_it_is(part: pl.DataFrame) -> pl.DataFrame:
    return part


def _sold_enough(
    connection: Connection,
    context: BoardContext,
    ordered: pl.DataFrame,
    limit: int,
    moving: Callable[[pl.DataFrame], pl.DataFrame] = _as_it_is,
) -> pl.DataFrame:
    # Looked up for as many as it takes: a whole market is far more than any page shows.
    last = context.day.metric_date
    span = (last - timedelta(SOLD_DAYS - 1), last)
    start, count, found = 0, LOOKED_UP_FIRST, moving(ordered.clear()).with_columns(sold=_UNKNOWN)
    while found.height < limit and start < ordered.height:
        part = moving(ordered.slice(start, count))
        if part.is_empty():
            break
        sold = board_page.sold_at_least(connection, LEAST_SOLD, span, part["box_id"].to_list())
        found = pl.concat([found, part.join(sold, on="box_id", maintain_order="left")])
        start, count = start + count, min(2 * count, LOOKED_UP_AT_ONCE)
    return found.head(limit)


def _movers(connection: Connection, context: BoardContext, moved: pl.DataFrame) -> list[Mover]:
    columns = (BOX_COLUMNS, _FLOORS)
    details = board_rows.of_day(connection, context.day.metric_date, moved["box_id"].to_list(), columns)
    return [_mover(row, details[row["box_id"]][2:]) for row in moved.iter_rows(named=True)]


def _mover(row: Mapping[str, Any], detail: Sequence[Any]) -> Mover:
    ranks = {name: row[name] for name in _RANKS}
    floors = dict(zip(_FLOORS, detail[len(BOX_COLUMNS) :], strict=True))
    return Mover(
        direction="CLIMBER" if row["move"] > 0 else "FALLER",
        box=BoxCard(*detail[: len(BOX_COLUMNS)]),
        boxes_sold_7d=row["sold"],
        **ranks,
        **floors,
    )
