"""Several reads that must agree with each other: asked again until all are of one generation."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from app.domain.errors import ServiceAway

Read = TypeVar("Read")

_ATTEMPTS = 5


def of_one_generation(read: Callable[[], Read], generations: Callable[[Read], Iterable[int]]) -> Read:
    """What `read` gives once all generations in it are the same.

    Raises what `read` raises, and ServiceAway when a publication came between every time.
    """
    for _ in range(_ATTEMPTS):
        found = read()
        if len(set(generations(found))) == 1:
            return found
    raise ServiceAway("The data are being published faster than they can be read. Ask again in a second.")
