"""Stored suspect values for readers, newest first."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select

from app.models import booster_boxes, suspect_values
from app.repositories import AnyRow

_suspect, _box = suspect_values.c, booster_boxes.c
_COLUMNS = (
    _box.slug,
    _box.code,
    _box.short_name,
    _suspect.metric_date,
    _suspect.marketplace,
    _suspect.field,
    _suspect.value,
    _suspect.reason,
)


def newest(
    connection: Connection, box_id: int | None, limit: int, offset: int = 0, until: date | None = None
) -> Sequence[AnyRow]:
    """The values with the slug, code and short name of their boxes.

    Of one box where one is named, and up to a day where one is given.
    """
    order = (_suspect.metric_date.desc(), _box.slug, _suspect.marketplace, _suspect.field)
    found = select(*_COLUMNS).join_from(suspect_values, booster_boxes).where(*_of_box(box_id))
    chosen = found if until is None else found.where(_suspect.metric_date <= until)
    return connection.execute(chosen.order_by(*order).limit(limit).offset(offset)).all()


def count(connection: Connection, box_id: int | None = None) -> int:
    """Number of stored suspect values; of one box where one is named."""
    statement = select(func.count()).select_from(suspect_values).where(*_of_box(box_id))
    return connection.scalar(statement) or 0


def _of_box(box_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if box_id is None else (_suspect.box_id == box_id,)
