"""What a board page shows beside its rows: floors over time, boxes that sold."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from app.models import booster_boxes, box_metrics_unified
from app.repositories import AnyRow

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
