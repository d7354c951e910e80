"""The Python client has the shapes, the resources and the parameters of the API's own document."""

import ast
import importlib.util
import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
from boxrank_client import Boxrank

from tests.integration.web.conftest import Web

CLIENT = Path(__file__).parents[3] / "clients" / "python"
SHAPES = CLIENT / "src" / "boxrank_client" / "shapes.py"
GENERATOR = CLIENT / "scripts" / "generate_shapes.py"
ANOTHER_NAME = {"from": {"before", "first"}, "to": {"after", "last"}}
FILES = "format"


@pytest.fixture
def document(web: Web) -> dict[str, Any]:
    """The API's own document."""
    found: dict[str, Any] = web.json("/openapi.json")
    return found


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_shapes", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_shapes_are_those_of_the_document(document: dict[str, Any]) -> None:
    generated = generator().shapes_module(document)

    assert ast.unparse(ast.parse(SHAPES.read_text(encoding="utf-8"))) == ast.unparse(ast.parse(generated))


def test_every_resource_has_a_method_with_its_parameters(document: dict[str, Any]) -> None:
    operations = [methods["get"] for path, methods in document["paths"].items() if path.startswith("/api/")]
    assert operations

    for operation in operations:
        method = getattr(Boxrank, method_name(operation["operationId"]))
        taken = parameters_of(method)
        for parameter in operation.get("parameters", ()):
            names = ANOTHER_NAME.get(parameter["name"], {parameter["name"]})
            assert names & taken or is_for_files(parameter), (operation["operationId"], parameter["name"])


def is_for_files(parameter: dict[str, Any]) -> bool:
    return parameter["name"] == FILES and "json" in parameter["schema"]["enum"]


def method_name(operation_id: str) -> str:
    words = re.sub("([A-Z])", r"_\1", operation_id).lower()
    return words.removeprefix("get_")


def parameters_of(method: Any) -> set[str]:
    names = set(inspect.signature(method).parameters)
    unpacked = get_args(get_type_hints(method).get("board"))
    return names.union(*(get_type_hints(kind) for kind in unpacked))
