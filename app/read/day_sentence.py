"""The sentence of a day of a board, from its ranks and from the reports behind them."""

import polars as pl

from app.database import Connection
from app.domain.sentences import DaySentence
from app.read.comparisons import moves_of_day, report_changes
from app.read.context import BoardContext
from app.read.rows import day_changes
from app.repositories import board_ranks, board_rows
from app.words.day_sentence import day_sentence
from app.words.number_one import StoryOfDay

_RANKS = ("box_id", "slug", "name", "current_rank")


def sentence_of(connection: Connection, context: BoardContext) -> DaySentence:
    """The sentence of the day of a context."""
    board, day = context.board, context.day
    names = board_rows.names(connection).select("box_id", "slug", name="called")
    rows = _rows(connection, context).join(names, on="box_id")
    before = rows.clear()
    if day.compared_with is not None:
        before = board_ranks.entries(connection, board, day.compared_with).join(names, on="box_id")
    slugs = _number_ones_of_one_day(rows, before)
    changed = report_changes(connection, context, slugs)
    story = StoryOfDay(
        metric=board.metric,
        day=day.metric_date,
        days=context.days,
        rows=rows,
        before=before.select(_RANKS),
        number_ones=board_ranks.leaders(connection, board, day.metric_date).join(names, on="box_id"),
        marketplaces={slugs[box]: changes for box, changes in changed.marketplaces.items()},
        unreported={slugs[box]: last for box, last in changed.unreported.items()},
        boxes_observed=day.boxes_observed,
        boxes_expected=day.boxes_expected,
    )
    return day_sentence(story)


def _rows(connection: Connection, context: BoardContext) -> pl.DataFrame:
    changes = day_changes(connection, context).select(
        "box_id", "current_rank", "previous_rank", "rank_change"
    )
    moves = moves_of_day(connection, context)
    rows = changes.join(moves, on="box_id", how="left", maintain_order="left")
    absent = rows.filter(pl.col("current_rank") == 1, pl.col("previous_rank").is_null())["box_id"].to_list()
    known = board_rows.ranked_before(connection, context.board, context.day.metric_date, absent)
    state = pl.when(pl.col("box_id").is_in(sorted(known))).then(pl.lit("RE_ENTRY")).otherwise(pl.lit("NEW"))
    is_absent = pl.col("box_id").is_in(absent)
    return rows.with_columns(pl.when(is_absent).then(state).alias("rank_state"))


def _number_ones_of_one_day(rows: pl.DataFrame, before: pl.DataFrame) -> dict[int, str]:
    tops = [each.filter(pl.col("current_rank") == 1).select("box_id", "slug") for each in (rows, before)]
    once = pl.concat(tops).filter(pl.col("box_id").is_unique())
    return dict(once.iter_rows())
