"""The questions that are asked: many different ones of one kind, each as a request and as an address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

import orjson

from app.bootstrap import Services
from app.read.board import LARGEST_PAGE, LeaderboardRequest
from app.read.box import BoxDetailRequest
from app.read.series import TimeSeriesRequest

BOXES = "/api/v1/booster-boxes"


@dataclass(frozen=True)
class Question:
    """One request of the services, and the same over HTTP."""

    request: Any
    target: str


@dataclass(frozen=True)
class Scenario:
    """Questions of one kind, no two alike; `service` answers a request from the database."""

    name: str
    questions: Sequence[Question]
    service: Callable[[Any], object]

    def compute(self, request: Any) -> bytes:
        """The bytes of an answer, computed from the database."""
        return orjson.dumps(self.service(request))


def read_scenarios(services: Services, repeats: int) -> list[Scenario]:
    """All scenarios, over up to `repeats` of the latest ranked days and of the first boxes of the board."""
    days, slugs = ranked_days(services, repeats), ranked_slugs(services, repeats)
    board, detail, series = (
        services.leaderboard.leaderboard,
        services.box_detail.detail,
        services.time_series.series,
    )
    return [
        Scenario("top-10", [_board(day, 10) for day in days], board),
        Scenario("top-50", [_board(day, 50) for day in days], board),
        Scenario("box-detail", [_detail(slug) for slug in slugs], detail),
        Scenario("series-30", [_series(slug, 30) for slug in slugs], series),
        Scenario("series-365", [_series(slug, 365) for slug in slugs], series),
    ]


def ranked_days(services: Services, most: int) -> list[date]:
    """Up to so many ranked days, the latest first."""
    days: list[date] = []
    day: date | None = None
    while len(days) < most:
        meta = services.leaderboard.leaderboard(LeaderboardRequest(day, limit=1)).meta
        days.append(meta.date)
        if meta.previous_ranked_day is None:
            break
        day = meta.previous_ranked_day
    return days


def ranked_slugs(services: Services, most: int) -> list[str]:
    """Slugs of up to so many of the first boxes of the latest board."""
    page = services.leaderboard.leaderboard(LeaderboardRequest(limit=min(most, LARGEST_PAGE)))
    return [row.box.slug for row in page.data]


def _board(day: date, limit: int) -> Question:
    return Question(LeaderboardRequest(day, limit=limit), f"{BOXES}?date={day}&limit={limit}")


def _detail(slug: str) -> Question:
    return Question(BoxDetailRequest(slug), f"{BOXES}/{quote(slug)}")


def _series(slug: str, days: int) -> Question:
    return Question(TimeSeriesRequest(slug, days=days), f"{BOXES}/{quote(slug)}/time-series?days={days}")
