"""The day and the board that are shown where none is named: as stored, and what they are decided by."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import polars as pl
from sqlalchemy import Connection, and_, false, func, select

from app.domain.board_ranks import ALL_GAMES
from app.domain.changes import RowChanges
from app.domain.default_boards import DEFAULT_BOARD_SCHEMA
from app.models import board_days, board_games, box_metrics_unified, default_boards, reported_days
from app.repositories import bulk
from app.repositories.frames import read_frame
from app.repositories.remembered import remembered

RANKED_SCHEMA = pl.Schema(
    {"game": pl.String(), "metric_date": pl.Date(), "metric": pl.String(), "boxes_ranked": pl.Int64()}
)
_default, _board, _reported = default_boards.c, board_days.c, reported_days.c


class DefaultBoard(NamedTuple):
    """The default day and the metric of the default board."""

    metric_date: date
    metric: str


def find(connection: Connection, game: str) -> DefaultBoard | None:
    """The default board of a game, or ALL_GAMES; None where nothing of it is ranked."""

    def read() -> DefaultBoard | None:
        statement = select(_default.metric_date, _default.metric).where(_default.game == game)
        row = connection.execute(statement).one_or_none()
        return None if row is None else DefaultBoard(*row)

    return remembered(connection, ("default", game), read)


def stored(connection: Connection) -> pl.DataFrame:
    """All rows as stored."""
    statement = select(*(_default[name] for name in DEFAULT_BOARD_SCHEMA))
    return read_frame(connection, statement, DEFAULT_BOARD_SCHEMA)


def ranked_on_default_days(connection: Connection, metrics: Sequence[str]) -> pl.DataFrame:
    """RANKED_SCHEMA of each game's newest whole day on which a board of one of the metrics has ranks."""
    is_whole = and_(
        _reported.game == _board.game,
        _reported.metric_date == _board.metric_date,
        _reported.is_partial == false(),
    )
    newest = (
        select(_board.game, func.max(_board.metric_date).label("metric_date"))
        .join_from(board_days, reported_days, is_whole)
        .where(_board.metric.in_(metrics))
        .group_by(_board.game)
        .subquery()
    )
    is_newest = (_board.game == newest.c.game) & (_board.metric_date == newest.c.metric_date)
    columns = (_board[name] for name in RANKED_SCHEMA)
    statement = select(*columns).join_from(newest, board_days, is_newest).where(_board.metric.in_(metrics))
    return read_frame(connection, statement, RANKED_SCHEMA)


def boxes_on(connection: Connection, game: str, day: date) -> int:
    """How many boxes of a game, or ALL_GAMES, have figures on a day."""
    metrics = box_metrics_unified.c
    statement = select(func.count()).select_from(box_metrics_unified).where(metrics.metric_date == day)
    if game != ALL_GAMES:
        members = select(board_games.c.box_id).where(board_games.c.game == game)
        statement = statement.where(metrics.box_id.in_(members))
    return connection.scalar(statement) or 0


def replace(connection: Connection, changes: RowChanges) -> None:
    """Write the rows that changed."""
    bulk.replace_rows(connection, default_boards, changes)
