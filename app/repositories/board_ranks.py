"""Ranks of any board on any day, read from their packed rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, or_, select

from app.domain.board_ranks import ALL_GAMES
from app.domain.boards import Board
from app.models import board_days, board_games, board_ranks
from app.repositories import box_days
from app.repositories.board_vectors import VECTORS, PackedRanks, unpack_days
from app.repositories.remembered import remembered

ENTRY_SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "metric_date": pl.Date(),
        "position": pl.Int64(),
        "current_rank": pl.Int64(),
        "global_rank": pl.Int64(),
        "is_tied": pl.Boolean(),
    }
)
RANK_SCHEMA = pl.Schema({name: ENTRY_SCHEMA[name] for name in ("box_id", "metric_date", "current_rank")})
COUNT_SCHEMA = pl.Schema({"metric_date": pl.Date(), "boxes_ranked": pl.Int64()})
LEADER_SCHEMA = pl.Schema({"metric_date": pl.Date(), "box_id": pl.Int64()})

MOST_LOOKED_UP = 500
"""Of so many boxes, the ranks of one day are looked up sooner than those of all are unpacked."""

FEW_BOXES = 20
"""Of so few, the ranks beside their metrics are found sooner than in the packed rows of every day."""

_KEY = ("box_id", "metric_date")
_packed, _day, _game = board_ranks.c, board_days.c, board_games.c


def day_counts(connection: Connection, board: Board) -> pl.DataFrame:
    """metric_date and boxes_ranked of every day on which the board has ranks, oldest first."""
    statement = _days_of(board, _day.metric_date, _day.boxes_ranked)
    return pl.DataFrame(connection.execute(statement).all(), schema=COUNT_SCHEMA, orient="row")


def metrics_on(connection: Connection, day: date) -> tuple[str, ...]:
    """The metrics whose boards over all games have ranks on a day, by name."""
    on_day = (_day.game == ALL_GAMES, _day.metric_date == day)
    return tuple(connection.scalars(select(_day.metric).where(*on_day).order_by(_day.metric)))


def ranked_boards(
    connection: Connection, board: Board, day: date | None
) -> frozenset[tuple[str, str | None]]:
    """Metric and game of the boards with ranks on a day (None: on any) that share either with a board."""
    is_near = or_(_day.metric == board.metric, _day.game == (board.game or ALL_GAMES))
    is_day = () if day is None else (_day.metric_date == day,)
    found = connection.execute(select(_day.metric, _day.game).where(is_near, *is_day).distinct())
    return frozenset((metric, None if game == ALL_GAMES else game) for metric, game in found)


def leaders(connection: Connection, board: Board, before: date) -> pl.DataFrame:
    """metric_date and box_id of every box at rank 1 on the days before a day."""
    statement = _days_of(board, _day.metric_date, _day.leaders).where(_day.metric_date < before)
    rows = [(day, int(box_id)) for day, ids in connection.execute(statement) for box_id in ids.split(",")]
    return pl.DataFrame(rows, schema=LEADER_SCHEMA, orient="row")


def entries(connection: Connection, board: Board, day: date) -> pl.DataFrame:
    """All ranked boxes of one day in display order (ENTRY_SCHEMA); no rows where the board has none.

    `current_rank` is the rank on the board, `global_rank` the one by the same metric over all games;
    `is_tied` where others share the rank.
    """

    def read() -> pl.DataFrame:
        is_tied = pl.col("current_rank").is_duplicated()
        return history(connection, board, day, day).with_columns(is_tied=is_tied)

    return remembered(connection, ("entries", board, day), read)


def ranks_by_box(connection: Connection, board: Board, day: date) -> Mapping[int, int]:
    """The rank of every ranked box of one day, best first."""

    def read() -> Mapping[int, int]:
        ranked = entries(connection, board, day)
        return dict(zip(ranked["box_id"].to_list(), ranked["current_rank"].to_list(), strict=True))

    return remembered(connection, ("ranks", board, day), read)


def ranks_on(connection: Connection, board: Board, box_ids: Sequence[int], day: date) -> Mapping[int, int]:
    """The ranks of some boxes on one day, without those of other games."""
    if len(box_ids) > MOST_LOOKED_UP:
        ranks = ranks_by_box(connection, board, day)
        return {box_id: ranks[box_id] for box_id in box_ids if box_id in ranks}
    ranked = ranks_of_boxes(connection, board, box_ids, day, day)
    return dict(zip(ranked["box_id"].to_list(), ranked["current_rank"].to_list(), strict=True))


def history(connection: Connection, board: Board, first: date | None, last: date | None) -> pl.DataFrame:
    """All ranked boxes of every day from `first` to `last` (None: no bound) by day; no `is_tied`."""
    members = None if board.game is None else _members(connection, board.game)
    days = unpack_days(_rows(connection, board, VECTORS, first, last))
    return _entries(days, members)


def ranks_of_boxes(
    connection: Connection,
    board: Board,
    box_ids: Sequence[int],
    last: date | None = None,
    first: date | None = None,
) -> pl.DataFrame:
    """box_id, metric_date, current_rank of some boxes up to `last`, from `first` on (None: no bound).

    Boxes of other games have none.
    """
    if board.is_primary and len(box_ids) <= FEW_BOXES:
        return box_days.rank_history(connection, box_ids, last or date.max, first or date.min)
    ranks = "ranks" if board.game is None else "game_ranks"
    wanted = list(box_ids)
    if board.game is not None:
        members = _members(connection, board.game)
        wanted = members.filter(members.is_in(wanted)).to_list()
    rows = [
        (box_id, day, rank)
        for day, width, known, values in _rows(connection, board, ("box_ids", ranks), first, last)
        for box_id, rank in PackedRanks(known, values, width).of(wanted)
    ]
    return pl.DataFrame(rows, schema=RANK_SCHEMA, orient="row")


def _days_of(board: Board, *columns: Any) -> Select[Any]:
    on_board = (_day.metric == board.metric, _day.game == (board.game or ALL_GAMES))
    return select(*columns).where(*on_board).order_by(_day.metric_date)


def _members(connection: Connection, game: str) -> pl.Series:
    return remembered(connection, ("members", game), lambda: _read_members(connection, game))


def _read_members(connection: Connection, game: str) -> pl.Series:
    statement = select(_game.box_id).where(_game.game == game).order_by(_game.box_id)
    return pl.Series(connection.scalars(statement).all(), dtype=pl.Int64)


def _rows(
    connection: Connection, board: Board, vectors: Sequence[str], first: date | None, last: date | None
) -> Iterator[Any]:
    statement = select(_packed.metric_date, _packed.item_bytes, *(_packed[name] for name in vectors))
    statement = statement.where(_packed.metric == board.metric).order_by(_packed.metric_date)
    if first is not None:
        statement = statement.where(_packed.metric_date >= first)
    if last is not None:
        statement = statement.where(_packed.metric_date <= last)
    return iter(connection.execute(statement))


def _entries(unpacked: pl.DataFrame, members: pl.Series | None) -> pl.DataFrame:
    # One integer sorts several times faster than two columns; positions take fewer than 32 of the 64 bits.
    place = pl.col("metric_date").to_physical().cast(pl.Int64) * 2**32 + pl.col("position")
    if members is None:
        return unpacked.sort(place).select(*_KEY, "position", current_rank="rank", global_rank="rank")
    inside = unpacked.filter(pl.col("box_id").is_in(members.implode())).sort(place)
    position = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("metric_date").alias("position")
    return inside.select(*_KEY, position, current_rank="game_rank", global_rank="rank")
