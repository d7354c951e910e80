"""How often the garbage collector of a server runs."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLDS = (10_000, 20, 20)
"""New objects before a collection of the youngest, then collections before those of older ones."""


@contextmanager
def infrequent_collections() -> Iterator[None]:
    """Inside the block existing objects are never collected, and new ones rarely.

    A full collection stops every request for 10 to 45 ms, and came every few seconds under load.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
