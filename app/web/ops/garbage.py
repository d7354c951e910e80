"""How often a server looks through its objects for garbage that is held together by circles of references."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLDS = (10_000, 20, 20)
"""New objects before the youngest are looked through, then rounds of that before older ones are."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """While a server serves: what is there now is never looked through again, what comes is so rarely.

    A look through everything stops every reader, for 10 to 45 ms, and came every few seconds under load.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
