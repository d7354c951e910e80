"""Why a box moved, and the gap to the neighbouring ranks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

import polars as pl

from app.database import Connection
from app.domain.boards import PRIMARY_METRIC, SUM_METRICS
from app.domain.distance import Ladder, VolumeTargets, beside, ladder, volume_targets
from app.domain.errors import NotRanked
from app.domain.explanation import BoxName, MoveExplanation, crossed_boxes, explain_move
from app.read.comparisons import report_changes
from app.read.context import BoardContext, BoardDayRequest, board_context
from app.read.parameters import BOX
from app.read.rows import BOX_COLUMNS
from app.repositories import board_ranks, board_rows, box_days, boxes
from app.repositories.box_days import BoxOnDay
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

    A box that entered or left the board has no parts, nor has any box on a board of sums. A partial day is
    not compared. Raises UnknownBox, UnknownChoice (game), UnknownDay, NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    box_id = boxes.find_id(connection, request.box)
    move = _move(connection, context, box_id)
    own = _own_days(connection, context, box_id)
    meta = context.meta(request.day, is_provisional=any(day.is_provisional for day in own.values()))
    text = explanation_in_words(move, context.board.metric, is_partial=context.day.is_partial)
    return ExplainedMove(_explanation(_card(connection, box_id), move, text), meta)


def read_distance(connection: Connection, request: DistanceRequest) -> BoxDistance:
    """The ranks beside a box, the gap to each, and by the 7-day average what must trade tomorrow.

    Raises UnknownBox, NotRanked (no rank on the board that day), UnknownChoice (game), UnknownDay,
    NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    box_id = boxes.find_id(connection, request.box)
    rungs = _ladder(connection, context, box_id, request.box)
    own = _own_days(connection, context, box_id)[context.day.metric_date]
    targets = _targets(context, rungs, own)
    found = Distance(_card(connection, box_id), rungs.rank, rungs.value, rungs.better, rungs.worse, targets)
    return BoxDistance(found, context.meta(request.day, is_provisional=bool(own.is_provisional)))


def _own_days(connection: Connection, context: BoardContext, box_id: int) -> Mapping[date, BoxOnDay]:
    days = tuple(day for day in (context.day.compared_with, context.day.metric_date) if day is not None)
    return box_days.on_days(connection, box_id, context.board.metric, days)


def _card(connection: Connection, box_id: int) -> BoxCard:
    box = boxes.get(connection, box_id)._mapping
    return BoxCard(*(box[name] for name in BOX_COLUMNS))


def _move(connection: Connection, context: BoardContext, box_id: int) -> MoveExplanation:
    board = context.board
    earlier = None if context.day.is_partial else context.day.compared_with
    after = board_ranks.ranks_by_box(connection, board, context.day.metric_date)
    before = {} if earlier is None else board_ranks.ranks_by_box(connection, board, earlier)
    own = _own_days(connection, context, box_id)
    values = (
        own[earlier].value if earlier is not None and box_id in before else None,
        own[context.day.metric_date].value if box_id in after else None,
    )
    crossed = sorted(crossed_boxes(before, after, box_id))
    changed = report_changes(connection, context, [box_id, *crossed]) if before else None
    explained = explain_move(before, after, values, _names(connection, crossed), box_id, changed)
    return replace(explained, parts=()) if board.metric in SUM_METRICS else explained


def _names(connection: Connection, box_ids: Collection[int]) -> Mapping[int, BoxName]:
    if not box_ids:
        return {}
    named = board_rows.names(connection).filter(pl.col("box_id").is_in(list(box_ids)))
    return {box_id: BoxName(slug, called) for box_id, slug, _, called in named.iter_rows()}


def _explanation(card: BoxCard, move: MoveExplanation, text: str) -> Explanation:
    return Explanation(
        card,
        move.previous_rank,
        move.current_rank,
        move.rank_change,
        move.previous_value,
        move.current_value,
        move.parts,
        move.last_report,
        text,
    )


def _ladder(connection: Connection, context: BoardContext, box_id: int, box: str) -> Ladder:
    day = context.day.metric_date
    ranks = board_ranks.ranks_by_box(connection, context.board, day)
    if box_id not in ranks:
        raise NotRanked(box, day)
    near = [each for rung in beside(ranks, box_id) for each in rung]
    values = board_rows.values_of(connection, context.board.metric, day, [box_id, *near])
    cards = board_rows.cards(connection, near, ["slug"])
    return ladder(
        {each: ranks[each] for each in (box_id, *near)},
        values,
        {each: slug for each, (slug,) in cards.items()},
        box_id,
    )


def _targets(context: BoardContext, rungs: Ladder, own: BoxOnDay) -> VolumeTargets | None:
    is_primary = context.board.metric == PRIMARY_METRIC
    if not is_primary or own.ema_state is None or own.is_carried or own.missing_marketplaces:
        return None
    return volume_targets(rungs, own.ema_state)
