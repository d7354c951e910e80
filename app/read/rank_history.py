"""The ranks of one box on one board, day by day, each as of its day."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated

import polars as pl

from app.database import Connection
from app.domain.boards import Board
from app.domain.errors import InvalidValue
from app.read.context import find_board, published
from app.read.parameters import BOARD_METRIC, BOX, END, GAME, START, check_fields
from app.read.rows import RECORD_COLUMNS, box_histories
from app.repositories import board_rows, box_days, boxes
from app.schemas import ChartRecord, RankDay, RankHistory, RankHistoryMeta

_DAY_COLUMNS = [field.name for field in fields(RankDay) if field.name != "record"]
_FIRST_DAY, _LAST_DAY = date.min, date.max


@dataclass(frozen=True)
class RankHistoryRequest:
    """A box by slug or `scheme:value`, a board (None: the default one), and a span of days (None: no bound).

    Raises UnknownChoice (metric), InvalidValue.
    """

    box: Annotated[str, BOX]
    metric: Annotated[str | None, BOARD_METRIC] = None
    game: Annotated[str | None, GAME] = None
    start: Annotated[date | None, START] = None
    end: Annotated[date | None, END] = None

    def __post_init__(self) -> None:
        check_fields(self)
        if self.start and self.end and self.start > self.end:
            raise InvalidValue("start", f"The span ends ({self.end}) before it starts ({self.start}).")


def read_rank_history(connection: Connection, request: RankHistoryRequest) -> RankHistory:
    """Every day of the span on which the box is ranked, oldest first; each row is as of its own day.

    Raises UnknownBox, UnknownChoice (game), NoRanks, NothingPublished.
    """
    publication = published(connection)
    board = find_board(connection, request.metric, request.game)
    box_id = boxes.find_id(connection, request.box)
    days = _days(connection, board, box_id, request)
    is_provisional = box_days.has_provisional(connection, [box_id], [day.metric_date for day in days])
    slug: str = boxes.get(connection, box_id).slug
    meta = RankHistoryMeta(
        slug,
        board.metric,
        board.game,
        request.start,
        request.end,
        is_provisional,
        publication.generation,
        publication.published_at,
        publication.data_as_of,
    )
    return RankHistory(days, meta)


def _days(connection: Connection, board: Board, box_id: int, request: RankHistoryRequest) -> list[RankDay]:
    first, last = request.start or _FIRST_DAY, request.end or _LAST_DAY
    values = board_rows.values_between(connection, board.metric, (first, last), (box_id, box_id))
    history = box_histories(connection, board, [box_id], last).filter(pl.col("metric_date") >= first)
    rows = history.join(values, on=["box_id", "metric_date"], how="left", maintain_order="left")
    records = (ChartRecord(*row) for row in rows.select(RECORD_COLUMNS).iter_rows())
    ranked = rows.select(_DAY_COLUMNS).iter_rows()
    return [RankDay(*[*facts, record]) for facts, record in zip(ranked, records, strict=True)]
