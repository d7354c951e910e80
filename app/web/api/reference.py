"""The reference for people, drawn from the OpenAPI document: what `/docs` shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.web.api.openapi import Document


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A parameter or a field: its type in words, and the name of the shape it leads to."""

    name: str
    kind: str
    shape: str | None
    description: str
    is_required: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One status an operation answers with."""

    status: str
    description: str
    kind: str
    shape: str | None


@dataclass(frozen=True, slots=True)
class OperationSection:
    """One method of one path."""

    name: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    parameters: tuple[FieldRow, ...]
    answers: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A named object of the answers."""

    name: str
    description: str
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The whole document, in the order it is read."""

    title: str
    version: str
    introduction: tuple[str, ...]
    operations: tuple[OperationSection, ...]
    shapes: tuple[Shape, ...]


def reference(document: Document) -> Reference:
    """The document as rows of text."""
    info = document["info"]
    paragraphs = info["description"].strip().replace("`", "").split("\n\n")
    return Reference(
        info["title"],
        info["version"],
        tuple(paragraphs),
        tuple(_operations(document)),
        tuple(_shape(name, schema) for name, schema in document["components"]["schemas"].items()),
    )


def kind_of(schema: Document) -> tuple[str, str | None]:
    """A JSON schema in words, and the shape it refers to: `list of LeaderboardRow`, `date or null`."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return name, name
    if "enum" in schema:
        return "one of " + ", ".join(
            "null" if value is None else str(value) for value in schema["enum"]
        ), None
    if "anyOf" in schema:
        parts = [kind_of(part) for part in schema["anyOf"]]
        return " or ".join(kind for kind, _ in parts), next((shape for _, shape in parts if shape), None)
    if schema.get("type") == "array":
        kind, shape = kind_of(schema.get("items", {}))
        return f"list of {kind}", shape
    return str(schema.get("format") or schema.get("type") or "any"), None


def _operations(document: Document) -> Iterator[OperationSection]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield OperationSection(
                name=operation["operationId"],
                method=method.upper(),
                path=path,
                tag=next(iter(operation.get("tags", [])), ""),
                summary=operation["summary"],
                description=operation.get("description", ""),
                parameters=tuple(_parameter(row) for row in operation.get("parameters", [])),
                answers=tuple(_answer(status, row) for status, row in sorted(operation["responses"].items())),
            )


def _parameter(row: Document) -> FieldRow:
    kind, shape = kind_of(row["schema"])
    default: Any = row["schema"].get("default")
    words = row.get("description", "")
    if default is not None:
        words = f"{words}. Default {default}" if words else f"Default {default}"
    return FieldRow(row["name"], kind, shape, words, row["required"], row["in"])


def _answer(status: str, row: Document) -> AnswerRow:
    content = row.get("content", {})
    kinds = [kind_of(body["schema"]) for body in content.values() if body.get("schema")]
    shape = next((shape for _, shape in kinds if shape), None)
    return AnswerRow(status, row["description"], ", ".join(content), shape)


def _shape(name: str, schema: Document) -> Shape:
    required = schema.get("required", [])
    fields = tuple(
        FieldRow(field, *kind_of(row), row.get("description", ""), field in required)
        for field, row in schema.get("properties", {}).items()
    )
    return Shape(name, schema.get("description", ""), fields)
