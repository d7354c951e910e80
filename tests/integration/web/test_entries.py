"""Every entry of the list of resources keeps what it declares."""

from typing import Any

import pytest

from app.serve.resource import ApiOperation, Resource
from app.serve.resources import RANK_EXPORT
from app.serve.resources import RESOURCES as ENTRIES
from tests.integration.web.conftest import API, Web

OPERATIONS: dict[str, ApiOperation] = {each.name: each for each in (*ENTRIES, RANK_EXPORT)}
LINKS = [(each, name) for each in ENTRIES for name in each.links]


def parameters_of(operation: ApiOperation) -> set[str]:
    in_path = {each.parameter.name for each in operation.path_fields}
    return in_path | {parameter.name for parameter, _ in operation.query_parameters}


def bounded_numbers() -> list[Any]:
    return [
        pytest.param(each, parameter.name, value, id=f"{each.name}-{parameter.name}={value}")
        for each in OPERATIONS.values()
        for parameter, _ in each.query_parameters
        for value in _values_out_of_bounds(parameter.schema())
    ]


def _values_out_of_bounds(schema: dict[str, Any]) -> list[int]:
    bounds = (("minimum", -1), ("maximum", 1))
    return [schema[bound] + step for bound, step in bounds if schema.get(bound) is not None]


def test_names_paths_and_kinds_are_unique() -> None:
    for values in ([each.name for each in ENTRIES], [each.kind for each in ENTRIES]):
        assert len(set(values)) == len(values)
    assert len({each.path for each in OPERATIONS.values()}) == len(OPERATIONS)


@pytest.mark.parametrize(("resource", "name"), LINKS, ids=lambda value: getattr(value, "name", value))
def test_a_link_names_an_operation_and_parameters_of_it(resource: Resource, name: str) -> None:
    link = resource.links[name]

    assert set(link.parameters) <= parameters_of(OPERATIONS[link.operation])


@pytest.mark.parametrize(("operation", "name", "value"), bounded_numbers())
def test_a_number_out_of_its_documented_bounds_is_rejected(
    web: Web, operation: ApiOperation, name: str, value: int
) -> None:
    given = {"boxes": "a,b", "from": "2026-05-01", "to": "2026-05-02", "q": "a"}
    needed = parameters_of(operation) & set(given) - {name}
    query = "&".join([*(f"{each}={given[each]}" for each in sorted(needed)), f"{name}={value}"])

    rejected = web.get(f"{API}{operation.path.format(box='a', day='latest')}?{query}")

    assert (rejected.status_code, rejected.json()["field"]) == (422, name)
