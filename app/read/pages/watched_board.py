"""The boxes a reader watches, as they stand on a board: their rows, and those it does not rank that day."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from app.database import Connection
from app.read.board import WORST, LeaderboardRequest
from app.read.context import BoardContext, meta_with, shows_provisional
from app.read.offsets import page_meta
from app.read.rows import board_entries, board_page
from app.repositories import board_rows, boxes
from app.schemas import BoardPageMeta, Leaderboard


@dataclass(frozen=True, slots=True)
class WatchedBoard:
    """Rows in display order with their ranks on the whole board; `absent` names those without one."""

    board: Leaderboard
    absent: tuple[str, ...]


def watched_board(
    connection: Connection, context: BoardContext, view: LeaderboardRequest, watched: Sequence[str]
) -> WatchedBoard:
    """All watched boxes on one page, in the order and by the words of the view; unknown ones are left out."""
    box_ids = sorted(set(boxes.find_ids(connection, watched).values()) & _meant(connection, view))
    is_watched = pl.col("box_id").is_in(box_ids)
    entries = board_entries(connection, context).filter(is_watched)
    shown = entries.reverse() if view.order == WORST else entries
    rows = board_page(connection, context, shown)
    ranked = set(entries["box_id"])
    names = board_rows.cards(connection, [each for each in box_ids if each not in ranked], ["short_name"])
    meta = context.meta(view.day, is_provisional=shows_provisional(rows))
    page = page_meta(len(rows), max(1, len(rows)), 0)
    board = Leaderboard(rows, meta_with(BoardPageMeta, meta, **vars(page)))
    return WatchedBoard(board, tuple(sorted(name for (name,) in names.values())))


def _meant(connection: Connection, view: LeaderboardRequest) -> set[int]:
    return set(board_rows.matching(connection, (view.query or "").split())["box_id"])
