"""The rows of a list laid out flat, as CSV or JSON Lines. An empty cell is null, never zero."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import orjson

from app.words.cells import PLAIN, CellWriter, Dialect

_Path = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows (dataclasses of one `shape`, or mappings with its keys), and what is the same in all of them."""

    shape: type | Sequence[str]
    rows: Sequence[Any]
    common: Mapping[str, Any]


def as_csv(table: Table, dialect: Dialect = PLAIN) -> bytes:
    """A header and one line per row: what is common, then the row's fields and those of objects in it.

    A list of names is one cell, divided by spaces; other lists and mappings inside a row are left out. A
    field of an inner object whose name stands for another column has the object's name before it.
    """
    paths = columns(table.shape) if isinstance(table.shape, type) else tuple((name,) for name in table.shape)
    text = io.StringIO()
    writer = CellWriter(text, dialect)
    writer.write([[*table.common, *headings(paths, tuple(table.common))]])
    common = table.common.values()
    writer.write([*common, *(_value(row, path) for path in paths)] for row in table.rows)
    return text.getvalue().encode()


def as_json_lines(table: Table) -> bytes:
    """One JSON object per line: what is common, then the row as in `data`."""
    lines = ({**table.common, **_fields(row)} for row in table.rows)
    return b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)


@lru_cache(maxsize=256)
def headings(paths: tuple[_Path, ...], taken: tuple[str, ...] = ()) -> tuple[str, ...]:
    """One name for each column, no two alike: the field's own, with its objects before it where needed.

    Of equal names the field nearest to the row keeps its own.
    """
    named: dict[_Path, str] = {}
    used = set(taken)
    for path in sorted(paths, key=len):
        names = ("_".join(path[-count:]) for count in range(1, len(path) + 1))
        named[path] = next((name for name in names if name not in used), "_".join(("row", *path)))
        used.add(named[path])
    return tuple(named[path] for path in paths)


@lru_cache(maxsize=64)
def columns(shape: type) -> tuple[_Path, ...]:
    """Where the plain values of a dataclass lie, in order, those of dataclasses inside it included."""
    return tuple(_paths(shape))


def _paths(shape: type) -> Iterable[_Path]:
    for name, hint in get_type_hints(shape).items():
        choices = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
        inner = next((choice for choice in choices if is_dataclass(choice)), None)
        if isinstance(inner, type):
            yield from ((name, *path) for path in columns(inner))
        elif list[str] in choices or not any(get_origin(choice) in (list, dict, tuple) for choice in choices):
            yield (name,)


def _fields(row: Any) -> Mapping[str, Any]:
    if isinstance(row, Mapping):
        return row
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _value(row: Any, path: _Path) -> Any:
    for name in path:
        if row is None:
            return None
        row = row[name] if isinstance(row, Mapping) else getattr(row, name)
    return " ".join(row) if isinstance(row, list) else row
