"""The resources under `/api/v1/booster-boxes`: the board, a box, its series."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.schemas import BoxDetail, Leaderboard, TimeSeries
from app.web.answers import Answers
from app.web.api.files import BoardFileRequest, SeriesFileRequest, board_file_name, series_file_name
from app.web.api.parameters import BoardQuery, BoxQuery, SeriesQuery
from app.web.problem import problem_responses

CSV_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}

BoxReference = Annotated[
    str,
    Path(description="A slug, or scheme:value of an identifier", max_length=200, examples=["op-05"]),
]


def box_routes(answers: Answers) -> APIRouter:
    """Routes that answer from the cache."""
    router = APIRouter(prefix="/api/v1/booster-boxes", tags=["Booster boxes"])

    @router.get(
        "",
        response_model=Leaderboard,
        summary="The board of a day",
        operation_id="getBoard",
        responses={**CSV_ANSWER, **problem_responses(404, 422, 503)},
    )
    async def board(http: Request, query: Annotated[BoardQuery, Query()]) -> Response:
        """Boxes in order with ranks, movement and figures; the latest ranked day unless `date` is given."""
        request = query.to_request()
        if query.format == "csv":
            return await answers(http, BoardFileRequest(request), board_file_name(request))
        return await answers(http, request)

    @router.get(
        "/{box}",
        response_model=BoxDetail,
        summary="A box on a day",
        operation_id="getBox",
        responses=problem_responses(404, 422, 503),
    )
    async def box_detail(http: Request, box: BoxReference, query: Annotated[BoxQuery, Query()]) -> Response:
        """Who it is, where it stands, its figures, its chart record, and what each marketplace said."""
        return await answers(http, query.to_request(box))

    @router.get(
        "/{box}/time-series",
        response_model=TimeSeries,
        summary="The history of a box",
        operation_id="getTimeSeries",
        responses={**CSV_ANSWER, **problem_responses(404, 422, 503)},
    )
    async def time_series(
        http: Request, box: BoxReference, query: Annotated[SeriesQuery, Query()]
    ) -> Response:
        """Figures and ranks, one row per observed day, oldest first; days nobody reported are not in it."""
        request = query.to_request(box)
        if query.format == "csv":
            return await answers(http, SeriesFileRequest(request), series_file_name(request))
        return await answers(http, request)

    return router
