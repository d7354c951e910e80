"""The boxes that moved most on a day: by rank on a board, or by their floor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import polars as pl

from app.database import Connection, Database
from app.domain.errors import InvalidValue, UnknownChoice
from app.repositories import board_page, board_rows, boxes
from app.schemas import BoxCard, Mover, Movers, MoversOfDay
from app.services.board_context import BoardContext, board_context
from app.services.board_days_service import BoardDayRequest
from app.services.board_page import BOX_COLUMNS, board_entries, with_changes

RANK, FLOOR = "rank", "floor"
MEASURES = (RANK, FLOOR)
PERIODS = ("1d", "7d", "30d")
MOST_MOVERS = 100
SOLD_DAYS = 7
LEAST_SOLD = 3.0

_FLOORS = ["floor_price_usd", *(f"floor_price_{period}_change_pct" for period in PERIODS)]
_RANKS = ["current_rank", "previous_rank", "rank_change"]


@dataclass(frozen=True, kw_only=True)
class MoversRequest(BoardDayRequest):
    """A day of a board, what moved (one of MEASURES), and how many each way at most.

    `period` is that of the floor's change (None: 1d); ranks are compared with the previous ranked day.
    Raises UnknownChoice, InvalidValue.
    """

    by: str = RANK
    period: str | None = None
    limit: int = 10

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.by not in MEASURES:
            raise UnknownChoice("by", self.by, MEASURES)
        if self.period is not None and self.period not in PERIODS:
            raise UnknownChoice("period", self.period, PERIODS)
        if self.by == RANK and self.period is not None:
            raise InvalidValue("period", "Ranks are compared with the previous ranked day; leave period out.")
        if not 1 <= self.limit <= MOST_MOVERS:
            raise InvalidValue("limit", f"limit is {self.limit}; give a number from 1 to {MOST_MOVERS}.")


class MoversService:
    """Reads movers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def movers(self, request: MoversRequest) -> Movers:
        """Who climbed and who fell, the widest move first; only boxes that sold LEAST_SOLD in SOLD_DAYS days.

        Raises UnknownChoice (game), UnknownDay, NothingPublished, ServiceAway.
        """
        with self._database.snapshot() as connection:
            context = board_context(connection, request.metric, request.game, request.day)
            if request.by == RANK:
                moved = rank_movers(connection, context)
            else:
                moved = _floor_movers(connection, context, request.period or PERIODS[0])
            climbers = _told(connection, context, moved.filter(pl.col("move") > 0).head(request.limit))
            fallers = _told(connection, context, moved.filter(pl.col("move") < 0).head(request.limit))
        return Movers(MoversOfDay(climbers, fallers), context.meta(request.day))


def rank_movers(connection: Connection, context: BoardContext) -> pl.DataFrame:
    """Boxes whose rank changed, the widest move first: box_id, move (positive: climbed), sold, ranks.

    Only those that sold enough. None on a partial day: a broken feed moves ranks, not the market.
    """
    entries = board_entries(connection, context).join(_lively(connection, context), on="box_id")
    if context.day.is_partial:
        entries = entries.clear()
    moved = with_changes(connection, context, entries).with_columns(move=pl.col("rank_change"))
    return moved.filter(pl.col("move") != 0).sort(-pl.col("move").abs(), "position")


def _floor_movers(connection: Connection, context: BoardContext, period: str) -> pl.DataFrame:
    day, game = context.day.metric_date, context.board.game
    changes = board_rows.values_on(connection, f"floor_price_{period}_change_pct", day)
    catalogue = boxes.slugs_and_games(connection)
    members = catalogue if game is None else catalogue.filter(pl.col("game") == game)
    lively = members.join(_lively(connection, context), on="box_id").join(changes, on="box_id")
    moved = lively.rename({"value": "move"}).filter(pl.col("move") != 0)
    entries = board_entries(connection, context).join(moved, on="box_id", how="semi")
    ranks = with_changes(connection, context, entries).select("box_id", *_RANKS)
    widest_first = moved.sort(-pl.col("move").abs(), "slug")
    return widest_first.join(ranks, on="box_id", how="left", maintain_order="left")


def _lively(connection: Connection, context: BoardContext) -> pl.DataFrame:
    day = context.day.metric_date
    return board_page.sold_at_least(connection, LEAST_SOLD, day - timedelta(SOLD_DAYS - 1), day)


def _told(connection: Connection, context: BoardContext, moved: pl.DataFrame) -> list[Mover]:
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
