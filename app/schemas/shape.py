"""What a shape is: frozen for the type checker, a plain dataclass for speed."""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def shape(cls: type[T]) -> type[T]:
    """A dataclass that mypy treats as frozen.

    At run time it is neither frozen nor slotted, because rows come by the hundred: 50 of 23 fields cost 26 µs
    to make against 290 µs frozen, and 71 µs to write as JSON against 183 µs slotted (Python 3.11,
    orjson 3.13).
    """
    return dataclass(cls)
