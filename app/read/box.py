"""Boxes on one day: identity, ranks, figures and chart record of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Any

from app.database import Connection
from app.domain.days import LATEST_DAY
from app.domain.errors import NotObserved
from app.read.context import BoardContext, board_context, shows_provisional
from app.read.marketplaces import marketplaces_between
from app.read.parameters import BOX, DAY, BoxesParameter, check_fields
from app.read.rows import box_histories
from app.repositories import box_days, boxes
from app.schemas import BoxCard, BoxComparison, BoxDay, BoxDetail, ChartRecord, Figures, Ranks

FEWEST_BOXES, MOST_BOXES = 2, 4

_CARD_COLUMNS = [field.name for field in fields(BoxCard)]
_RANK_COLUMNS = [field.name for field in fields(Ranks)]
_FIGURE_COLUMNS = [field.name for field in fields(Figures)]
_RECORD_COLUMNS = [field.name for field in fields(ChartRecord)]
_NO_RANKS: Sequence[None] = [None] * len(_RANK_COLUMNS)


@dataclass(frozen=True)
class BoxDetailRequest:
    """A box by slug or `scheme:value`, and a ranked day (None: the default day)."""

    box: Annotated[str, BOX]
    day: Annotated[date | None, DAY] = None

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True)
class BoxComparisonRequest:
    """Two to four boxes by slug or `scheme:value`, and a ranked day (None: the default day).

    Raises InvalidValue.
    """

    boxes: Annotated[
        tuple[str, ...],
        BoxesParameter(
            "boxes",
            f"{FEWEST_BOXES} to {MOST_BOXES} slugs or scheme:value, divided by commas",
            ["op-05", "op-09"],
            least=FEWEST_BOXES,
            most=MOST_BOXES,
        ),
    ]
    day: Annotated[date | None, DAY] = None

    def __post_init__(self) -> None:
        check_fields(self)


def read_box(connection: Connection, request: BoxDetailRequest) -> BoxDetail:
    """The box as of the day: its latest figures not after it, all of one generation.

    A box that was first reported after the default day is shown on the newest one. Raises UnknownBox,
    UnknownDay (not ranked), NotObserved (not reported by then), NoRanks, NothingPublished.
    """
    box_id = boxes.find_id(connection, request.box)
    context, (data,) = boxes_on(connection, [box_id], request.day)
    return BoxDetail(data, context.meta(request.day, is_provisional=shows_provisional([data])))


def read_box_comparison(connection: Connection, request: BoxComparisonRequest) -> BoxComparison:
    """Each box as of the day, in the order asked for; raises as `read_box`."""
    box_ids = [boxes.find_id(connection, box) for box in request.boxes]
    context, found = boxes_on(connection, box_ids, request.day)
    return BoxComparison(found, context.meta(request.day, is_provisional=shows_provisional(found)))


def boxes_on(
    connection: Connection, box_ids: Sequence[int], day: date | None
) -> tuple[BoardContext, list[BoxDay]]:
    """The default board on a day, and each box on its latest day with figures not after it.

    Raises UnknownDay, NotObserved, NoRanks, NothingPublished.
    """
    context = board_context(connection, None, None, day)
    try:
        return context, _box_days(connection, context, box_ids)
    except NotObserved:
        if day is not None:
            raise
        newest = board_context(connection, None, None, LATEST_DAY)
        return newest, _box_days(connection, newest, box_ids)


def _box_days(connection: Connection, context: BoardContext, box_ids: Sequence[int]) -> list[BoxDay]:
    history = box_histories(connection, context.board, box_ids, context.day.metric_date)
    rows = history.select("box_id", "metric_date", *_RANK_COLUMNS, *_RECORD_COLUMNS).iter_rows()
    ranked = {(box_id, day): facts for box_id, day, *facts in rows}
    return [_box_day(connection, context, box_id, ranked) for box_id in box_ids]


def _box_day(
    connection: Connection,
    context: BoardContext,
    box_id: int,
    ranked: Mapping[tuple[int, date], Sequence[Any]],
) -> BoxDay:
    catalogue = boxes.get(connection, box_id)._mapping
    found = box_days.latest(connection, box_id, context.day.metric_date, ["metric_date", *_FIGURE_COLUMNS])
    if found is None:
        first_day = box_days.first_day(connection, box_id)
        raise NotObserved(catalogue["slug"], context.day.metric_date, first_day)
    metric_date, figures = found[0], Figures(*found[1:])
    ranks = ranked.get((box_id, metric_date), _NO_RANKS)
    has_rank = ranks is not _NO_RANKS
    return BoxDay(
        BoxCard(*(catalogue[name] for name in _CARD_COLUMNS)),
        catalogue["estimated_supply"],
        catalogue["reprint_risk"],
        boxes.identifiers(connection, box_id),
        metric_date,
        Ranks(*ranks[: len(_RANK_COLUMNS)]),
        ChartRecord(*ranks[len(_RANK_COLUMNS) :]) if has_rank else None,
        figures,
        marketplaces_between(connection, box_id, metric_date, metric_date).get(metric_date, []),
    )
