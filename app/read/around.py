"""Where boxes stand on a board: the rows around one, and the ranks of many in one call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import polars as pl

from app.database import Connection
from app.domain.errors import NotRanked
from app.domain.neighbours import around, percentile, ranks_of, top_percent
from app.read.context import (
    BoardContext,
    BoardDayRequest,
    board_context,
    meta_with,
    provisional_on_day,
    shows_provisional,
)
from app.read.parameters import BOX, Boxes, Number
from app.read.rows import board_entries, board_page, with_changes
from app.repositories import board_rows, boxes
from app.schemas import Around, AroundMeta, MissingStanding, Standing, Standings, StandingsMeta

MOST_NEIGHBOURS = 100
MOST_BOXES = 1000


@dataclass(frozen=True, kw_only=True)
class AroundRequest(BoardDayRequest):
    """A box by slug or `scheme:value`, and how many rows above and below it. Raises InvalidValue."""

    box: Annotated[str, BOX]
    count: Annotated[
        int,
        Number(
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
        Boxes(
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
    NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    box_id = boxes.find_id(connection, request.box)
    entries = board_entries(connection, context)
    window = around(entries, box_id, request.count)
    if window is None:
        raise NotRanked(request.box, context.day.metric_date)
    rows = board_page(connection, context, window)
    own = _standings(connection, context, entries.filter(pl.col("box_id") == box_id))
    meta = context.meta(request.day, is_provisional=shows_provisional(rows))
    return Around(rows, meta_with(AroundMeta, meta, box=own[0]))


def read_standings(connection: Connection, request: StandingsRequest) -> Standings:
    """The ranks of many boxes in the order of the request; those that have none are listed as missing.

    Raises UnknownChoice (game), UnknownDay, NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    known = boxes.find_ids(connection, request.boxes)
    named = pl.DataFrame(list(known.items()), schema={"slug": pl.String, "box_id": pl.Int64}, orient="row")
    entries = board_entries(connection, context).join(named, on="box_id")
    found, misses = ranks_of(entries, request.boxes)
    own = _standings(connection, context, found.drop("slug").unique("box_id", maintain_order=True))
    meta = context.meta(request.day, is_provisional=provisional_on_day(connection, context, found))
    missing = [_missing(box, known) for box in misses]
    return Standings(own, meta_with(StandingsMeta, meta, missing=missing))


def _missing(box: str, known: Mapping[str, int]) -> MissingStanding:
    return MissingStanding(box, "not_ranked" if box in known else "unknown")


def _standings(connection: Connection, context: BoardContext, shown: pl.DataFrame) -> list[Standing]:
    box_ids = shown["box_id"].to_list()
    metric, day = context.board.metric, context.day.metric_date
    values = board_rows.values_on(connection, metric, day, box_ids)
    cards = board_rows.cards(connection, box_ids, ["slug", "name"])
    rows = with_changes(connection, context, shown).join(
        values, on="box_id", how="left", maintain_order="left"
    )
    return [
        _standing(row, cards[row["box_id"]], context.day.boxes_ranked) for row in rows.iter_rows(named=True)
    ]


def _standing(row: Mapping[str, Any], names: Sequence[Any], boxes_ranked: int) -> Standing:
    slug, name = names
    rank = row["current_rank"]
    return Standing(
        slug,
        name,
        row["position"],
        rank,
        row["previous_rank"],
        row["rank_change"],
        row["rank_state"],
        row["value"],
        percentile(rank, boxes_ranked),
        top_percent(rank, boxes_ranked),
    )
