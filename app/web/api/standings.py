"""Where boxes stand on a board, how firmly, and why."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.schemas import Around, BoxDistance, ExplainedMove, Standings
from app.web.api.parameters import AroundQuery, DistanceQuery, ExplanationQuery, RanksQuery
from app.web.api.routing import PREFIX, BoxReference, ListAnswers, many, one
from app.web.edge.answers import Answers


def standing_routes(answers: Answers) -> APIRouter:
    """Neighbours, explanation and distance of one box; ranks of many."""
    router, lists = APIRouter(prefix=PREFIX, tags=["Standings"]), ListAnswers(answers)

    @router.get("/booster-boxes/{box}/around", **many(Around, "The boxes around a box", "getAround"))
    async def around(http: Request, box: BoxReference, query: Annotated[AroundQuery, Query()]) -> Response:
        """Rows of the board above and below a box; `meta.box` is its own standing, with its percentile."""
        return await lists(http, query.to_request(box), query.format)

    @router.get("/booster-boxes/{box}/explanation", **one(ExplainedMove, "Why a box moved", "getExplanation"))
    async def explanation(
        http: Request, box: BoxReference, query: Annotated[ExplanationQuery, Query()]
    ) -> Response:
        """What its change of rank consists of, in words and in parts that add up to it exactly."""
        return await answers(http, query.to_request(box))

    @router.get(
        "/booster-boxes/{box}/distance", **one(BoxDistance, "The distance to the next ranks", "getDistance")
    )
    async def distance(
        http: Request, box: BoxReference, query: Annotated[DistanceQuery, Query()]
    ) -> Response:
        """The gaps to the ranks above and below, and the dollars that must trade to close or keep them."""
        return await answers(http, query.to_request(box))

    @router.get("/ranks", **many(Standings, "The ranks of many boxes", "getRanks"))
    async def ranks(http: Request, query: Annotated[RanksQuery, Query()]) -> Response:
        """In the order asked for, each once; `meta.missing` lists those that are unknown or not ranked."""
        return await lists(http, query.to_request(), query.format)

    return router
