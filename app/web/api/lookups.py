"""What there is to ask about: boxes by words, games, and whole boards as files."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.schemas import FoundBoxes, Games
from app.web.api.day_parameters import GamesQuery, SearchQuery
from app.web.api.routing import PREFIX, ListAnswers, many
from app.web.edge.answers import Answers


def lookup_routes(answers: Answers) -> APIRouter:
    """Search and games."""
    router, lists = APIRouter(prefix=PREFIX, tags=["Catalogue"]), ListAnswers(answers)

    @router.get("/search", **many(FoundBoxes, "Boxes found by words", "search"))
    async def search(http: Request, query: Annotated[SearchQuery, Query()]) -> Response:
        """Boxes of the catalogue that hold every word, whatever its case, the closest first."""
        return await lists(http, query.to_request(), query.format)

    @router.get("/games", **many(Games, "The games", "getGames"))
    async def games(http: Request, query: Annotated[GamesQuery, Query()]) -> Response:
        """By name, with the number of their boxes; `game` takes these names, whatever their case."""
        return await lists(http, query.to_request(), query.format)

    return router
