"""The Python client and the list of resources in the documentation are those of the API's own document."""

import ast
import importlib.util
import inspect
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
from boxrank_client import Boxrank

from tests.integration.web.conftest import API, Web
from tools.generate import API_PAGE, CLIENT, GENERATOR, resource_table, with_table

PACKAGE = CLIENT / "src" / "boxrank_client"
FIELDS_OF_SPAN = {"from": "first", "to": "last"}


@pytest.fixture
def document(web: Web) -> dict[str, Any]:
    """The API's own document."""
    found: dict[str, Any] = web.json("/openapi.json")
    return found


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_client", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def code_of(source: str) -> str:
    return ast.unparse(ast.parse(source))


@pytest.mark.parametrize("name", ["shapes", "resources"])
def test_the_client_is_made_from_the_document(document: dict[str, Any], name: str) -> None:
    made = generator()
    generated = {"shapes": made.shapes_module, "resources": made.methods_module}[name](document)

    stored = Path(PACKAGE / f"{name}.py").read_text(encoding="utf-8")

    assert code_of(stored) == code_of(generated), "run `./run generate`"


def test_the_documentation_lists_every_resource_with_its_parameters(document: dict[str, Any]) -> None:
    page = API_PAGE.read_text(encoding="utf-8")

    assert page == with_table(page, resource_table(document)), "run `./run generate`"


def test_the_export_takes_the_parameters_of_the_document(document: dict[str, Any]) -> None:
    operation = document["paths"][f"{API}/export/ranks"]["get"]
    board = get_type_hints(get_args(get_type_hints(Boxrank.export_ranks)["board"])[0])
    taken = set(inspect.signature(Boxrank.export_ranks).parameters) | set(board)

    assert {FIELDS_OF_SPAN.get(row["name"], row["name"]) for row in operation["parameters"]} <= taken
