"""The rows of a list laid out flat, as CSV or JSON Lines. An empty cell is null, never zero."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import orjson

_Path = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows (dataclasses of one `shape`, or mappings with its keys), and what is the same in all of them."""

    shape: type | Sequence[str]
    rows: Sequence[Any]
    common: Mapping[str, Any]


def as_csv(table: Table) -> bytes:
    """A header and one line per row: what is common, then the row's fields and those of objects in it.

    Lists and mappings inside a row are left out.
    """
    paths = columns(table.shape) if isinstance(table.shape, type) else tuple((name,) for name in table.shape)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*table.common, *(path[-1] for path in paths)])
    common = [_cell(value) for value in table.common.values()]
    writer.writerows([*common, *(_cell(_value(row, path)) for path in paths)] for row in table.rows)
    return text.getvalue().encode()


def as_json_lines(table: Table) -> bytes:
    """One JSON object per line: what is common, then the row as it stands in `data`."""
    lines = ({**table.common, **_fields(row)} for row in table.rows)
    return b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)


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
        elif not any(get_origin(choice) in (list, dict, tuple) for choice in choices):
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
    return row


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
