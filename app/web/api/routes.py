"""All routes of the API."""

from fastapi import APIRouter, Depends

from app.bootstrap import Services
from app.web.api.boxes import box_routes
from app.web.api.days import day_routes
from app.web.api.exports import export_routes
from app.web.api.lookups import lookup_routes
from app.web.api.standings import standing_routes
from app.web.edge.answers import Answers
from app.web.parameters import refuse_repeated


def api_routes(answers: Answers, services: Services) -> APIRouter:
    """Everything under `/api/v1`."""
    router = APIRouter(dependencies=[Depends(refuse_repeated)])
    for routes in (box_routes, standing_routes, day_routes, lookup_routes):
        router.include_router(routes(answers))
    router.include_router(export_routes(services))
    return router
