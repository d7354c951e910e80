"""What a board page shows beside its rows: floors over time, boxes that sold."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection, func, select

from app.models import booster_boxes, box_metrics_unified
from app.repositories import AnyRow
from app.repositories.frames import read_frame

SOLD_SCHEMA = pl.Schema({"box_id": pl.Int64(), "sold": pl.Float64()})

_metrics, _box = box_metrics_unified.c, booster_boxes.c
_of_boxes = box_metrics_unified.join(booster_boxes, _box.id == _metrics.box_id)


def prices(
    connection: Connection, figure: str, slugs: Sequence[str], first: date, last: date
) -> Sequence[AnyRow]:
    """slug, metric_date and a price of the boxes from `first` to `last`, where it is known."""
    price = _metrics[figure]
    statement = (
        select(_box.slug, _metrics.metric_date, price)
        .select_from(_of_boxes)
        .where(_box.slug.in_(slugs), _metrics.metric_date.between(first, last), price.is_not(None))
    )
    return connection.execute(statement).all()


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
