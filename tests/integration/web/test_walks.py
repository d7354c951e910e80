"""Walks through the API along the links of its own document, each answer leading on to the next question."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case, GenerationMode, Response
from schemathesis.core.result import Ok
from schemathesis.core.transforms import UNRESOLVABLE
from schemathesis.generation.stateful.state_machine import APIStateMachine, StepInput, StepOutput, Transition

from app.read.board import LeaderboardRequest, read_board
from tests.examples import one_in
from tests.factories import Feed, SqliteDatabases, clocked_services, observation
from tests.integration.web.conftest import LAST_DAY, RESOURCES, Web, web_over
from tests.integration.web.schema_cases import asked, document_of, known_values

WALKS = settings(
    one_in(1),
    stateful_step_count=30,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
LEFT_TO_LINKS = ("cursor", "date", "start", "end", "offset", "format")
"""What exists by chance only, or would make a file of an answer that is to be read."""

Outcomes = dict[str, set[int]]
"""By link: the statuses of the answers it led to."""


@pytest.fixture
def full_web(sqlite_databases: SqliteDatabases, market_url: str, tmp_path: Path) -> Iterator[Web]:
    """The simulated market with a value that looks wrong, so that no resource is empty."""
    url = sqlite_databases.create(is_migrated=False)
    shutil.copyfile(market_url.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
    with clocked_services(url) as services:
        board = services.read(read_board, LeaderboardRequest()).data
        old = next(row.box.slug for row in board if row.figures.observed_days > 30)
        Feed(services, tmp_path).give([observation(old, LAST_DAY, floor_price_usd=0.01)])
        services.refresh.run()
    yield from web_over(url)
    sqlite_databases.remove(url)


def test_every_link_of_an_answer_leads_to_an_answer(full_web: Web) -> None:
    assert walked(full_web) == {link: {200} for link in links_of(full_web)}


def test_links_lead_to_every_resource_that_needs_to_be_told_what_to_tell(long_web: Web) -> None:
    targets = {link.rpartition("GET ")[2] for link in links_of(long_web)}

    assert {path for path in RESOURCES if "{" in path} <= targets


def links_of(web: Web) -> list[str]:
    """Every link of the document, as schemathesis names it."""
    operations = {path: methods["get"] for path, methods in web.json("/openapi.json")["paths"].items()}
    paths = {operation["operationId"]: path for path, operation in operations.items()}
    return [
        f"GET {path} -> [200] {name} -> GET {paths[link['operationId']]}"
        for path, operation in operations.items()
        for name, link in operation["responses"]["200"].get("links", {}).items()
    ]


def walked(web: Web) -> Outcomes:
    """What came of every link that was followed; all answers on the way keep what the document says."""
    document, known, outcomes = document_of(web), known_values(web) | {"q": "e", "limit": "2"}, Outcomes()
    document.config.generation.update(modes=[GenerationMode.POSITIVE])
    machine: type[APIStateMachine] = document.as_state_machine()

    class Walk(machine):  # type: ignore[misc, valid-type]
        def step(self, input: StepInput) -> StepOutput:
            link = input.transition
            if link is None or not is_whole(link):
                set_out(input.case, known)
                return super().step(input)
            follow(input.case, link)
            output = super().step(input)
            outcomes.setdefault(link.id, set()).add(output.response.status_code)
            return output

        def call(self, case: Case, **_: Any) -> Response:
            return asked(web, case)

        def validate_response(self, *_: Any, **__: Any) -> None:
            """Done by `asked`, whose checks know what may be refused."""

    Walk.run(settings=WALKS)
    return outcomes


def set_out(case: Case, known: Mapping[str, str]) -> None:
    """Aim a question at what exists."""
    case.path_parameters = {name: known[name] for name in case.path_parameters}
    generated = {name: value for name, value in case.query.items() if name not in LEFT_TO_LINKS}
    case.query = generated | {name: known[name] for name in generated if name in known}


def follow(case: Case, link: Transition) -> None:
    """Ask just what the link says."""
    given = {
        place: {name: found.value.ok() for name, found in parameters.items() if is_found(found.value)}
        for place, parameters in link.parameters.items()
    }
    case.path_parameters, case.query = given.get("path_parameters", {}), given.get("query", {})


def is_whole(link: Transition) -> bool:
    """Whether the link found everything that its question cannot do without."""
    return all(
        is_found(found.value) or not found.is_required
        for parameters in link.parameters.values()
        for found in parameters.values()
    )


def is_found(value: Any) -> bool:
    return isinstance(value, Ok) and value.ok() not in (None, UNRESOLVABLE)
