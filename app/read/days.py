"""The days of a board; of one day the boxes that left, and its sentence."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import polars as pl

from app.database import Connection
from app.domain.chart_history import dropped, with_reasons
from app.read.context import BoardContext, BoardDayRequest, board_context
from app.read.day_sentence import sentence_of
from app.read.parameters import LATEST, DayOrLatestParameter
from app.read.rows import BOX_COLUMNS, day_entries
from app.repositories import board_ranks, board_rows, box_days
from app.repositories.remembered import remembered
from app.schemas import (
    BoardDay,
    BoardDays,
    BoxCard,
    DayReport,
    DayStory,
    DroppedBox,
    Sentence,
    SentenceOfDay,
)


@dataclass(frozen=True)
class BoardDaysRequest(BoardDayRequest):
    """The ranked days of a board; `day` is the one its meta is about."""

    day: date | None = None  # no parameter of an address


@dataclass(frozen=True)
class SentenceRequest(BoardDayRequest):
    """The sentence of a day."""


@dataclass(frozen=True)
class DayRequest(BoardDayRequest):
    """All that is reported of a day."""

    day: Annotated[
        date | None, DayOrLatestParameter("day", "A ranked day as 2026-01-31, or `latest`", LATEST)
    ] = None


def read_days(connection: Connection, request: BoardDaysRequest) -> BoardDays:
    """All ranked days of the board, oldest first.

    Raises UnknownChoice (game), UnknownDay, NoRanks, NothingPublished.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    return BoardDays(board_day_rows(context.days), context.meta(request.day))


def read_sentence(connection: Connection, request: SentenceRequest) -> SentenceOfDay:
    """The sentence that opens the day: a new number one, else the widest climb, and what else moved.

    Raises as `read_days`.
    """
    context = board_context(connection, request.metric, request.game, request.day)
    written = _sentence(connection, context)
    return SentenceOfDay(written, context.meta(request.day))


def read_day(connection: Connection, request: DayRequest) -> DayReport:
    """A ranked day and those beside it, its sentence, and the boxes it dropped; raises as `read_days`."""
    context = board_context(connection, request.metric, request.game, request.day)
    return DayReport(day_story(connection, context), context.meta(request.day))


def day_story(connection: Connection, context: BoardContext) -> DayStory:
    """The day of a context with its sentence and the boxes it dropped, read once per generation."""
    key = ("story", context.board, context.day.metric_date)
    return remembered(connection, key, lambda: _story(connection, context))


def board_day(context: BoardContext) -> BoardDay:
    """The day of a context with the days beside it."""
    return BoardDay(*_beside(context.days).filter(pl.col("metric_date") == context.day.metric_date).row(0))


def board_day_rows(days: pl.DataFrame) -> list[BoardDay]:
    """The ranked days with the days beside them."""
    return [BoardDay(*row) for row in _beside(days).iter_rows()]


def _story(connection: Connection, context: BoardContext) -> DayStory:
    return DayStory(board_day(context), _sentence(connection, context), _dropped(connection, context))


def _beside(days: pl.DataFrame) -> pl.DataFrame:
    return days.select(
        "metric_date",
        "boxes_ranked",
        "boxes_observed",
        "boxes_expected",
        "is_partial",
        "compared_with",
        pl.col("metric_date").shift().alias("earlier_day"),
        pl.col("metric_date").shift(-1).alias("later_day"),
    )


def _dropped(connection: Connection, context: BoardContext) -> list[DroppedBox]:
    day = context.day.metric_date
    gone = dropped(
        pl.concat([_entries(connection, context, day), _before(connection, context)]), context.days, day
    )
    box_ids = gone["box_id"].to_list()
    cards = board_rows.cards(connection, box_ids, BOX_COLUMNS)
    explained = with_reasons(gone, box_days.last_reports(connection, box_ids, day), day)
    return [DroppedBox(BoxCard(*cards[box_id]), *facts) for box_id, *facts in explained.iter_rows()]


def _sentence(connection: Connection, context: BoardContext) -> Sentence:
    written = sentence_of(connection, context)
    return Sentence(written.text, written.parts)


def _before(connection: Connection, context: BoardContext) -> pl.DataFrame:
    day = context.day.compared_with
    return day_entries(connection, context).clear() if day is None else _entries(connection, context, day)


def _entries(connection: Connection, context: BoardContext, day: date) -> pl.DataFrame:
    return board_ranks.entries(connection, context.board, day)
