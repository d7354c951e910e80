"""Answers computed before anyone asks: the board's first pages and what is behind its first boxes."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

import structlog

from app.database import Database
from app.domain.errors import BoxrankError, NoRanks, NothingPublished, UnknownDay
from app.progress import Progress, silent
from app.read.context import board_context
from app.read.rows import day_entries
from app.repositories import board_ranks, board_rows, boxes

_log = structlog.get_logger("boxrank.warmer")


@dataclass(frozen=True)
class WarmTargets:
    """What is worth warming: a day (None: the default one), the games, first boxes, other boards that day."""

    day: date | None
    games: tuple[str, ...]
    slugs: tuple[str, ...]
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True)
class WarmReport:
    """How many answers are in the cache now, could not be made, or were left out, and the time."""

    answers: int
    failed: int
    left_out: int
    seconds: float


class WarmingEndsError(Exception):
    """What is being warmed is no longer the newest publication."""


def read_targets(database: Database, top: int, day: date | None = None) -> WarmTargets:
    """The first `top` boxes of the default board on a day; empty where it has none. Raises Unavailable."""
    with database.snapshot() as connection:
        games = tuple(name for name, _ in boxes.games(connection))
        try:
            context = board_context(connection, None, None, day)
        except (NothingPublished, NoRanks, UnknownDay):
            return WarmTargets(day, games, ())
        first = day_entries(connection, context)["box_id"].head(top).to_list()
        cards = board_rows.cards(connection, first, ["slug"])
        ranked = board_ranks.metrics_on(connection, context.day.metric_date)
        others = tuple(metric for metric in ranked if metric != context.board.metric)
        return WarmTargets(day, games, tuple(cards[box_id][0] for box_id in first), others)


def warm_answers(
    requests: Iterable[Any],
    fill: Callable[[Any], object],
    longest_seconds: float = math.inf,
    progress: Progress = silent,
) -> WarmReport:
    """Ask every request once, in order, for `longest_seconds` at most, or until WarmingEndsError.

    A request that fails is logged and counted; the others go on.
    """
    started = perf_counter()
    wanted: Sequence[Any] = list(requests)
    answers = failed = 0
    for request in wanted:
        if perf_counter() - started > longest_seconds:
            break
        try:
            fill(request)
            answers += 1
        except WarmingEndsError:
            break
        except BoxrankError as error:
            failed += 1
            _log.warning("warming_failed", request=repr(request), error=str(error))
        progress("warm", answers + failed, len(wanted))
    return WarmReport(answers, failed, len(wanted) - answers - failed, perf_counter() - started)
