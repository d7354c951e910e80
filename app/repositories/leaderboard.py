"""A page of the primary board: one statement, in display order, found by the index on date and rank."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, false, select

from app.models import booster_boxes, box_metrics_unified, ranked_days
from app.repositories import AnyRow

_metrics, _box, _day = box_metrics_unified.c, booster_boxes.c, ranked_days.c


def page(
    connection: Connection,
    day: date,
    *,
    limit: int,
    offset: int,
    box_columns: Sequence[str],
    figure_columns: Sequence[str],
) -> Sequence[AnyRow]:
    """Rows from `offset` in display order: three ranks, whether a box without a rank_change
    was ranked on any whole day before, then the columns as named.
    """
    statement = _page_statement(connection.dialect.name, tuple(box_columns), tuple(figure_columns))
    return connection.execute(statement, {"day": day, "limit": limit, "offset": offset}).all()


@cache
def _page_statement(
    dialect: str, box_columns: tuple[str, ...], figure_columns: tuple[str, ...]
) -> Select[*tuple[Any, ...]]:
    # Built once: building it costs more than the database takes to answer it.
    return (
        select(
            _metrics.current_rank,
            _metrics.previous_rank,
            _metrics.rank_change,
            _was_ranked_before(),
            *(_box[name] for name in box_columns),
            *(_metrics[name] for name in figure_columns),
        )
        .join_from(box_metrics_unified, booster_boxes, _box.id == _metrics.box_id)
        .where(_on_board())
        .order_by(*_display_order(dialect))
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    )


def _was_ranked_before() -> ColumnElement[bool]:
    earlier = box_metrics_unified.alias()
    ranked_before = (
        select(earlier.c.box_id)
        .join(ranked_days, and_(_day.metric_date == earlier.c.metric_date, _day.is_partial.is_(False)))
        .where(
            earlier.c.box_id == _metrics.box_id,
            earlier.c.metric_date < _metrics.metric_date,
            earlier.c.current_rank.is_not(None),
        )
    )
    return case((_metrics.rank_change.is_(None), ranked_before.exists()), else_=false())


def _on_board() -> ColumnElement[bool]:
    return and_(_metrics.metric_date == bindparam("day"), _metrics.current_rank.is_not(None))


def _display_order(dialect: str) -> tuple[ColumnElement[Any], ...]:
    # PostgreSQL would order slugs as its language does; SQLite and the rules order them byte by byte.
    slug = _box.slug if dialect == "sqlite" else _box.slug.collate("C")
    return _metrics.current_rank, _metrics.boxes_sold_30d_avg.desc().nulls_last(), slug
