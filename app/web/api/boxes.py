"""The resources under `/api/v1/booster-boxes`: the board, and one box."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.schemas import BoxDetail, Leaderboard, RankHistory, Sparkline, TimeSeries
from app.web.api.parameters import BoardQuery, BoxQuery, RankHistoryQuery, SeriesQuery, SparklineQuery
from app.web.api.routing import PREFIX, BoxReference, ListAnswers, many, one
from app.web.edge.answers import Answers


def box_routes(answers: Answers) -> APIRouter:
    """The board, a box on a day, and its history."""
    router, lists = APIRouter(prefix=f"{PREFIX}/booster-boxes", tags=["Booster boxes"]), ListAnswers(answers)

    @router.get("", **many(Leaderboard, "The board of a day", "getBoard"))
    async def board(http: Request, query: Annotated[BoardQuery, Query()]) -> Response:
        """Boxes in order with ranks, movement and figures; the latest ranked day unless `date` is given."""
        return await lists(http, query.to_request(), query.format)

    @router.get("/{box}", **one(BoxDetail, "A box on a day", "getBox"))
    async def box_detail(http: Request, box: BoxReference, query: Annotated[BoxQuery, Query()]) -> Response:
        """Who it is, where it stands, its figures, its chart record, and what each marketplace said."""
        return await answers(http, query.to_request(box))

    @router.get("/{box}/time-series", **many(TimeSeries, "The history of a box", "getTimeSeries"))
    async def time_series(
        http: Request, box: BoxReference, query: Annotated[SeriesQuery, Query()]
    ) -> Response:
        """Figures and ranks, one row per observed day, oldest first; days nobody reported are not in it."""
        return await lists(http, query.to_request(box), query.format)

    @router.get("/{box}/sparkline", **many(Sparkline, "A line of the last days of a box", "getSparkline"))
    async def sparkline(
        http: Request, box: BoxReference, query: Annotated[SparklineQuery, Query()]
    ) -> Response:
        """One metric, one point per calendar day, oldest first; a day nobody reported is null, a gap."""
        return await lists(http, query.to_request(box), query.format)

    @router.get("/{box}/rank-history", **many(RankHistory, "The ranks of a box over time", "getRankHistory"))
    async def rank_history(
        http: Request, box: BoxReference, query: Annotated[RankHistoryQuery, Query()]
    ) -> Response:
        """Its ranked days on a board, oldest first, each with the chart record as it stood on that day."""
        return await lists(http, query.to_request(box), query.format)

    return router
