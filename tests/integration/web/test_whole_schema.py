"""Everything that the API's own document allows, and much that it does not, asked of the application."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.schemas import OpenApiSchema

from tests.examples import one_in
from tests.integration.web.conftest import RESOURCES, Web
from tests.integration.web.schema_cases import asked, document_of, known_values

BOUNDED = settings(one_in(5), derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def document(long_web: Web) -> OpenApiSchema:
    """What the application says of itself, read once."""
    return document_of(long_web)


@pytest.fixture(scope="module")
def known(long_web: Web) -> dict[str, str]:
    """Values that exist."""
    return known_values(long_web)


@pytest.mark.parametrize("path", RESOURCES)
def test_what_the_document_allows_is_answered_as_it_says(
    long_web: Web, document: OpenApiSchema, known: dict[str, str], path: str
) -> None:
    statuses = Counter[int]()

    @given(case=document[path]["GET"].as_strategy(generation_mode=GenerationMode.POSITIVE))
    @BOUNDED
    def ask(case: Case) -> None:
        asked(long_web, case)
        case.path_parameters |= {name: known[name] for name in case.path_parameters}
        case.query |= {name: known[name] for name in case.query if name in known}
        case.query.pop("cursor", None)
        case.query.pop("date", None)
        statuses[asked(long_web, case).status_code] += 1

    ask()
    assert 4 * statuses[200] > statuses.total()  # the document cannot say which parameters exclude each other


@pytest.mark.parametrize("path", RESOURCES)
def test_what_it_does_not_allow_is_rejected_as_it_says(
    long_web: Web, document: OpenApiSchema, path: str
) -> None:
    @given(case=document[path]["GET"].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    @BOUNDED
    def ask(case: Case) -> None:
        asked(long_web, case)

    ask()
