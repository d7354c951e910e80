"""Whole days of a board: what moved, which days there are, and days and boxes side by side."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.schemas import BoardDays, BoxComparison, DayComparison, DayReport, Movers
from app.web.api.day_parameters import (
    BoxComparisonQuery,
    DayComparisonQuery,
    DayQuery,
    DaysQuery,
    MoversQuery,
)
from app.web.api.routing import PREFIX, ListAnswers, many, one
from app.web.edge.answers import Answers
from app.web.parameters import Day, read_day

LATEST = "latest"

DayReference = Annotated[
    str,
    Path(description="A ranked day as 2026-01-31, or `latest`", examples=[LATEST]),
]


def day_routes(answers: Answers) -> APIRouter:
    """Movers, days and comparisons."""
    router, lists = APIRouter(prefix=PREFIX, tags=["Days"]), ListAnswers(answers)

    @router.get("/movers", **many(Movers, "Climbers and fallers of a day", "getMovers"))
    async def movers(http: Request, query: Annotated[MoversQuery, Query()]) -> Response:
        """By rank or by floor, the widest move first; only boxes that sold 3 or more in the last 7 days."""
        return await lists(http, query.to_request(), query.format)

    @router.get("/days", **many(BoardDays, "The ranked days of a board", "getDays"))
    async def days(http: Request, query: Annotated[DaysQuery, Query()]) -> Response:
        """Oldest first, each with its partial flag, the day it is compared with, and those beside it."""
        return await lists(http, query.to_request(), query.format)

    @router.get("/days/{day}", **one(DayReport, "What is told of one day", "getDay"))
    async def one_day(http: Request, day: DayReference, query: Annotated[DayQuery, Query()]) -> Response:
        """Its place among the days, the sentence that opens it, and the boxes it dropped."""
        return await answers(http, query.to_request(_day(day)))

    @router.get("/compare", **many(DayComparison, "Two days side by side", "compareDays"))
    async def compare(http: Request, query: Annotated[DayComparisonQuery, Query()]) -> Response:
        """Who entered, left, climbed, fell or stayed; `meta.counts` counts them all."""
        return await lists(http, query.to_request(), query.format)

    @router.get("/compare/boxes", **many(BoxComparison, "Boxes side by side", "compareBoxes"))
    async def compare_boxes(http: Request, query: Annotated[BoxComparisonQuery, Query()]) -> Response:
        """Two to four boxes on one day, in the order asked for."""
        return await lists(http, query.to_request(), query.format)

    return router


def _day(written: str) -> Day | None:
    return None if written == LATEST else read_day("day", written)
