"""Two days of a board side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

import polars as pl

from app.database import Connection
from app.domain.day_comparison import OUTCOMES, compare_days, count_outcomes
from app.domain.errors import InvalidValue
from app.read.comparisons import changes_between
from app.read.context import BoardContext, board_context, meta_with
from app.read.days import board_day
from app.read.paging import page_meta
from app.read.parameters import (
    BOARD_METRIC,
    GAME,
    LIMIT,
    OFFSET,
    ChoiceParameter,
    DayOrLatestParameter,
    check_fields,
)
from app.repositories import board_ranks, board_rows
from app.schemas import ComparedBox, DayComparison, DayComparisonMeta

MOST_NAMED = 1000
"""Of more boxes than these, those of the whole day are read: naming each would cost more."""

_COLUMNS = [
    "slug",
    "name",
    "outcome",
    "rank_before",
    "rank_after",
    "rank_change",
    "value_before",
    "value_after",
]


@dataclass(frozen=True)
class DayComparisonRequest:
    """Two ranked days of a board, the outcome wanted (None: all), and a part of the list (None: to its end).

    Raises UnknownChoice (metric, outcome), InvalidValue.
    """

    before: Annotated[date, DayOrLatestParameter("from", "The first day", "2026-01-24")]
    after: Annotated[date, DayOrLatestParameter("to", "The second day", "2026-01-31")]
    metric: Annotated[str | None, BOARD_METRIC] = None
    game: Annotated[str | None, GAME] = None
    outcome: Annotated[
        str | None, ChoiceParameter("outcome", "Only the boxes that met this", choices=OUTCOMES)
    ] = None
    limit: Annotated[int | None, replace(LIMIT, default=50, is_checked=False)] = None
    offset: Annotated[int, OFFSET] = 0

    def __post_init__(self) -> None:
        check_fields(self)
        if self.limit is not None and self.limit < 1:
            raise InvalidValue("limit", f"limit is {self.limit}; give a number from 1 up.")


def read_day_comparison(connection: Connection, request: DayComparisonRequest) -> DayComparison:
    """Who entered, left, climbed, fell or stayed between the two days, and where reports are the reason.

    Raises UnknownDay, UnknownChoice (game), NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.after)
    earlier = board_context(connection, context.board.metric, request.game, request.before)
    names = board_rows.names(connection).drop("called")
    sides = (_side(connection, each).join(names, on="box_id") for each in (earlier, context))
    compared = compare_days(*sides)
    wanted = compared.filter(pl.col("outcome") == request.outcome) if request.outcome else compared
    shown = wanted.slice(request.offset, request.limit)
    shown = _with_values(connection, shown, earlier, context)
    shown = shown.join(names.drop("slug"), on="box_id", maintain_order="left")
    page = page_meta(wanted.height, request.limit or max(1, wanted.height), request.offset)
    meta = meta_with(
        DayComparisonMeta,
        context.meta(request.after, is_provisional=bool(shown["is_provisional"].any())),
        before=board_day(earlier),
        after=board_day(context),
        counts=dict(count_outcomes(compared)),
        **vars(page),
    )
    days = (earlier.day.metric_date, context.day.metric_date)
    return DayComparison(list(_compared(connection, context.board.metric, shown, days)), meta)


def _compared(
    connection: Connection, metric: str, shown: pl.DataFrame, days: tuple[date, date]
) -> Iterator[ComparedBox]:
    for part in shown.iter_slices(MOST_NAMED):
        changed = changes_between(connection, metric, part["box_id"].to_list(), days)
        for box_id, *row in part.select("box_id", *_COLUMNS).iter_rows():
            marketplaces = tuple(changed.marketplaces.get(box_id, ()))
            yield ComparedBox(*(*row, changed.unreported.get(box_id), marketplaces))


def _side(connection: Connection, context: BoardContext) -> pl.DataFrame:
    entries = board_ranks.entries(connection, context.board, context.day.metric_date)
    return entries.select("box_id", "current_rank", value=pl.lit(None, pl.Float64))


def _with_values(
    connection: Connection, shown: pl.DataFrame, before: BoardContext, after: BoardContext
) -> pl.DataFrame:
    """Fills in the values of both days, and adds is_provisional: on either."""
    box_ids = shown["box_id"].to_list() if shown.height <= MOST_NAMED else None
    for name, context in (("value_before", before), ("value_after", after)):
        day = context.day.metric_date
        values = board_rows.firm_values_on(connection, context.board.metric, day, box_ids)
        values = values.rename({"value": name, "is_provisional": f"{name}_is_provisional"})
        shown = shown.drop(name).join(values, on="box_id", how="left", maintain_order="left")
    is_provisional = pl.any_horizontal("value_before_is_provisional", "value_after_is_provisional")
    return shown.with_columns(is_provisional=is_provisional.fill_null(value=False))
