"""Writes the shapes of the API's answers from its OpenAPI document: standard input to standard output."""

import json
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

HEADER = '''"""The shapes of the API's answers. Written by scripts/generate_shapes.py; do not edit.

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
    return _union([{**part, "format": ""} for part in schema["anyOf"]])


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
    sys.stdout.write(shapes_module(json.load(sys.stdin)))
