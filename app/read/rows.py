"""The rows of a board as they are shown: ranks, changes and states, with cards and figures beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import polars as pl

from app.database import Connection
from app.domain.chart_history import chart_history, with_rank_states
from app.domain.ranking import with_rank_changes
from app.read.context import BoardContext
from app.repositories import board_ranks, board_rows
from app.repositories.remembered import remembered
from app.schemas import BoxCard, ChartRecord, Figures, LeaderboardRow

BOX_COLUMNS = [field.name for field in fields(BoxCard)]
FIGURE_COLUMNS = [field.name for field in fields(Figures)]
RECORD_COLUMNS = [field.name for field in fields(ChartRecord)]

MOST_LOOKED_UP = 500
"""Of so many boxes, the ranks of the day before are looked up sooner than those of all are unpacked."""

_FIRST_BOX_COLUMN = 2
_FIRST_FIGURE = _FIRST_BOX_COLUMN + len(BOX_COLUMNS)


def board_entries(connection: Connection, context: BoardContext) -> pl.DataFrame:
    """All ranked boxes of the day in display order: ranks, position, and is_tied where a rank is shared."""
    entries = board_ranks.entries(connection, context.board, context.day.metric_date)
    return entries.with_columns(is_tied=pl.col("current_rank").is_duplicated())


def with_changes(connection: Connection, context: BoardContext, shown: pl.DataFrame) -> pl.DataFrame:
    """Adds previous_rank, rank_change and rank_state to some entries of the day."""
    changes = _with_changes(connection, context, shown)
    absent = changes.filter(pl.col("previous_rank").is_null())["box_id"].to_list()
    before: set[int] = set()
    if absent and context.day.compared_with is not None:
        before = board_rows.ranked_before(connection, context.board.metric, context.day.metric_date, absent)
    is_known = pl.col("box_id").is_in(sorted(before))
    return with_rank_states(changes, is_known).drop("is_partial", strict=False)


def day_changes(connection: Connection, context: BoardContext) -> pl.DataFrame:
    """The entries of the whole day with previous_rank and rank_change."""
    key = ("changes", context.board, context.day.metric_date)
    return remembered(
        connection, key, lambda: _with_changes(connection, context, board_entries(connection, context))
    )


def board_page(
    connection: Connection, context: BoardContext, shown: pl.DataFrame, *, has_records: bool = False
) -> list[LeaderboardRow]:
    """Rows for some entries of the day, in their order; with the chart record of each box where asked for."""
    box_ids = shown["box_id"].to_list()
    details = board_rows.of_day(connection, context.day.metric_date, box_ids, (BOX_COLUMNS, FIGURE_COLUMNS))
    records = chart_records(connection, context, box_ids) if has_records else {}
    changes = with_changes(connection, context, shown)
    return [_row(entry, details[entry["box_id"]], records) for entry in changes.iter_rows(named=True)]


def chart_records(
    connection: Connection, context: BoardContext, box_ids: Sequence[int]
) -> Mapping[int, ChartRecord]:
    """The chart record of some boxes as of the day, never looking ahead."""
    ranks = board_ranks.ranks_of_boxes(connection, context.board, box_ids, context.day.metric_date)
    history = chart_history(ranks, context.days_so_far)
    today = history.filter(pl.col("metric_date") == context.day.metric_date)
    return {row[0]: ChartRecord(*row[1:]) for row in today.select("box_id", *RECORD_COLUMNS).iter_rows()}


def _with_changes(connection: Connection, context: BoardContext, shown: pl.DataFrame) -> pl.DataFrame:
    return with_rank_changes(_with_day_before(connection, context, shown), context.own_day)


def _with_day_before(connection: Connection, context: BoardContext, shown: pl.DataFrame) -> pl.DataFrame:
    before = context.day.compared_with
    if before is None:
        return shown
    if shown.height <= MOST_LOOKED_UP:
        box_ids = shown["box_id"].to_list()
        own = board_ranks.ranks_of_boxes(connection, context.board, box_ids, before, before)
    else:
        ranks = board_ranks.entries(connection, context.board, before)
        own = ranks.filter(pl.col("box_id").is_in(shown["box_id"].implode()))
    return pl.concat([shown, own], how="diagonal")


def _row(
    entry: Mapping[str, Any], detail: Sequence[Any], records: Mapping[int, ChartRecord]
) -> LeaderboardRow:
    return LeaderboardRow(
        entry["position"],
        entry["current_rank"],
        entry["is_tied"],
        entry["previous_rank"],
        entry["rank_change"],
        entry["rank_state"],
        BoxCard(*detail[_FIRST_BOX_COLUMN:_FIRST_FIGURE]),
        Figures(*detail[_FIRST_FIGURE:]),
        entry["global_rank"],
        detail[1],
        records.get(entry["box_id"]),
    )
