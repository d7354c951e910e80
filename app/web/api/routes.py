"""All routes of the API."""

from collections.abc import Iterable

from fastapi import APIRouter

from app.bootstrap import Services
from app.serve.resource import Resource
from app.web.api.exports import export_routes
from app.web.api.routing import add_resource
from app.web.edge.answers import Answers


def api_routes(answers: Answers, services: Services, resources: Iterable[Resource]) -> APIRouter:
    """Everything under `/api/v1`: one route for each resource, and the export."""
    router = APIRouter()
    for resource in resources:
        add_resource(router, resource, answers)
    router.include_router(export_routes(services))
    return router
