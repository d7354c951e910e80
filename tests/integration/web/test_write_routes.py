"""A route that writes can be added: the document of the API describes it."""

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from pydantic import BaseModel

from app.web.factory import create_app
from tests.factories import clocked_services
from tests.integration.web.conftest import API, Web

WATCHES = f"{API}/watches"


class Watch(BaseModel):
    """A box to watch."""

    box: str


def watch_routes() -> APIRouter:
    """One route that reads nothing and creates something."""
    router = APIRouter()

    @router.post(WATCHES, status_code=201, summary="Watch a box", operation_id="createWatch")
    async def create_watch(watch: Watch) -> Watch:
        return watch

    return router


@pytest.fixture
def writing_web(market_url: str) -> Iterator[Web]:
    """The application with a route that writes."""
    with clocked_services(market_url) as services, asyncio.Runner() as runner:
        yield Web(create_app(services, watch_routes()), services, runner)
        services.reads.stop()


def test_the_document_describes_a_route_that_writes(writing_web: Web) -> None:
    operation = writing_web.json("/openapi.json")["paths"][WATCHES]["post"]

    assert operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/Watch")
    assert set(operation["responses"]) == {"201", "422", "default"}
    assert list(operation["responses"]["422"]["content"]) == ["application/problem+json"]


def test_the_reference_for_people_shows_it_too(writing_web: Web) -> None:
    assert f"POST {WATCHES}" in writing_web.get("/docs").text


def test_a_method_that_an_address_does_not_offer_is_rejected_with_those_it_does(writing_web: Web) -> None:
    rejected = writing_web.get(WATCHES)

    assert (rejected.status_code, rejected.headers["Allow"]) == (405, "POST")
