"""Examples of answers, made from their shapes: whatever the shape says holds in the example."""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

_BY_NAME: Mapping[str, Any] = {
    "slug": "op-05",
    "box": "op-05",
    "name": "Awakening of the New Era Booster Box",
    "short_name": "Awakening of the New Era",
    "code": "OP-05",
    "set_name": "Awakening of the New Era",
    "game": "One Piece",
    "image_url": "https://example.com/op-05.webp",
    "metric": "unified_volume_7d_ema",
    "metrics": ["floor_price_usd"],
    "generation": 42,
    "total": 60,
    "limit": 50,
    "offset": 0,
    "next_offset": 50,
    "previous_offset": None,
    "next_cursor": None,
    "previous_cursor": None,
    "identifiers": {"tcgplayer": ["493974"]},
    "marketplace": "tcgplayer",
    "source": "daily.csv",
    "reprint_risk": "LOW",
    "days_of_supply_reason": None,
    "text": "fell 2: overtaken by OP-06 and OP-09; its own volume rose 4 %",
    "slugs": ["op-09"],
    "boxes_ranked": 60,
}
_BY_FORMAT = {"date": "2026-01-31", "date-time": "2026-02-01T06:00:00+00:00"}
_BY_TYPE: Mapping[str, Any] = {"integer": 3, "number": 12.5, "boolean": False, "string": "text", "null": None}


def example_of(schema: Schema, shapes: Schema, name: str = "") -> Any:
    """A value of a schema; `shapes` are the named ones it refers to, `name` is its field."""
    if "$ref" in schema:
        return example_of(shapes[schema["$ref"].rsplit("/", 1)[-1]], shapes, name)
    if schema.get("examples"):
        return schema["examples"][0]
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "anyOf" in schema:
        return _first_example(schema["anyOf"], shapes, name)
    return _by_type(schema, shapes, name)


def _first_example(choices: list[Schema], shapes: Schema, name: str) -> Any:
    if name in _BY_NAME and not any("$ref" in choice for choice in choices):
        return _BY_NAME[name]
    return example_of(choices[0], shapes, name)


def _by_type(schema: Schema, shapes: Schema, name: str) -> Any:
    kind = schema.get("type", "null")
    if kind == "object" and "properties" in schema:
        return {field: example_of(row, shapes, field) for field, row in schema["properties"].items()}
    if name in _BY_NAME:
        return _BY_NAME[name]
    if kind == "array":
        return [example_of(schema["items"], shapes)] if "items" in schema else []
    if kind == "object":
        return _mapping(schema, shapes)
    return _BY_FORMAT.get(schema.get("format", ""), _BY_TYPE[kind])


def _mapping(schema: Schema, shapes: Schema) -> Schema:
    names = schema.get("propertyNames", {}).get("enum", ["floor_price_usd"])
    inner = schema.get("additionalProperties", {"type": "null"})
    return {name: example_of(inner, shapes, name) for name in names}
