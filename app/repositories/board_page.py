"""What a board page shows beside its rows: floors over time, dollars by day, movers, totals of the day."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection, case, func, select

from app.domain.boards import Board
from app.models import booster_boxes, box_metrics_unified, daily_observations
from app.repositories import AnyRow
from app.repositories.frames import read_frame

STANDING_SCHEMA = pl.Schema(
    {
        "slug": pl.String(),
        "name": pl.String(),
        "current_rank": pl.Int64(),
        "rank_change": pl.Int64(),
        "rank_state": pl.String(),
    }
)
SOLD_SCHEMA = pl.Schema({"box_id": pl.Int64(), "sold": pl.Float64()})
NUMBER_ONE_SCHEMA = pl.Schema({"slug": pl.String(), "metric_date": pl.Date()})

_metrics, _box = box_metrics_unified.c, booster_boxes.c
_of_boxes = box_metrics_unified.join(booster_boxes, _box.id == _metrics.box_id)


def floors(connection: Connection, slugs: Sequence[str], first: date, last: date) -> Sequence[AnyRow]:
    """slug, metric_date, floor_price_usd of the boxes from `first` to `last`, where a floor is known."""
    statement = (
        select(_box.slug, _metrics.metric_date, _metrics.floor_price_usd)
        .select_from(_of_boxes)
        .where(
            _box.slug.in_(slugs),
            _metrics.metric_date.between(first, last),
            _metrics.floor_price_usd.is_not(None),
        )
    )
    return connection.execute(statement).all()


def traded_by_day(connection: Connection, first: date, last: date) -> dict[date, float]:
    """Dollars traded over all boxes on each day that has any volume."""
    volume = func.sum(_metrics.daily_volume_usd)
    statement = (
        select(_metrics.metric_date, volume)
        .where(_metrics.metric_date.between(first, last), _metrics.daily_volume_usd.is_not(None))
        .group_by(_metrics.metric_date)
    )
    return {day: float(dollars) for day, dollars in connection.execute(statement)}


def sold_at_least(
    connection: Connection, least: float, span: tuple[date, date], box_ids: Sequence[int]
) -> pl.DataFrame:
    """box_id and sold, its boxes sold in the span, of those among some boxes that sold at least so many."""
    sold = func.sum(_metrics.boxes_sold)
    statement = (
        select(_metrics.box_id, sold)
        .where(_metrics.box_id.in_(box_ids), _metrics.metric_date.between(*span))
        .group_by(_metrics.box_id)
        .having(sold >= least)
    )
    return read_frame(connection, statement, SOLD_SCHEMA)


def totals(connection: Connection, day: date) -> AnyRow:
    """The day over all boxes: sold, listed, floors up, down, flat, unknown.

    Sums are null where nobody reported.
    """
    change = _metrics.floor_price_1d_change_pct
    statement = select(
        func.sum(_metrics.boxes_sold),
        func.sum(_metrics.active_listings_count),
        *(func.sum(case((moved, 1), else_=0)) for moved in (change > 0, change < 0, change == 0)),
        func.sum(case((change.is_(None), 1), else_=0)),
    ).where(_metrics.metric_date == day)
    return connection.execute(statement).one()


def greatest_value(connection: Connection, board: Board, day: date) -> float | None:
    """The greatest value of the board's metric on a day, over the boxes of its game; null without any."""
    statement = select(func.max(_metrics[board.metric])).where(_metrics.metric_date == day)
    if board.game is not None:
        statement = statement.select_from(_of_boxes).where(_box.game == board.game)
    value: float | None = connection.scalar(statement)
    return value


def sources(connection: Connection, slugs: Sequence[str], day: date) -> set[str | None]:
    """Every source that the observations of these boxes name on a day."""
    table = daily_observations.c
    statement = (
        select(table.source)
        .join_from(daily_observations, booster_boxes, _box.id == table.box_id)
        .where(_box.slug.in_(slugs), table.metric_date == day)
        .distinct()
    )
    return set(connection.scalars(statement))
