"""JSON into response types: unknown fields are ignored, missing required fields are errors."""

import datetime
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from boxrank_client.errors import UnexpectedAnswer

Shape = TypeVar("Shape")
_Reader = Callable[[Any], Any]


def read(shape: type[Shape], value: Any) -> Shape:
    """A shape from what `json` made of an answer. Raises UnexpectedAnswer."""
    try:
        result: Shape = _reader(cast(Hashable, shape))(value)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnexpectedAnswer(f"This is no {shape.__name__}: {type(error).__name__} {error}") from error
    return result


@cache
def _reader(kind: Any) -> _Reader:
    if is_dataclass(kind):
        return _object_reader(kind)
    if get_origin(kind) is tuple:
        item = _reader(get_args(kind)[0])
        return lambda values: tuple(map(item, values))
    if get_origin(kind) is Mapping:
        member = _reader(get_args(kind)[1])
        return lambda values: {name: member(value) for name, value in values.items()}
    if get_origin(kind) is UnionType:
        return _union_reader(get_args(kind))
    return _PLAIN.get(kind, _as_it_is)


def _object_reader(shape: Any) -> _Reader:
    kinds = get_type_hints(shape)
    readers = [(field, _reader(kinds[field.name])) for field in fields(shape)]

    def read_object(value: Any) -> Any:
        return shape(**{field.name: reader(_member(value, field)) for field, reader in readers})

    return read_object


def _member(value: Any, field: "Field[Any]") -> Any:
    return value[field.name] if field.default is MISSING else value.get(field.name, field.default)


def _union_reader(kinds: tuple[Any, ...]) -> _Reader:
    others = [kind for kind in kinds if kind is not NoneType]
    if len(others) > 1:
        return _as_it_is
    reader = _reader(others[0])
    return lambda value: None if value is None else reader(value)


def _as_it_is(value: Any) -> Any:
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return float(value)


_PLAIN: dict[Any, _Reader] = {
    float: _number,
    datetime.date: datetime.date.fromisoformat,
    datetime.datetime: datetime.datetime.fromisoformat,
}
