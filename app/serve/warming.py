"""Answers computed before anyone asks: the board's first pages and what is behind its first boxes."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

import structlog

from app.database import Database
from app.domain.errors import BoxrankError
from app.progress import Progress, silent
from app.repositories import board_ranks, boxes, leaderboard

_log = structlog.get_logger("boxrank.warmer")


@dataclass(frozen=True)
class WarmTargets:
    """What is worth warming: the day (None: the latest), the games, first boxes, metrics ranked that day."""

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
    """The games and first `top` boxes of a ranked day; empty where nothing is ranked. Raises Unavailable."""
    with database.snapshot() as connection:
        ranked = leaderboard.ranked_day(connection, day)
        games = tuple(name for name, _ in boxes.games(connection))
        if ranked is None:
            return WarmTargets(day, games, ())
        slugs = tuple(leaderboard.first_slugs(connection, ranked.metric_date, top))
        return WarmTargets(day, games, slugs, board_ranks.metrics_on(connection, ranked.metric_date))


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
