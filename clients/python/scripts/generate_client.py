"""Writes the shapes and the methods of the client from the OpenAPI document on standard input."""

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Schema = dict[str, Any]

HEADER = '''"""The shapes of the API's answers. Written by scripts/generate_client.py; do not edit.

Null is unknown and is never zero. Days are dates of the market's calendar, moments are aware, dollars are
floats to the cent. Lists are tuples, so that an answer that is kept cannot be changed by who gets it.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from boxrank_client.answer import Answer
'''
CHOICES = {
    "Metric": "metric",
    "Window": "window",
    "Order": "order",
    "MoversBy": "by",
    "Period": "period",
    "Outcome": "outcome",
}
"""Name here → query parameter whose choices it lists."""

ARGUMENTS = {"from": "before", "to": "after"}
"""Parameter → name of the argument, where the parameter is a word of Python or says too little."""

BY_HAND = {"exportRanks"}
"""Operations whose methods are written by hand: their answers are files."""

METHODS_HEADER = '''"""One method per resource. Written by scripts/generate_client.py; do not edit."""

import datetime
from collections.abc import Iterable
from typing import Literal

from boxrank_client import shapes
from boxrank_client.asking import Asker, sent, written
from boxrank_client.shapes import {choices}

class Resources:
    """Every resource of the API. A box is named by its slug, or by `scheme:value` of an identifier."""

    _asker: Asker
'''

ENVELOPE = {"data", "meta"}
"""The fields of an answer as a whole, which has an age beside them."""

GIVEN_BY_HEADERS = {"generated_at"}
"""Fields of `meta` left out: the answer as a whole has its age, which a 304 brings up to date."""

WIDTH = 110

_INDENT = "    "
_PLAIN = {"integer": "int", "number": "float", "boolean": "bool", "string": "str", "null": "None"}
_MOMENTS = {"date": "datetime.date", "date-time": "datetime.datetime"}


def shapes_module(document: Schema) -> str:
    """The source of a module with the choices of parameters and a frozen dataclass per object schema."""
    schemas = document["components"]["schemas"]
    parts = [HEADER, *(_choice(document, *pair) for pair in CHOICES.items())]
    for name in _in_order_of_use(schemas):
        parts.append(_alias(name, schemas[name]) if "enum" in schemas[name] else _shape(name, schemas[name]))
    return "\n".join(parts)


def methods_module(document: Schema) -> str:
    """The source of a module with a class that has one method per resource of the API."""
    methods = [
        _method(path, operations["get"])
        for path, operations in document["paths"].items()
        if path.startswith("/api/") and operations.get("get", {}).get("operationId") not in {None, *BY_HAND}
    ]
    return "\n".join([METHODS_HEADER.format(choices=", ".join(sorted(CHOICES))), *methods])


def _method(path: str, operation: Schema) -> str:
    parameters = [row for row in operation.get("parameters", ()) if row["name"] != "format"]
    content = operation["responses"]["200"]["content"]["application/json"]
    shape = f"shapes.{_referred(content['schema'])}"
    positional = [_argument(row) for row in parameters if row["required"]]
    named = [_argument(row) for row in parameters if not row["required"]]
    arguments = ", ".join(["self", *positional, *(["*", *named] if named else [])])
    in_query = [f'"{row["name"]}": {_name(row)}' for row in parameters if row["in"] == "query"]
    query = f", sent({{{', '.join(in_query)}}})" if in_query else ""
    return (
        f"{_INDENT}def {method_name(operation['operationId'])}({arguments}) -> {shape}:\n"
        f"{_docstring({'description': _words(operation)}, _INDENT * 2)}\n"
        f"{_INDENT * 2}return self._asker.ask({shape}, {_address(path, parameters)}{query})\n"
    )


def method_name(operation_id: str) -> str:
    """`getTimeSeries` → `time_series`."""
    return re.sub("([A-Z])", r"_\1", operation_id).lower().removeprefix("get_")


def _words(operation: Schema) -> str:
    return f"{operation['summary']}: {operation['description']}"


def _name(row: Schema) -> str:
    return ARGUMENTS.get(row["name"], row["name"])


def _argument(row: Schema) -> str:
    schema = row["schema"]
    default = schema.get("default", _only_word(schema) if row["in"] == "path" else None)
    choice = next((name for name, parameter in CHOICES.items() if parameter == row["name"]), None)
    kind = "Iterable[str]" if schema.get("type") == "array" else choice or _type(schema)
    if default is not None:
        return f"{_name(row)}: {kind} = {json.dumps(default)}"
    return f"{_name(row)}: {kind}" if row["required"] else f"{_name(row)}: {kind} | None = None"


def _only_word(schema: Schema) -> str | None:
    """The word that may replace a day."""
    words = [word for part in schema.get("anyOf", ()) for word in part.get("enum", ())]
    return words[0] if len(words) == 1 else None


def _address(path: str, parameters: list[Schema]) -> str:
    in_path = [row for row in parameters if row["in"] == "path"]
    for row in in_path:
        path = path.replace(f"{{{row['name']}}}", f"{{written({_name(row)})}}")
    return f'{"f" if in_path else ""}"{path}"'


def _choice(document: Schema, name: str, parameter: str) -> str:
    found = {
        tuple(row["schema"]["enum"])
        for methods in document["paths"].values()
        for row in methods["get"].get("parameters", ())
        if row["name"] == parameter
    }
    (choices,) = found  # a parameter means the same everywhere
    return f"{name} = {_literal(choices)}\n"


def _alias(name: str, schema: Schema) -> str:
    return f"{name} = {_literal(schema['enum'])}\n{_docstring(schema, '')}\n"


def _shape(name: str, schema: Schema) -> str:
    lines = ["@dataclass(frozen=True, slots=True, kw_only=True)", f"class {name}{_base(schema)}:"]
    lines.append(f"{_docstring(schema, _INDENT)}\n")
    required = schema.get("required", [])
    for field, details in schema["properties"].items():
        if field in GIVEN_BY_HEADERS:
            continue
        default = "" if field in required else " = None"
        lines.append(f"{_INDENT}{field}: {_type(details)}{default}")
        if "description" in details:
            lines.append(_docstring(details, _INDENT))
    return "\n".join([*lines, ""])


def _base(schema: Schema) -> str:
    return "(Answer)" if schema["properties"].keys() >= ENVELOPE else ""


def _docstring(schema: Schema, indent: str) -> str:
    words = " ".join(schema["description"].split())
    return textwrap.fill(f'"""{words}"""', WIDTH, initial_indent=indent, subsequent_indent=indent)


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return _referred(schema)
    if "enum" in schema:
        return _literal(schema["enum"])
    return _union(schema["anyOf"]) if "anyOf" in schema else _plain_type(schema)


def _plain_type(schema: Schema) -> str:
    if schema["type"] == "array":
        return f"tuple[{_type(schema['items'])}, ...]"
    if schema["type"] == "object":
        return f"Mapping[str, {_value_type(schema['additionalProperties'])}]"
    return _MOMENTS.get(schema.get("format", "")) or _PLAIN[schema["type"]]


def _value_type(schema: Schema) -> str:
    """Values of open objects stay as they are in JSON: nothing says which string is a day."""
    if "anyOf" not in schema:
        return _type(schema)
    return _union([{**part, "format": ""} for part in schema["anyOf"]]).replace(
        "tuple[str, ...]", "list[str]"
    )


def _union(parts: list[Schema]) -> str:
    return " | ".join(dict.fromkeys(_type(part) for part in parts))


def _literal(choices: Any) -> str:
    return f"Literal[{', '.join(json.dumps(choice) for choice in choices)}]"


def _referred(schema: Schema) -> str:
    name: str = schema["$ref"].rpartition("/")[2]
    return name


def _in_order_of_use(schemas: Schema) -> list[str]:
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        if name not in ordered:
            for used in _references(schemas[name]):
                visit(used)
            ordered[name] = None

    for name in sorted(schemas):
        visit(name)
    return list(ordered)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield _referred(value)
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _references(part)


if __name__ == "__main__":
    package = Path(__file__).parents[1] / "src" / "boxrank_client"
    api = json.load(sys.stdin)
    (package / "shapes.py").write_text(shapes_module(api), encoding="utf-8")
    (package / "resources.py").write_text(methods_module(api), encoding="utf-8")
