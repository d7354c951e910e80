"""Positions on a board: the rows around one box, and the ranks of many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import polars as pl

from app.database import Connection
from app.domain.errors import NotRanked
from app.domain.neighbours import percentile, ranks_of, top_percent, window_around
from app.read.context import (
    BoardContext,
    BoardDayRequest,
    board_context,
    meta_with,
    provisional_on_day,
    shows_provisional,
)
from app.read.parameters import BOX, BoxesParameter, NumberParameter
from app.read.rows import RankedBox, board_page, day_entries, ranked_boxes
from app.repositories import board_rows, boxes
from app.schemas import (
    Around,
    AroundMeta,
    LeaderboardRow,
    MissingStanding,
    Standing,
    Standings,
    StandingsMeta,
)

MOST_NEIGHBOURS = 100
MOST_BOXES = 1000


@dataclass(frozen=True, kw_only=True)
class AroundRequest(BoardDayRequest):
    """A box by slug or `scheme:value`, and how many rows above and below it. Raises InvalidValue."""

    box: Annotated[str, BOX]
    count: Annotated[
        int,
        NumberParameter(
            "count",
            "Rows above and below; at an end of the board the window shifts and keeps its size",
            least=0,
            most=MOST_NEIGHBOURS,
        ),
    ] = 5


@dataclass(frozen=True, kw_only=True)
class StandingsRequest(BoardDayRequest):
    """Boxes by slug or `scheme:value`, at most MOST_BOXES. Raises InvalidValue."""

    boxes: Annotated[
        tuple[str, ...],
        BoxesParameter(
            "boxes",
            f"Slugs or scheme:value divided by commas, at most {MOST_BOXES}",
            ["op-05", "op-09"],
            least=1,
            most=MOST_BOXES,
        ),
    ]


def read_around(connection: Connection, request: AroundRequest) -> Around:
    """The rows around a box, and its own standing.

    Raises UnknownBox, NotRanked (no rank on the board that day), UnknownChoice (game), UnknownDay,
    NoRanks, NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    box_id = boxes.find_id(connection, request.box)
    entries = day_entries(connection, context)
    position = entries.filter(pl.col("box_id") == box_id)["position"]
    if position.is_empty():
        raise NotRanked(request.box, context.day.metric_date)
    first, last = window_around(position.item(), entries.height, request.count)
    rows = board_page(connection, context, entries[first - 1 : last])
    own = next(row for row in rows if row.position == position.item())
    meta = context.meta(request.day, is_provisional=shows_provisional(rows))
    sharing = entries.filter(pl.col("current_rank") == own.current_rank).height
    return Around(rows, meta_with(AroundMeta, meta, box=_own_standing(context, own, sharing)))


def read_standings(connection: Connection, request: StandingsRequest) -> Standings:
    """The ranks of many boxes in the order of the request; those that have none are listed as missing.

    Raises UnknownChoice (game), UnknownDay, NoRanks, NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    known = boxes.find_ids(connection, request.boxes)
    named = pl.DataFrame(list(known.items()), schema={"slug": pl.String, "box_id": pl.Int64}, orient="row")
    entries = day_entries(connection, context).with_columns(sharing=pl.len().over("current_rank"))
    found, misses = ranks_of(entries.join(named, on="box_id"), request.boxes)
    own = _standings(connection, context, found.unique("box_id", maintain_order=True))
    meta = context.meta(request.day, is_provisional=provisional_on_day(connection, context, found))
    missing = [_missing(box, known) for box in misses]
    return Standings(own, meta_with(StandingsMeta, meta, missing=missing))


def _missing(box: str, known: Mapping[str, int]) -> MissingStanding:
    return MissingStanding(box, "not_ranked" if box in known else "unknown")


def _own_standing(context: BoardContext, row: LeaderboardRow, sharing: int) -> Standing:
    value: float = getattr(row.figures, context.board.metric)
    return _standing(row, (row.box.slug, row.box.name), float(value), (sharing, context.day.boxes_ranked))


def _standings(connection: Connection, context: BoardContext, shown: pl.DataFrame) -> list[Standing]:
    box_ids, day = shown["box_id"].to_list(), context.day
    values = board_rows.values_of(connection, context.board.metric, day.metric_date, box_ids)
    cards = board_rows.cards(connection, box_ids, ["slug", "name"])
    ranked = zip(ranked_boxes(connection, context, shown), shown["sharing"].to_list(), strict=True)
    return [
        _standing(box, cards[box.box_id], values.get(box.box_id), (sharing, day.boxes_ranked))
        for box, sharing in ranked
    ]


def _standing(
    row: RankedBox | LeaderboardRow, names: Sequence[Any], value: float | None, counts: tuple[int, int]
) -> Standing:
    slug, name = names
    sharing, boxes_ranked = counts
    rank = row.current_rank
    return Standing(
        slug,
        name,
        row.position,
        rank,
        row.previous_rank,
        row.rank_change,
        row.rank_state,
        value,
        percentile(rank, sharing, boxes_ranked),
        top_percent(rank, boxes_ranked),
    )
