"""The recipe "Add a resource" of CONTRIBUTING.md, followed once: a read, a schema, an entry, this test."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import jsonschema_rs
import pytest

from app.database import Connection
from app.read.lookup import GamesRequest, read_games
from app.read.parameters import NumberParameter, check_fields
from app.schemas import Game, PublicationMeta
from app.schemas.shape import shape
from app.serve.resource import Resource, ResourceLink, register_resources
from app.serve.resources import RESOURCES
from app.services.cache_service import LEADERBOARD
from app.web.factory import create_app
from tests.factories import clocked_services
from tests.integration.web.conftest import API, Web

PATH = f"{API}/largest-games"
KIND = "largest-games"


@shape
class LargestGames:
    """The games with the most boxes, the largest first."""

    data: list[Game]
    meta: PublicationMeta


@dataclass(frozen=True)
class LargestGamesRequest:
    """How many games. Raises InvalidValue."""

    limit: Annotated[int, NumberParameter("limit", "Games in the list", least=1, most=10)] = 2

    def __post_init__(self) -> None:
        check_fields(self)


def read_largest_games(connection: Connection, request: LargestGamesRequest) -> LargestGames:
    """The games asked for. Raises NothingPublished."""
    found = read_games(connection, GamesRequest())
    largest = sorted(found.data, key=lambda game: (-game.boxes, game.game))
    return LargestGames(largest[: request.limit], found.meta)


ENTRY = Resource(
    name="getLargestGames",
    path="/largest-games",
    tag="Catalogue",
    summary="The largest games",
    description="By the number of their boxes.",
    request_type=LargestGamesRequest,
    read=read_largest_games,
    schema=LargestGames,
    kind=KIND,
    ttl_kind=LEADERBOARD,
    links={"board": ResourceLink("getBoard", {"game": "$response.body#/data/0/game"})},
    warm=lambda _: (LargestGamesRequest(),),
)


@pytest.fixture
def larger_web(market_url: str) -> Iterator[Web]:
    """The application with one resource more."""
    with clocked_services(market_url) as services, asyncio.Runner() as runner:
        register_resources(services.reads, services.ttl_seconds, [ENTRY])
        yield Web(create_app(services, resources=(*RESOURCES, ENTRY)), services, runner)
        services.reads.stop()


def test_its_route_answers_with_data_and_meta(larger_web: Web) -> None:
    answer = larger_web.json(PATH)
    games = larger_web.json(f"{API}/games")["data"]

    assert [game["boxes"] for game in answer["data"]] == sorted((g["boxes"] for g in games), reverse=True)[:2]
    assert answer["meta"]["generation"] == 1


def test_it_is_cached_under_its_kind_and_its_parameters(larger_web: Web) -> None:
    sources = [larger_web.get(f"{PATH}?limit=3").headers["X-Cache"] for _ in range(2)]
    cache = larger_web.services.cache

    assert sources == ["MISS", "HIT-1"]
    assert f":{KIND}:" in cache.key(KIND, {"limit": 3})
    assert cache.get(KIND, {"limit": 3})["data"]
    assert cache.get(KIND, {"limit": 4}) is None


def test_it_is_warmed_when_it_says_so(larger_web: Web) -> None:
    publication = larger_web.services.watch.current
    assert publication is not None

    larger_web.services.reads.warm(publication)

    assert larger_web.get(PATH).headers["X-Cache"] == "HIT-1"


def test_the_document_describes_it_with_bounds_example_and_links(larger_web: Web) -> None:
    document = larger_web.json("/openapi.json")
    operation = document["paths"][PATH]["get"]
    answer = operation["responses"]["200"]
    parameters = {row["name"]: row["schema"] for row in operation["parameters"]}

    assert parameters["limit"] == {"type": "integer", "minimum": 1, "maximum": 10, "default": 2}
    assert answer["links"]["board"]["operationId"] == "getBoard"
    as_json = answer["content"]["application/json"]
    jsonschema_rs.validate({**as_json["schema"], "components": document["components"]}, as_json["example"])


def test_it_is_a_file_too(larger_web: Web) -> None:
    answer = larger_web.get(f"{PATH}?format=csv")

    assert answer.text.splitlines()[0].endswith("game,boxes")
    assert len(answer.text.splitlines()) == 3
    assert f"boxrank-{KIND}" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("limit=11", "invalid_value", "limit"),
        ("limit=x", "invalid_value", "limit"),
        ("format=xml", "unknown_choice", "format"),
        ("sort=x", "unknown_parameter", "sort"),
    ],
)
def test_what_it_does_not_take_is_rejected(larger_web: Web, query: str, code: str, field: str) -> None:
    rejected = larger_web.get(f"{PATH}?{query}")

    assert rejected.status_code == 422
    assert (rejected.json()["code"], rejected.json()["field"]) == (code, field)
