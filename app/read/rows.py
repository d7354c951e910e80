"""The rows of a board as they are shown: ranks, changes and states, with cards and figures beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import polars as pl

from app.database import Connection
from app.domain.boards import Board
from app.domain.chart_history import history_on, with_carried
from app.domain.ranking import RankState, rank_state, with_rank_changes
from app.read.context import BoardContext
from app.read.ranked_days import history_days
from app.repositories import board_ranks, board_rows, box_days
from app.repositories.remembered import remembered
from app.schemas import BoxCard, ChartRecord, Figures, LeaderboardRow, Ranks

BOX_COLUMNS = tuple(field.name for field in fields(BoxCard))
FIGURE_COLUMNS = tuple(field.name for field in fields(Figures))
RANK_COLUMNS = [field.name for field in fields(Ranks)]
RECORD_COLUMNS = [field.name for field in fields(ChartRecord)]

_FIRST_BOX_COLUMN = 2
_FIRST_FIGURE = _FIRST_BOX_COLUMN + len(BOX_COLUMNS)


@dataclass(frozen=True, slots=True)
class RankedBox:
    """A box on a day of a board; `global_rank` is its rank by the same metric over all games."""

    box_id: int
    position: int
    current_rank: int
    global_rank: int
    is_tied: bool
    previous_rank: int | None
    rank_change: int | None
    rank_state: RankState


def day_entries(connection: Connection, context: BoardContext) -> pl.DataFrame:
    """All ranked boxes of the context's day in display order."""
    return board_ranks.entries(connection, context.board, context.day.metric_date)


def ranked_boxes(connection: Connection, context: BoardContext, shown: pl.DataFrame) -> list[RankedBox]:
    """Some entries of the day with their changes and states, in their order."""
    box_ids = shown["box_id"].to_list()
    previous = _previous_ranks(connection, context, box_ids)
    absent = [box_id for box_id in box_ids if box_id not in previous]
    before: set[int] = set()
    if absent and context.day.compared_with is not None:
        before = board_rows.ranked_before(connection, context.board, context.day.metric_date, absent)
    return [
        _ranked_box(entry, previous.get(entry["box_id"]), entry["box_id"] in before)
        for entry in shown.iter_rows(named=True)
    ]


def day_changes(connection: Connection, context: BoardContext) -> pl.DataFrame:
    """The entries of the whole day with previous_rank and rank_change."""
    key = ("changes", context.board, context.day.metric_date)
    return remembered(connection, key, lambda: _day_changes(connection, context))


def board_page(
    connection: Connection, context: BoardContext, shown: pl.DataFrame, *, has_records: bool = False
) -> list[LeaderboardRow]:
    """Rows for some entries of the day, in their order; with the chart record of each box where wanted."""
    box_ids = shown["box_id"].to_list()
    details = board_rows.of_day(connection, context.day.metric_date, box_ids, (BOX_COLUMNS, FIGURE_COLUMNS))
    records = chart_records(connection, context, box_ids) if has_records else {}
    return [_row(box, details[box.box_id], records) for box in ranked_boxes(connection, context, shown)]


def chart_records(
    connection: Connection, context: BoardContext, box_ids: Sequence[int]
) -> Mapping[int, ChartRecord]:
    """The chart record of some boxes as of the day, never looking ahead."""
    history = box_histories(connection, context.board, box_ids, context.day.metric_date)
    today = history.filter(pl.col("metric_date") == context.day.metric_date)
    return {row[0]: ChartRecord(*row[1:]) for row in today.select("box_id", *RECORD_COLUMNS).iter_rows()}


def box_histories(
    connection: Connection, board: Board, box_ids: Sequence[int], last: date | None
) -> pl.DataFrame:
    """The `chart_history` of some boxes on a board up to a day (None: its newest)."""
    ranks = board_ranks.ranks_of_boxes(connection, board, box_ids, last)
    carried = box_days.carried_days(connection, box_ids, last or date.max)
    return history_on(with_carried(ranks, carried), history_days(connection, board))


def ranks_by_day(history: pl.DataFrame, box_id: int) -> Mapping[date, Ranks]:
    """The ranks of one box on each of its days in `box_histories`."""
    rows = history.filter(pl.col("box_id") == box_id).select("metric_date", *RANK_COLUMNS).iter_rows()
    return {day: Ranks(*ranks) for day, *ranks in rows}


def _previous_ranks(
    connection: Connection, context: BoardContext, box_ids: Sequence[int]
) -> Mapping[int, int]:
    before = context.day.compared_with
    return {} if before is None else board_ranks.ranks_on(connection, context.board, box_ids, before)


def _day_changes(connection: Connection, context: BoardContext) -> pl.DataFrame:
    shown, before = day_entries(connection, context), context.day.compared_with
    if before is not None:
        earlier = board_ranks.entries(connection, context.board, before)
        shown = pl.concat([shown, earlier.select("box_id", "metric_date", "current_rank")], how="diagonal")
    day = context.days.filter(pl.col("metric_date") == context.day.metric_date)
    return with_rank_changes(shown, day)


def _ranked_box(entry: Mapping[str, Any], previous_rank: int | None, is_known: bool) -> RankedBox:
    rank: int = entry["current_rank"]
    change = None if previous_rank is None else previous_rank - rank
    return RankedBox(
        entry["box_id"],
        entry["position"],
        rank,
        entry["global_rank"],
        entry["is_tied"],
        previous_rank,
        change,
        rank_state(change, ranked_before=is_known),
    )


def _row(box: RankedBox, detail: Sequence[Any], records: Mapping[int, ChartRecord]) -> LeaderboardRow:
    return LeaderboardRow(
        box.position,
        box.current_rank,
        box.is_tied,
        box.previous_rank,
        box.rank_change,
        box.rank_state,
        BoxCard(*detail[_FIRST_BOX_COLUMN:_FIRST_FIGURE]),
        Figures(*detail[_FIRST_FIGURE:]),
        box.global_rank,
        detail[1],
        records.get(box.box_id),
    )
