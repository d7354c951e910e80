"""What a board shows beside the ranks: cards, figures and values of boxes on a day, found by key."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, select

from app.domain.board_ranks import ALL_GAMES
from app.domain.boards import Board
from app.domain.identity import search_text, search_word
from app.models import booster_boxes, box_metrics_unified, reported_days
from app.repositories import AnyRow
from app.repositories.frames import read_frame
from app.repositories.remembered import of_catalogue

NAME_SCHEMA = pl.Schema(
    {"box_id": pl.Int64(), **dict.fromkeys(("slug", "name", "code", "short_name"), pl.String())}
)
FOUND_COLUMNS = ("box_id", "slug", "code", "game")
_SEARCHED = ("slug", "name", "short_name", "code", "set_name")
_TEXTS = (*_SEARCHED, "game")
TEXT_SCHEMA = pl.Schema({"box_id": pl.Int64(), **dict.fromkeys(_TEXTS, pl.String())})
VALUE_SCHEMA = pl.Schema({"box_id": pl.Int64(), "value": pl.Float64()})
FIRM_VALUE_SCHEMA = pl.Schema({**VALUE_SCHEMA, "is_provisional": pl.Boolean()})
DAY_VALUE_SCHEMA = pl.Schema({"box_id": pl.Int64(), "metric_date": pl.Date(), "value": pl.Float64()})

_metrics, _box, _reported = box_metrics_unified.c, booster_boxes.c, reported_days.c
_BOXES: BindParameter[Any] = bindparam("boxes", expanding=True)


def of_day(
    connection: Connection,
    day: date,
    box_ids: Sequence[int],
    columns: tuple[Sequence[str], Sequence[str]],
) -> dict[int, AnyRow]:
    """By box: its key, its rank on the primary board, then box and figure columns.

    `columns` names the box columns and the figure columns; boxes not observed on the day are left out.
    """
    statement = _of_day(tuple(columns[0]), tuple(columns[1]))
    return {row[0]: row for row in connection.execute(statement, {"day": day, "boxes": box_ids})}


def ranked_before(connection: Connection, board: Board, day: date, box_ids: Sequence[int]) -> set[int]:
    """Those of the boxes that had a value of the metric, and so a rank, on any whole day before."""
    if not box_ids:
        return set()
    is_whole = and_(
        _reported.metric_date == _metrics.metric_date,
        _reported.game == (board.game or ALL_GAMES),
        _reported.is_partial.is_(False),
    )
    earlier = (
        select(_metrics.box_id)
        .join_from(box_metrics_unified, reported_days, is_whole)
        .where(_metrics.box_id == _box.id, _metrics.metric_date < day, _metrics[board.metric].is_not(None))
    )
    return set(connection.scalars(select(_box.id).where(_box.id.in_(box_ids), earlier.exists())))


def cards(
    connection: Connection, box_ids: Collection[int], columns: Sequence[str]
) -> dict[int, tuple[Any, ...]]:
    """The named catalogue columns by box."""
    if not box_ids:
        return {}
    rows = connection.execute(_cards(tuple(columns)), {"boxes": list(box_ids)})
    return {row[0]: tuple(row[1:]) for row in rows}


def names(connection: Connection) -> pl.DataFrame:
    """All boxes: box_id, slug, name, and what a sentence calls it: its code, or its short name if shared."""
    return of_catalogue(connection, "names", lambda: _names(connection))


def matching(connection: Connection, words: Sequence[str]) -> pl.DataFrame:
    """box_id, slug, code and game of the boxes whose slug, name, code or set holds every word.

    Case, accents and punctuation do not count, nor the gap in a code (`op 05`, `op05`). The texts are read
    once, however many words there are.
    """
    searched = of_catalogue(connection, "texts", lambda: _texts(connection))
    for word in words:
        searched = searched.filter(pl.col("text").str.contains(search_word(word), literal=True))
    return searched.drop("text")


def values_of(connection: Connection, metric: str, day: date, box_ids: Sequence[int]) -> dict[int, float]:
    """The value of the metric on the day, by box, of those of the boxes that have one."""
    if not box_ids:
        return {}
    rows = connection.execute(_values(metric), {"day": day, "boxes": box_ids})
    return {box_id: float(value) for box_id, value in rows}


def values_on(
    connection: Connection, metric: str, day: date, box_ids: Sequence[int] | None = None
) -> pl.DataFrame:
    """box_id and value of every box (or of some) that has a value of the metric on the day."""
    if box_ids is not None and not box_ids:
        return VALUE_SCHEMA.to_frame()
    statement = select(_metrics.box_id, _metrics[metric]).where(
        _metrics.metric_date == day, _metrics[metric].is_not(None)
    )
    if box_ids is not None:
        statement = statement.where(_metrics.box_id.in_(box_ids))
    return read_frame(connection, statement, VALUE_SCHEMA)


def firm_values_on(
    connection: Connection, metric: str, day: date, box_ids: Sequence[int] | None = None
) -> pl.DataFrame:
    """box_id, value (maybe null) and is_provisional of every box (or of some) observed on the day."""
    statement = select(_metrics.box_id, _metrics[metric], _metrics.is_provisional)
    statement = statement.where(_metrics.metric_date == day)
    if box_ids is not None:
        statement = statement.where(_metrics.box_id.in_(box_ids))
    return read_frame(connection, statement, FIRM_VALUE_SCHEMA)


def values_between(
    connection: Connection, metric: str, span: tuple[date, date], box_ids: tuple[int, int]
) -> pl.DataFrame:
    """box_id, metric_date and value of the boxes and days from the first to the second of each pair."""
    statement = select(_metrics.box_id, _metrics.metric_date, _metrics[metric]).where(
        _metrics.box_id.between(*box_ids),
        _metrics.metric_date.between(*span),
        _metrics[metric].is_not(None),
    )
    return read_frame(connection, statement, DAY_VALUE_SCHEMA)


@cache
def _of_day(box_columns: tuple[str, ...], figure_columns: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    # Statements are built once: building them costs more than the database takes to answer them.
    return (
        select(
            _box.id,
            _metrics.current_rank,
            *(_box[name] for name in box_columns),
            *(_metrics[name] for name in figure_columns),
        )
        .join_from(box_metrics_unified, booster_boxes, _box.id == _metrics.box_id)
        .where(_metrics.metric_date == bindparam("day"), _metrics.box_id.in_(_BOXES))
    )


@cache
def _cards(columns: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return select(_box.id, *(_box[name] for name in columns)).where(_box.id.in_(_BOXES))


@cache
def _values(metric: str) -> Select[*tuple[Any, ...]]:
    return select(_metrics.box_id, _metrics[metric]).where(
        _metrics.metric_date == bindparam("day"),
        _metrics[metric].is_not(None),
        _metrics.box_id.in_(_BOXES),
    )


def _names(connection: Connection) -> pl.DataFrame:
    columns = (_box.id, _box.slug, _box.name, _box.code, _box.short_name)
    boxes = read_frame(connection, select(*columns), NAME_SCHEMA)
    has_own_code = pl.col("code").is_not_null() & pl.col("code").is_unique()
    called = pl.when(has_own_code).then("code").otherwise("short_name").alias("called")
    return boxes.select("box_id", "slug", "name", called)


def _texts(connection: Connection) -> pl.DataFrame:
    columns = (_box.id.label("box_id"), *(_box[name] for name in _TEXTS))
    texts = read_frame(connection, select(*columns), TEXT_SCHEMA)
    searched = [search_text(*row) for row in texts.select(_SEARCHED).iter_rows()]
    return texts.select(*FOUND_COLUMNS, pl.Series("text", searched, pl.String))
