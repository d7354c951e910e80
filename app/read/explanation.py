"""Why a box moved, and what parts it from the ranks beside it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import polars as pl

from app.database import Connection
from app.domain.boards import PRIMARY_METRIC
from app.domain.distance import Ladder, VolumeTargets, ladder, volume_targets
from app.domain.errors import NotRanked
from app.domain.explanation import MoveExplanation, explain_move
from app.read.context import BoardContext, BoardDayRequest, board_context
from app.read.parameters import BOX
from app.read.rows import BOX_COLUMNS
from app.repositories import board_corrections, board_ranks, board_rows, box_days, boxes
from app.schemas import BoxCard, BoxDistance, Distance, ExplainedMove, Explanation
from app.words.explanation_words import explanation_in_words


@dataclass(frozen=True, kw_only=True)
class ExplanationRequest(BoardDayRequest):
    """A box by slug or `scheme:value`, on a day of a board."""

    box: Annotated[str, BOX]


@dataclass(frozen=True, kw_only=True)
class DistanceRequest(BoardDayRequest):
    """A box by slug or `scheme:value`, on a day of a board."""

    box: Annotated[str, BOX]


def read_explanation(connection: Connection, request: ExplanationRequest) -> ExplainedMove:
    """What the change of a box since the previous ranked day consists of, in parts and in words.

    A box that entered or left the board has no parts. Raises UnknownBox, UnknownChoice (game), UnknownDay,
    NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    box_id = boxes.find_id(connection, request.box)
    move = _move(connection, context, box_id)
    card = _card(connection, box_id)
    is_provisional = box_days.has_provisional(connection, [box_id], _compared_days(context))
    meta = context.meta(request.day, is_provisional=is_provisional)
    return ExplainedMove(_explanation(card, move, context.board.metric), meta)


def read_distance(connection: Connection, request: DistanceRequest) -> BoxDistance:
    """The ranks beside a box, the gap to each, and by the 7-day average what must trade tomorrow.

    Raises UnknownBox, NotRanked (no rank on the board that day), UnknownChoice (game), UnknownDay,
    NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    box_id = boxes.find_id(connection, request.box)
    rungs = _ladder(connection, context, box_id, request.box)
    targets = _targets(connection, context, box_id, rungs)
    card = _card(connection, box_id)
    days = [context.day.metric_date]
    is_provisional = box_days.has_provisional(connection, [box_id], days)
    found = Distance(card, rungs.rank, rungs.value, rungs.better, rungs.worse, targets)
    return BoxDistance(found, context.meta(request.day, is_provisional=is_provisional))


def _compared_days(context: BoardContext) -> list[date]:
    return [day for day in (context.day.compared_with, context.day.metric_date) if day is not None]


def _card(connection: Connection, box_id: int) -> BoxCard:
    return BoxCard(*board_rows.cards(connection, [box_id], BOX_COLUMNS)[box_id])


def _move(connection: Connection, context: BoardContext, box_id: int) -> MoveExplanation:
    names = board_rows.names(connection).select("box_id", "slug", name="called")
    after = _side(connection, context, context.day.metric_date, box_id)
    earlier = context.day.compared_with
    if earlier is None:
        return explain_move(after.clear(), after, names, box_id)
    before = _side(connection, context, earlier, box_id)
    move = explain_move(before, after, names, box_id)
    crossed = {box.slug for part in move.parts for box in part.boxes}
    ids = names.filter(pl.col("slug").is_in(sorted(crossed)))["box_id"].to_list()
    corrected: Collection[int] = board_corrections.corrected_since(connection, earlier, ids)
    return explain_move(before, after, names, box_id, corrected) if corrected else move


def _side(connection: Connection, context: BoardContext, day: date, box_id: int) -> pl.DataFrame:
    # The only value that is told is the box's own: it is the only one that is read.
    entries = board_ranks.entries(connection, context.board, day).select("box_id", "current_rank")
    own = board_rows.values_on(connection, context.board.metric, day, [box_id])
    return entries.join(own, on="box_id", how="left", maintain_order="left")


def _explanation(card: BoxCard, move: MoveExplanation, metric: str) -> Explanation:
    return Explanation(
        card,
        move.previous_rank,
        move.current_rank,
        move.rank_change,
        move.previous_value,
        move.current_value,
        move.parts,
        explanation_in_words(move, metric),
    )


def _ladder(connection: Connection, context: BoardContext, box_id: int, box: str) -> Ladder:
    entries = board_ranks.entries(connection, context.board, context.day.metric_date)
    near = _near(entries, box_id)
    cards = board_rows.cards(connection, near["box_id"].to_list(), ["slug"])
    slugs = near.with_columns(slug=pl.Series([cards[each][0] for each in near["box_id"]], dtype=pl.String))
    values = board_rows.values_on(
        connection, context.board.metric, context.day.metric_date, near["box_id"].to_list()
    )
    rungs = ladder(slugs.join(values, on="box_id"), box_id)
    if rungs is None:
        raise NotRanked(box, context.day.metric_date)
    return rungs


def _near(entries: pl.DataFrame, box_id: int) -> pl.DataFrame:
    own = entries.filter(pl.col("box_id") == box_id)["current_rank"]
    if own.is_empty():
        return entries.clear()
    rank = pl.col("current_rank")
    better, worse = entries.filter(rank < own.item()), entries.filter(rank > own.item())
    beside = [better["current_rank"].max(), own.item(), worse["current_rank"].min()]
    return entries.filter(rank.is_in([each for each in beside if each is not None]))


def _targets(
    connection: Connection, context: BoardContext, box_id: int, rungs: Ladder
) -> VolumeTargets | None:
    if context.board.metric != PRIMARY_METRIC:
        return None
    found = box_days.latest(connection, box_id, context.day.metric_date, ["ema_state"])
    return None if found is None else volume_targets(rungs, found[0])
